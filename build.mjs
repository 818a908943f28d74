// `node build.mjs [server|builder-ui]`: builds into dist/, both parts at once when none is named. Types are checked apart
// (`npm run types`): a start need not wait for them.
import path from 'node:path';
import { build } from 'vite';

const PARTS = ['server', 'builder-ui'];
const [part] = process.argv.slice(2);
if (part !== undefined && !PARTS.includes(part)) throw new Error(`No such part: ${part}`);
const parts = part === undefined ? PARTS : [part];
await Promise.all(
  parts.map((name) => build({ configFile: path.join(import.meta.dirname, name, 'vite.config.ts'), logLevel: 'warn' })),
);
