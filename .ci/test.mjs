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

/** The tests' numbers; a run that ends before it has any counts as one that failed. */
async function runTests(folder) {
  const file = path.join(folder, 'tests.json');
  const reporters = ['default', 'json', './.ci/asked-again.mjs'].map((reporter) => `--reporter=${reporter}`);
  const { code } = await run('npx', ['vitest', 'run', ...reporters, `--outputFile=${file}`]);
  const told = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const passed = told?.numPassedTests ?? 0;
  const failed = told?.numFailedTests ?? 0;
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

const folder = await mkdtemp(path.join(tmpdir(), 'formwork-test-'));
const [gates, tests] = await Promise.all([runGates(), runTests(folder)]);
await rm(folder, { recursive: true });
for (const { gate, said } of gates) console.log(`\nGate failed: ${gate}\n${said}`);
const failed = tests.failed + gates.length;
console.log(`${tests.passed + GATES.length - gates.length} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
