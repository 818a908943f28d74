import { fileAddress } from './file-address.ts';
import type { FileAnswer, FileSource, UploadWatch } from '../form-runtime/files/file-source.ts';
import type { Locale } from '../../schema/core/text.ts';
import { isRecord } from '../form-runtime/form-value.ts';

/** Where the files of a tenant are, and how they get there (SPEC [FILE-1], [FILE-9]). */
export function tenantFiles(tenant: string, locale: Locale): FileSource {
  const base = `/t/${tenant}/files`;
  return {
    address: (id, as) => fileAddress(tenant, id, as),
    async upload(file, watch) {
      const answer = await send(base, { body: file, name: file.name, locale, watch });
      const preview = answer.ok ? await watch.preview : undefined;
      // Without a small picture the large one stands for itself: nothing is lost when this fails.
      if (answer.ok && preview !== undefined)
        await send(`${base}/${answer.file.id}/preview`, {
          body: preview,
          name: 'preview',
          locale,
          watch: { signal: watch.signal },
        });
      return answer;
    },
  };
}

interface Sending {
  readonly body: Blob;
  readonly name: string;
  readonly locale: Locale;
  readonly watch: Pick<UploadWatch, 'signal' | 'onProgress'>;
}

/** By XMLHttpRequest: `fetch` does not tell how much has been sent. */
function send(url: string, { body, name, locale, watch }: Sending): Promise<FileAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-File-Name', encodeURIComponent(name));
    request.setRequestHeader('Accept-Language', locale);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      watch.onProgress?.(total === 0 ? 0 : loaded / total),
    );
    request.addEventListener('load', () => resolve(answerOf(request)));
    request.addEventListener('error', () => resolve({ ok: false, message: UNREACHABLE[locale] }));
    request.addEventListener('abort', () => resolve({ ok: false, message: '' }));
    watch.signal.addEventListener('abort', () => request.abort());
    if (watch.signal.aborted) request.abort();
    else request.send(body);
  });
}

function answerOf(request: XMLHttpRequest): FileAnswer {
  const answer: unknown = request.response;
  if (!isRecord(answer)) return { ok: false, message: `HTTP ${request.status}` };
  const { id, name, size, type, errors } = answer;
  if (typeof id === 'string' && typeof name === 'string' && typeof size === 'number' && typeof type === 'string')
    return { ok: true, file: { id, name, size, type } };
  const [error]: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const { message, extensions }: Readonly<Record<string, unknown>> = isRecord(error) ? error : {};
  const cure = isRecord(extensions) ? extensions['cure'] : undefined;
  return { ok: false, message: [message, cure].filter((part) => typeof part === 'string').join(' ') };
}

const UNREACHABLE: Readonly<Record<Locale, string>> = {
  en: 'The server can’t be reached. Check your connection and try again.',
  'zh-CN': '无法连接服务器，请检查网络后重试。',
};
