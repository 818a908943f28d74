// `npm start`: builds the server and the pages, and serves. The server is built first, and beside it the empty database
// that a first start needs; the pages are built with what is left of the machine, while the server starts and makes the
// demo. It listens when they are done.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Runs a program of ours in a process of its own, so that both cores have something to do. */
function run(file, args, { nice = 0, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${[file, ...args].join(' ')} failed`))));
    if (nice > 0 && child.pid !== undefined) os.setPriority(child.pid, nice);
  });
}

const pages = run('build.mjs', ['builder-ui'], { nice: os.constants.priority.PRIORITY_BELOW_NORMAL });
// Whoever waits for it is told; until then nobody is.
pages.catch(() => undefined);
const folder = path.resolve(process.env.FORMWORK_DATA || './.data', 'database');
// Without it, or where it fails, the server makes one itself.
const database = process.env.DATABASE_URL
  ? undefined
  : run('server/db/empty-database.mjs', [folder], { stdio: 'ignore' }).catch(() => undefined);
await Promise.all([run('build.mjs', ['server']), database]);
globalThis[Symbol.for('formwork.pages')] = pages;
process.argv.splice(2, 0, 'serve');
await import('./formwork.mjs');
