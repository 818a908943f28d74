#!/usr/bin/env node
// Starts the command line: with a Node that is new enough, built once when nothing is built yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const NODE_MAJOR_MIN = 22;

function say(en, zh) {
  process.stderr.write(`${en}\n${zh}\n`);
}

/** Runs a program in this one's place: signals go on to it, and its end is this one's. */
function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR_MIN) {
  const own = path.join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(own) || process.env.FORMWORK_NODE_CHOSEN === '1') {
    say(
      `Formwork needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.version}. Run npm ci in ${root}.`,
      `Formwork 需要 Node ${NODE_MAJOR_MIN} 或更高版本，当前为 ${process.version}。请在 ${root} 运行 npm ci。`,
    );
    process.exit(2);
  }
  process.env.FORMWORK_NODE_CHOSEN = '1';
  process.exit(await become(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]));
}

const built = path.join(root, 'dist', 'server', 'cli', 'bin.js');
if (!existsSync(built)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'build.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    say('Formwork could not be built.', 'Formwork 构建失败。');
    process.exit(1);
  }
}
// The room for young objects grows to its 16 MB at once, not by doubling: what a shape is compiled from was moved from
// room to room on the way (a shape's first answer 48 ms of CPU before, 35 now, 24 shapes one after the other).
setFlagsFromString('--semi-space-growth-factor=16');
// What is compiled is kept between starts, in the system's folder for temporary files: a start takes half the time.
module.enableCompileCache?.();
await import(built);
