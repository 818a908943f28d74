import { readFile, writeFile } from 'node:fs/promises';
import { buildPlatformSchema, platformSdl } from './platform-schema.ts';

/**
 * `node dist/server/cli/print-schema.js <file> [--check]`: writes the platform's SDL, from which typed
 * operations are generated without a running server; with `--check`, fails when the file says something else.
 */
const [file, flag] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: print-schema.js <file> [--check]');
const sdl = platformSdl(buildPlatformSchema());
if (flag !== '--check') {
  await writeFile(file, sdl);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== sdl) {
  process.stderr.write(`${file} is not what the code says. Run: npm run codegen\n`);
  process.exitCode = 1;
}
