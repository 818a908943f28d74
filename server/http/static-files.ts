import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { send, type Exchange } from './exchange.ts';

interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  /** Worked out when it is asked for first. */
  etag: string | undefined;
  readonly compressed: Map<'br' | 'gzip', Promise<Buffer>>;
}

/** The web application's files. They are few, and are read into memory when the server starts. */
export interface StaticFiles {
  /** Answers with the file at the path, or with the application's page where the path is one of its own; else false. */
  serve(exchange: Exchange): Promise<boolean>;
  readonly count: number;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const COMPRESSIBLE = /^(?:text|application|image\/svg)/;

/** Reads the folder that `vite build` made. A folder that is not there gives a page that says what to do. */
export async function openStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const read = async (file: string): Promise<void> => {
    const type = TYPES[path.extname(file)];
    if (type === undefined) return;
    const body = await readFile(file);
    const name = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    files.set(name, { body, type, etag: undefined, compressed: new Map() });
  };
  await Promise.all(
    entries.flatMap((entry) => (entry.isFile() ? [read(path.join(entry.parentPath, entry.name))] : [])),
  );
  return {
    count: files.size,
    async serve(exchange) {
      const { pathname } = exchange.url;
      const isFile = path.posix.extname(pathname) !== '';
      const found = files.get(pathname) ?? (isFile ? undefined : files.get('/index.html'));
      if (found !== undefined && found.type === TYPES['.html']) {
        sendPage(exchange, found);
        return true;
      }
      if (found !== undefined) {
        await sendFile(exchange, found, pathname.startsWith('/assets/'));
        return true;
      }
      if (isFile || pathname !== '/') return false;
      send(exchange, { status: 200, type: 'text/html; charset=utf-8', body: NOT_BUILT });
      return true;
    },
  };
}

const NONCE_PLACE = '__STYLE_NONCE__';

/** A page has a nonce of its own each time it is sent, so it is never kept: an old one would forbid its styles. */
function sendPage(exchange: Exchange, { body, type }: StaticFile): void {
  const styleNonce = randomBytes(16).toString('base64url');
  send(exchange, { status: 200, type, body: body.toString('utf8').replaceAll(NONCE_PLACE, styleNonce), styleNonce });
}

async function sendFile(exchange: Exchange, file: StaticFile, isHashed: boolean): Promise<void> {
  file.etag ??= `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    // Names under /assets/ carry a hash of the content; all else is asked for anew, which the ETag makes cheap.
    'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (exchange.req.headers['if-none-match'] === file.etag) {
    send(exchange, { status: 304, type: file.type, body: '', headers });
    return;
  }
  const encoding = COMPRESSIBLE.test(file.type) ? encodingFor(exchange.req.headers['accept-encoding']) : undefined;
  if (encoding === undefined) {
    send(exchange, { status: 200, type: file.type, body: file.body, headers });
    return;
  }
  const body = await compressed(file, encoding);
  send(exchange, { status: 200, type: file.type, body, headers: { ...headers, 'Content-Encoding': encoding } });
}

function encodingFor(accept: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const accepted = String(accept ?? '');
  return (['br', 'gzip'] as const).find((encoding) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted),
  );
}

const compressBr = promisify(brotliCompress);
const compressGzip = promisify(gzip);

function compressed(file: StaticFile, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const present = file.compressed.get(encoding);
  if (present !== undefined) return present;
  // Not the best quality (11), which would keep the first visitor waiting.
  const made =
    encoding === 'br'
      ? compressBr(file.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
      : compressGzip(file.body);
  file.compressed.set(encoding, made);
  return made;
}

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Formwork</title></head><body>
<h1>Formwork is running</h1>
<p>The web application is not built yet. Run <code>npm run build</code> and start the server again.</p>
<p lang="zh-CN">网页应用尚未构建。请运行 <code>npm run build</code>，然后重新启动服务器。</p>
<p>GraphQL: <code>/platform/graphql</code> · <code>/t/&lt;tenant&gt;/graphql</code> · <a href="/health/ready">/health/ready</a></p>
</body></html>
`;
