import { parseArgs } from 'node:util';
import { FIGURES_OPTIONS, median, publishFigures, quantile, type Figure } from './figures.ts';
import { grownTemplate } from './grown-template.ts';
import { GROUND_TEXT, onGround, type Ground } from './ground.ts';
import {
  createTenant,
  documentInForce,
  keepTemplate,
  ownerToken,
  publishDocument,
  startOwnServer,
  tenantAsker,
  type OwnServer,
} from './own-server.ts';
import { editDocument, publishOnline, type OnlineRun } from './publish-online.ts';

/*
 * `node server/bench/publish-bench.ts [--publications 40] [--rows 1000000] [--out docs/bench] [--strict]`: how soon a
 * publication is live, and how long it holds those who write meanwhile.
 */
const { values } = parseArgs({
  options: {
    ...FIGURES_OPTIONS,
    publications: { type: 'string', default: '40' },
    rows: { type: 'string', default: '1000000' },
    writers: { type: 'string', default: '4' },
  },
});
const PUBLICATIONS = Number(values.publications);
const ROWS = Number(values.rows);
const WRITERS = Number(values.writers);
const ENTITIES = 30;

interface Additive {
  readonly publishMs: readonly number[];
  readonly firstMs: readonly number[];
  readonly warmMs: readonly number[];
}

/** Adds a field to one entity after the other, and asks for it as soon as it is published. */
async function publishAdditive(server: OwnServer): Promise<Additive> {
  const template = grownTemplate({ entities: ENTITIES });
  await keepTemplate(server, template);
  await createTenant(server, 'grown', template.pack);
  const tenant = tenantAsker(server, 'grown', await ownerToken(server, 'grown'));
  let { document, version } = await documentInForce(server, 'grown');
  const [publishMs, firstMs, warmMs]: [number[], number[], number[]] = [[], [], []];
  await tenant.ask('{ article0s(first: 1) { nodes { id } } }');
  for (let index = 0; index < PUBLICATIONS; index += 1) {
    const group = index % Math.floor(ENTITIES / 6);
    document = editDocument(document, [
      {
        kind: 'addItem',
        list: ['entities', `Article${group}`, 'fields'],
        item: { id: `x_more${index}`, type: 'text', label: { en: `More ${index}`, 'zh-CN': `更多 ${index}` } },
      },
    ]);
    const query = `{ article${group}s(first: 1) { nodes { id more${index} } } }`;
    const began = performance.now();
    version = await publishDocument(server, 'grown', { document, version });
    const published = performance.now();
    await tenant.ask(query);
    const answered = performance.now();
    await tenant.ask(query);
    publishMs.push(published - began);
    firstMs.push(answered - published);
    warmMs.push(performance.now() - answered);
  }
  return { publishMs, firstMs, warmMs };
}

function additiveFigures({ publishMs, firstMs, warmMs }: Additive): readonly Figure[] {
  const live = publishMs.map((ms, index) => ms + (firstMs[index] ?? 0));
  const of = `${PUBLICATIONS} publications of one more field, ${ENTITIES} entities`;
  return [
    { name: 'From the call to the first answer on the new shape, p50', value: median(live), unit: 'ms', of },
    { name: '… p95', value: quantile(live, 0.95), unit: 'ms', atMost: 250 },
    { name: 'The publication itself, p50', value: median(publishMs), unit: 'ms' },
    { name: '… p95', value: quantile(publishMs, 0.95), unit: 'ms' },
    { name: 'First answer on the new shape, once published, p50', value: median(firstMs), unit: 'ms' },
    { name: '… p95', value: quantile(firstMs, 0.95), unit: 'ms', atMost: 150 },
    { name: 'The same query again, p50', value: median(warmMs), unit: 'ms' },
  ];
}

function onlineFigures(runs: readonly OnlineRun[]): readonly Figure[] {
  return runs.flatMap((run): readonly Figure[] => {
    const failed = run.failures === 0 ? '' : `; ${run.failures} writes failed: ${run.firstFailure ?? ''}`;
    return [
      {
        name: `${run.title}: longest that a writer was held`,
        value: run.failures === 0 ? run.heldMs : Number.NaN,
        unit: 'ms',
        atMost: 250,
        of: `of ${run.writes} writes, p99 ${run.p99Ms.toFixed(1)} ms; before it at most ${run.beforeMs.toFixed(1)} ms${failed}`,
      },
      { name: `${run.title}: the publication in all`, value: run.totalMs / 1_000, unit: 's' },
    ];
  });
}

async function bench(ground: Ground): Promise<number> {
  const { databaseUrl, folder, pin, say } = ground;
  const server = await startOwnServer({ databaseUrl, folder, pin });
  try {
    const additive = await publishAdditive(server);
    say(`additive: p50 ${median(additive.publishMs).toFixed(0)} ms`);
    const online = ROWS === 0 ? [] : await publishOnline(server, { databaseUrl, rows: ROWS, writers: WRITERS, say });
    return await publishFigures(
      {
        name: 'publish',
        title: 'Publishing',
        command: 'node server/bench/publish-bench.ts',
        how: [
          GROUND_TEXT,
          `Additive: a tenant of ${ENTITIES} entities with a dozen fields each is published ${PUBLICATIONS} times by \`publish\` of the platform's API, each time with one more field, which is asked for over HTTP as soon as the call has answered.`,
          `Online: a table of ${ROWS.toLocaleString('en')} rows, loaded by one statement, is published with one change after the other, while ${WRITERS} writers create (one in four) and update its rows through GraphQL as fast as they are answered. Held is the longest that any write took which met the publication. Where a change of type is switched, a writer is refused once, sends the value in its new form, and the time counts from the first try.`,
        ],
        figures: [...additiveFigures(additive), ...onlineFigures(online)],
        details: { additive, online, options: values },
      },
      values,
    );
  } finally {
    await server.child.stop();
  }
}

await onGround('publish', bench);
