import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { must, type Result } from '../../schema/core/result.ts';
import { sqlName } from '../../schema/core/ids.ts';
import { diffModels } from '../../schema/model/diff.ts';
import { applyEdit, type Edit } from '../../schema/model/edits.ts';
import { ResolveMemory } from '../../schema/model/resolve-memory.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { shapeHash } from '../../schema/model/shape.ts';
import { newParseMemory } from '../../schema/template/parse-memory.ts';
import { parseTemplate, parseTemplateText } from '../../schema/template/parse.ts';
import type { Template } from '../../schema/template/template.ts';
import { planDdl } from '../compile/ddl-plan.ts';
import { planRead } from '../compile/read-plan.ts';
import { selectionsOn } from '../compile/selection.ts';
import { textFor } from '../compile/sql-text.ts';
import { compileShape, type CompiledShape } from '../graphql/tenant/compiled-shape.ts';
import { prepareDocument } from '../graphql/tenant/prepare-document.ts';
import { FIGURES_OPTIONS, median, publishFigures, quantile, type Figure } from './figures.ts';
import { deepQuery, grownTemplate } from './grown-template.ts';

/*
 * `node server/bench/compile-bench.ts [--entities 200] [--rounds 30] [--out docs/bench] [--strict]`: what the compilers
 * take, without a database. `--once` prints the stages of one compilation in a fresh process.
 */
const { values } = parseArgs({
  options: {
    ...FIGURES_OPTIONS,
    entities: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '30' },
    queries: { type: 'string', default: '400' },
    once: { type: 'boolean', default: false },
  },
});
const ENTITIES = Number(values.entities);
const ROUNDS = Number(values.rounds);
const QUERIES = Number(values.queries);
const FRESH = 5;

const STAGES = ['parse', 'model', 'plans', 'tables'] as const;
type Stages = Readonly<Record<(typeof STAGES)[number], number>>;

/** What a piece of work took on the clock, and of its thread's CPU: on a busy machine only the latter means much. */
interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

function timed<T>(took: Took[], work: () => T): T {
  const cpu = process.threadCpuUsage();
  const began = performance.now();
  const outcome = work();
  const ms = performance.now() - began;
  const { user, system } = process.threadCpuUsage(cpu);
  took.push({ ms, cpuMs: (user + system) / 1_000 });
  return outcome;
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.issues.slice(0, 3)));
  return result.value;
}

interface Compiled {
  readonly stages: Stages;
  /** Up to the plans. */
  readonly took: Took;
  readonly shape: CompiledShape;
}

/** Text → template → model → GraphQL plan and schema, and the tables of a first publication beside. */
function compileAll(text: string): Compiled {
  const took: Took[] = [];
  const template = timed(took, () => valueOf(parseTemplateText(text)));
  const model = timed(took, () => {
    const made = valueOf(resolveModel(template));
    shapeHash(made);
    return made;
  });
  const shape = timed(took, () => compileShape(model));
  timed(took, () => planDdl(null, model, { stamp: '20260101000000', quarantined: [], emptyTables: new Set() }));
  const at = (index: number): number => took[index]?.ms ?? 0;
  const stages = { parse: at(0), model: at(1), plans: at(2), tables: at(3) };
  const main = took.slice(0, 3);
  const sum = (key: keyof Took): number => main.reduce((all, one) => all + one[key], 0);
  return { stages, took: { ms: sum('ms'), cpuMs: sum('cpuMs') }, shape };
}

type Run = Omit<Compiled, 'shape'>;

function runOf({ stages, took }: Compiled): Run {
  return { stages, took };
}

/** The first compilation of a process, where nothing is optimised yet. */
function freshRuns(): readonly Run[] {
  const command = [import.meta.filename, '--once', '--entities', String(ENTITIES)];
  return Array.from({ length: FRESH }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Run;
  });
}

/** A designer's steps: a field more, another label, a type, and back. */
function editsOf(round: number): readonly Edit[] {
  const fields = ['entities', `Article${round % 30}`, 'fields'];
  return [
    { kind: 'addItem', list: fields, item: { id: `x_more${round}`, type: 'int', label: { en: 'M', 'zh-CN': '多' } } },
    { kind: 'setProperty', at: [...fields, 'city'], key: 'label', value: { en: `Town ${round}`, 'zh-CN': '城市' } },
    { kind: 'setProperty', at: [...fields, 'quantity'], key: 'type', value: 'decimal(12,2)' },
    { kind: 'removeItem', list: fields, id: `x_more${round}` },
    { kind: 'setProperty', at: [...fields, 'quantity'], key: 'type', value: 'int' },
  ];
}

/**
 * Each edit is applied, the outcome checked in form and meaning with what is known of the drafts before, as the designer
 * does, and compared with what is in force.
 */
function measureEdits(first: Template): readonly Took[] {
  const parsing = newParseMemory();
  const resolving = new ResolveMemory();
  const published = valueOf(resolveModel(valueOf(parseTemplate(first, parsing)), resolving));
  let template = first;
  const took: Took[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const edit of editsOf(round)) {
      const before = template;
      template = timed(took, () => {
        const edited = valueOf(applyEdit(before, edit)).template;
        diffModels(published, valueOf(resolveModel(valueOf(parseTemplate(edited, parsing)), resolving)));
        return edited;
      });
    }
  // The compilers are warm after the first few.
  return took.slice(10);
}

/** Parses, validates and plans documents that were never seen: each has another text. */
function measureQueries(shape: CompiledShape): readonly Took[] {
  const caller = shape.accessOf(['owner']);
  const type = must(shape.schema.getQueryType(), 'Query');
  const groups = Math.floor(ENTITIES / 6);
  const took: Took[] = [];
  for (let index = 0; index < QUERIES; index += 1) {
    const source = deepQuery(index % groups, 1 + Math.floor(index / groups));
    timed(took, () => {
      const { errors, issues, operations, fragments } = prepareDocument(shape, caller, source);
      if (errors.length + issues.length > 0) throw new Error(`${source}: ${errors.join()} ${JSON.stringify(issues)}`);
      const node = must(operations[0], 'operation');
      const roots = selectionsOn({ schema: shape.schema, fragments, variables: {} }, type, [node.selectionSet]);
      return textFor(valueOf(planRead(shape.model, caller.access, roots)).template, sqlName('tenant_schema'));
    });
  }
  return took;
}

interface Measured {
  readonly fresh: readonly Run[];
  readonly warm: readonly Run[];
  readonly edits: readonly Took[];
  readonly queries: readonly Took[];
}

function figuresOf({ fresh, warm, edits, queries }: Measured): readonly Figure[] {
  const stage = (name: keyof Stages): string => `${name} ${median(warm.map((one) => one.stages[name])).toFixed(0)} ms`;
  const line = (
    name: string,
    took: readonly Took[],
    more: Partial<Figure> & { readonly share?: number } = {},
  ): Figure => {
    const { share = 0.5, of, ...rest } = more;
    // The system counts CPU in ticks: only their mean is right.
    const mean = took.reduce((all, { cpuMs }) => all + cpuMs, 0) / took.length;
    const cpu = share === 0.5 ? [`CPU ${mean.toFixed(1)} ms on average`] : [];
    const value = quantile(
      took.map(({ ms }) => ms),
      share,
    );
    return { name, value, unit: 'ms', of: [...cpu, of ?? []].flat().join(' · '), ...rest };
  };
  const tookOf = (runs: readonly Run[]): readonly Took[] => runs.map(({ took }) => took);
  return [
    line(`parse → model → plans of ${ENTITIES} entities, p50`, tookOf(warm), {
      atMost: 250,
      of: `${warm.length} in a process that has compiled before: ${STAGES.slice(0, 3).map(stage).join(', ')}`,
    }),
    line('… p95', tookOf(warm), { share: 0.95 }),
    line('… the first in a fresh process, median', tookOf(fresh), { of: `${fresh.length} processes` }),
    line('One edit: applied, checked, compared, p50', edits, { atMost: 50, of: `${edits.length} edits` }),
    line('… p95', edits, { share: 0.95 }),
    line('A query of 4 levels not seen before, p50', queries, { of: `${queries.length} documents` }),
    line('… p95', queries, { atMost: 5, share: 0.95 }),
  ];
}

async function main(): Promise<number> {
  const template = grownTemplate({ entities: ENTITIES });
  const text = JSON.stringify(template);
  if (values.once) {
    process.stdout.write(JSON.stringify(runOf(compileAll(text))));
    return 0;
  }
  const fresh = freshRuns();
  for (let round = 0; round < 5; round += 1) compileAll(text);
  const warm = Array.from({ length: ROUNDS }, () => runOf(compileAll(text)));
  const edits = measureEdits(template);
  const queries = measureQueries(compileAll(text).shape);
  return publishFigures(
    {
      name: 'compile',
      title: 'Compilers',
      command: 'node server/bench/compile-bench.ts',
      how: [
        `A template of ${ENTITIES} entities with a dozen fields each (${Math.round(text.length / 1_024)} KB of JSON: references, lines, computed and stored fields, unique fields, indexes) goes through \`parseTemplateText\`, \`resolveModel\` with \`shapeHash\`, and \`compileShape\`, which makes the GraphQL plan and the schema. No database takes part.`,
        'An edit of the designer is applied to the template, the outcome parsed and resolved with what is known of the drafts before it, and the model compared with the one in force. A query not seen before asks a list with its lines, their articles and these articles’ makers; each has another text, and is parsed, validated and planned down to its SQL text.',
      ],
      figures: figuresOf({ fresh, warm, edits, queries }),
      details: { fresh, warm, options: values },
    },
    values,
  );
}

process.exitCode = await main();
