import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { issue, must, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { composePacks } from '../../schema/model/compose.ts';
import { parseTemplateText } from '../../schema/template/parse.ts';
import type { Template } from '../../schema/template/template.ts';

/** The folder of the packs that ship with the server, seen from the sources and from the built files alike. */
export function templatesFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'templates', 'core', 'template.json'))) {
    const above = path.dirname(folder);
    must(above === folder ? undefined : above, 'a templates folder above the server');
    folder = above;
  }
  return path.join(folder, 'templates');
}

/** The packs that ship with the server, by name. */
export async function shippedPackNames(): Promise<readonly string[]> {
  const folder = templatesFolder();
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'template.json')))
    .map(({ name }) => name)
    .sort();
}

/** The version that a shipped pack says it has, `undefined` when it says none; nothing else of it is read. */
export async function shippedVersion(name: string): Promise<string | undefined> {
  const document: unknown = JSON.parse(await readFile(path.join(templatesFolder(), name, 'template.json'), 'utf8'));
  const version: unknown = Reflect.get(Object(document), 'version');
  return typeof version === 'string' ? version : undefined;
}

/** The pack at a path: a `template.json`, or the folder that holds one. `CLI_FILE_MISSING`, and what parsing refuses. */
export async function readPackFile(file: string): Promise<Result<Template>> {
  const info = await stat(file).catch(() => null);
  const found = info?.isDirectory() === true ? path.join(file, 'template.json') : file;
  const text = await readFile(found, 'utf8').catch(() => null);
  return text === null ? refused([issue('CLI_FILE_MISSING', '', { path: file })]) : parseTemplateText(text);
}

/** Shipped packs by name with all that they require, in order of need: `CLI_PACK_UNKNOWN`. */
export async function shippedPacks(names: readonly string[]): Promise<Result<readonly Template[]>> {
  const known = await shippedPackNames();
  const packs = new Map<string, Template>();
  const issues: Issue[] = [];
  const wanted = [...names];
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    if (packs.has(name)) continue;
    if (!known.includes(name)) {
      issues.push(issue('CLI_PACK_UNKNOWN', '', { pack: name, known }));
      continue;
    }
    const pack = await readPackFile(path.join(templatesFolder(), name));
    if (!pack.ok) return pack;
    packs.set(name, pack.value);
    wanted.push(...Object.keys(pack.value.requires ?? {}));
  }
  return issues.length > 0 ? refused(issues) : ok([...packs.values()]);
}

/** Shipped packs and what they require as one document. */
export async function composeShipped(names: readonly string[]): Promise<Result<Template>> {
  const packs = await shippedPacks(names);
  return packs.ok ? composePacks(packs.value) : packs;
}
