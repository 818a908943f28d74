import { applyEdits, type Edit } from '../../schema/model/edits.ts';
import type { EntityDef, Template } from '../../schema/template/template.ts';
import type { JsonDocument } from '../db/control-entities.ts';
import { documentOf } from '../graphql/platform/template-document.ts';
import type { Asker } from './ask.ts';
import { quantile } from './figures.ts';
import { asOwner } from './ground.ts';
import {
  createTenant,
  documentInForce,
  keepTemplate,
  ownerToken,
  publishDocument,
  schemaWith,
  tenantAsker,
  type OwnServer,
} from './own-server.ts';
import { startWriters, type Write } from './publish-writers.ts';

/** One change on the large table, and those who wrote meanwhile. */
export interface OnlineRun {
  readonly title: string;
  readonly totalMs: number;
  readonly heldMs: number;
  readonly p99Ms: number;
  readonly writes: number;
  /** The longest write in the seconds before, when nothing was published. */
  readonly beforeMs: number;
  readonly failures: number;
  readonly firstFailure?: string;
}

const both = (text: string): { en: string; 'zh-CN': string } => ({ en: text, 'zh-CN': text });
const QUIET_MS = 3_000;

const WIDE: EntityDef = {
  id: 'Item',
  kind: 'master',
  label: both('Item'),
  title: 'name',
  fields: [
    { id: 'name', type: 'text', required: true, label: both('Name') },
    { id: 'sku', type: 'text', label: both('SKU') },
    { id: 'digits', type: 'text', label: both('Digits') },
    { id: 'city', type: 'text', label: both('City') },
    { id: 'note', type: 'text', label: both('Note') },
    { id: 'price', type: 'decimal(12,2)', label: both('Price') },
  ],
};

const FIELDS = ['entities', 'Item', 'fields'] as const;
const CHANGES: readonly (readonly [title: string, edit: Edit])[] = [
  ['One more field', { kind: 'addItem', list: FIELDS, item: { id: 'x_hint', type: 'text', label: both('Hint') } }],
  [
    'A required field with a default',
    {
      kind: 'addItem',
      list: FIELDS,
      item: { id: 'x_rank', type: 'int', required: true, default: '3', label: both('Rank') },
    },
  ],
  ['Type text → int', { kind: 'setProperty', at: [...FIELDS, 'digits'], key: 'type', value: 'int' }],
  ['Type int → decimal', { kind: 'setProperty', at: [...FIELDS, 'digits'], key: 'type', value: 'decimal(14,2)' }],
  ['Unique', { kind: 'setProperty', at: [...FIELDS, 'sku'], key: 'unique', value: true }],
  [
    'An index',
    {
      kind: 'setProperty',
      at: ['entities', 'Item'],
      key: 'indexes',
      value: [{ id: 'x_byCity', fields: ['city', 'price'] }],
    },
  ],
  ['Rename', { kind: 'setProperty', at: [...FIELDS, 'note'], key: 'apiName', value: 'memo' }],
];

/** The document with the edits; throws where it has no place for one. */
export function editDocument(document: JsonDocument, edits: readonly Edit[]): JsonDocument {
  const edited = applyEdits(document as unknown as Template, edits);
  if (!edited.ok) throw new Error(JSON.stringify(edited.issues));
  return documentOf(edited.value.template);
}

export interface OnlineOptions {
  readonly databaseUrl: string;
  readonly rows: number;
  readonly writers: number;
  readonly say: (text: string) => void;
}

/** Publishes every online change on a table of so many rows while writers work on it. */
export async function publishOnline(
  server: OwnServer,
  { databaseUrl, rows, writers, say }: OnlineOptions,
): Promise<readonly OnlineRun[]> {
  const template: Template = { format: 1, pack: 'wide', version: '1.0.0', label: both('Wide'), entities: [WIDE] };
  await keepTemplate(server, template);
  await createTenant(server, 'wide', template.pack);
  const token = await ownerToken(server, 'wide');
  say(`loading ${rows} rows`);
  const ids = await load(databaseUrl, rows);
  const tenants = Array.from({ length: writers }, (): Asker => tenantAsker(server, 'wide', token));
  const team = startWriters(tenants, ids);
  const runs: OnlineRun[] = [];
  try {
    for (const [title, edit] of CHANGES) {
      const run = await publishOne(server, { title, edit, take: team.take });
      say(
        `${title}: ${(run.totalMs / 1_000).toFixed(1)} s, held ${run.heldMs.toFixed(0)} ms of ${run.writes} writes${run.failures === 0 ? '' : `, ${run.failures} FAILED: ${run.firstFailure ?? ''}`}`,
      );
      runs.push(run);
    }
  } finally {
    await team.stop();
  }
  return runs;
}

interface OneChange {
  readonly title: string;
  readonly edit: Edit;
  readonly take: () => readonly Write[];
}

async function publishOne(server: OwnServer, { title, edit, take }: OneChange): Promise<OnlineRun> {
  const { document, version } = await documentInForce(server, 'wide');
  take();
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const before = take();
  const began = performance.now();
  await publishDocument(server, 'wide', { document: editDocument(document, [edit]), version });
  const totalMs = performance.now() - began;
  // A write that met its end is still under way.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const met = take().filter(({ endedAt, ms }) => endedAt - ms <= began + totalMs + 500);
  const times = met.map(({ ms }) => ms);
  const failed = met.filter(({ failure }) => failure !== undefined);
  const [first] = failed;
  return {
    title,
    totalMs,
    heldMs: Math.max(...times),
    p99Ms: quantile(times, 0.99),
    writes: met.length,
    beforeMs: Math.max(...before.map(({ ms }) => ms)),
    failures: failed.length,
    ...(first?.failure === undefined ? {} : { firstFailure: first.failure.slice(0, 300) }),
  };
}

/** The rows by one statement; gives the ids of those that are written to, spread over the table. */
async function load(databaseUrl: string, rows: number): Promise<readonly string[]> {
  const schema = await schemaWith(databaseUrl, 'item');
  return asOwner(databaseUrl, async (client) => {
    await client.query(`INSERT INTO "${schema}".item (id, version, created_at, updated_at, name, sku, digits, city, note, price)
SELECT gen_random_uuid(), 1, timestamptz '2026-01-01', timestamptz '2026-01-01', 'Item ' || n, 'S-' || n, (n % 100000)::text,
       'City ' || n % 500, 'Note of ' || md5(n::text), (n % 10000)::numeric / 100
  FROM generate_series(1, ${rows}) n`);
    await client.query(`VACUUM (ANALYZE) "${schema}".item`);
    const { rows: found } = await client.query<{ id: string }>(
      `SELECT id FROM "${schema}".item ORDER BY md5(id::text) LIMIT 4000`,
    );
    return found.map(({ id }) => id);
  });
}
