// `npm start`: builds the server and the pages, and serves. The pages are built while the server, which is built
// sooner, starts and makes the demo; it listens when they are done.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Builds one part in a process of its own, so that both cores have something to do. */
function built(part) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'build.mjs'), part], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${part} could not be built`))));
  });
}

const pages = built('builder-ui');
// Whoever waits for it is told; until then nobody is.
pages.catch(() => undefined);
await built('server');
globalThis[Symbol.for('formwork.pages')] = pages;
process.argv.splice(2, 0, 'serve');
await import('./formwork.mjs');
