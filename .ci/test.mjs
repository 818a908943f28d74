// What `npm test` does: every gate and every test, beside each other, since most tests wait for something most of the
// time. A gate that fails is told at the end, and the last line counts all: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const GATES = ['types', 'lint', 'format:check', 'boundaries', 'deadcode', 'codegen:same'];

/** Runs a program; gives its exit code and, where it does not go to the terminal, what it said. */
function run(command, args, { stdio = 'inherit', nice = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', stdio, stdio] });
    if (nice !== 0 && child.pid !== undefined) setPriority(child.pid, nice);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, said: Buffer.concat(chunks).toString() }));
  });
}

/** One after the other, and behind the tests in rank: they are done long before them. */
async function runGates() {
  const failed = [];
  for (const gate of GATES) {
    const { code, said } = await run('npm', ['run', '--silent', gate], { stdio: 'pipe', nice: 10 });
    if (code !== 0) failed.push({ gate, said });
  }
  return failed;
}

/**
 * Who asks over the wire waits for others, and on two cores they may be late: such a file that failed among the others is
 * run once more by itself, and told. What proves the core (properties, crashes, races) has failed when it failed once.
 */
const OVER_THE_WIRE = /\.ui\.test\.ts$|\/server\/http\//;
/** More than that is no accident. */
const ALONE_MAX = 3;

async function vitest(file, args = []) {
  const reporters = ['default', 'json', './.ci/asked-again.mjs'].map((reporter) => `--reporter=${reporter}`);
  const { code } = await run('npx', ['vitest', 'run', ...reporters, `--outputFile=${file}`, ...args]);
  const told = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const failed = told?.numFailedTests ?? 0;
  const failedFiles = (told?.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => name);
  return {
    passed: told?.numPassedTests ?? 0,
    failed: code !== 0 && failed === 0 ? Math.max(1, failedFiles.length) : failed,
    failedFiles,
  };
}

/** The tests' numbers; a run that ends before it has any counts as one that failed. */
async function runTests(folder) {
  const all = await vitest(path.join(folder, 'tests.json'));
  const { failedFiles: names } = all;
  if (names.length === 0 || names.length > ALONE_MAX || !names.every((name) => OVER_THE_WIRE.test(name))) return all;
  console.log(`\nFailed among the others, now by themselves: ${names.join(', ')}`);
  const alone = await vitest(path.join(folder, 'alone.json'), ['--maxWorkers=1', ...names]);
  if (alone.failed > 0) return all;
  for (const name of names) console.log(`Failed among the others, passed by itself, to be looked at: ${name}`);
  return { ...all, passed: all.passed + all.failed, failed: 0 };
}

const folder = await mkdtemp(path.join(tmpdir(), 'formwork-test-'));
const [gates, tests] = await Promise.all([runGates(), runTests(folder)]);
await rm(folder, { recursive: true });
for (const { gate, said } of gates) console.log(`\nGate failed: ${gate}\n${said}`);
const failed = tests.failed + gates.length;
console.log(`${tests.passed + GATES.length - gates.length} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
