import type { Expr, ExprType, ReadPath } from '../../../schema/expr/ast.ts';
import type { Word } from '../../../schema/expr/condition-words.ts';
import type { Edit, EditPath, Json } from '../../../schema/model/edits.ts';
import { tryCase } from '../../../schema/model/rule-test.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import type { RuleCaseDef, RuleTestDef } from '../../../schema/template/template-tests.ts';
import type { Template } from '../../../schema/template/template.ts';
import { newId } from '../parts/new-id.ts';

/** A row of values that a rule is tried on; what it should give is what it gives until somebody says otherwise. */
export interface RuleRow extends RuleCaseDef {
  readonly isSet: boolean;
}

/** The test of the rule at a place (`entities/Order/checks/max/when`). */
export function ruleTestOf(template: Template, rule: string): RuleTestDef | undefined {
  return (template.tests ?? []).find((test): test is RuleTestDef => 'rule' in test && test.rule === rule);
}

/** The rows that a test has. */
export function rowsOfTest(test: RuleTestDef | undefined): readonly RuleRow[] {
  return (test?.cases ?? []).map((one) => ({ ...one, isSet: true }));
}

/** A further row, with values by field id. */
export function newRow(rows: readonly RuleRow[], values: Pick<RuleCaseDef, 'doc' | 'line'> = {}): RuleRow {
  const id = newId({ label: { en: 'Row' }, taken: rows.map((row) => row.id), style: 'camel', fallback: 'row' });
  return { id, ...values, gives: null, isSet: false };
}

/** What a rule reads of a record, where a single value can be given for it. */
export function columnsOf(expr: Expr, words: readonly Word[]): readonly Word[] {
  const reads = new Set(readsOf(expr).map((path) => path.join('.')));
  return words.filter(({ path, type }) => !isMany(type) && reads.has(path.join('.')));
}

/** Whether the columns are all that it reads: lists and whole records can't be given in a table. */
export function isTabled(expr: Expr, columns: readonly Word[]): boolean {
  const known = new Set(columns.map(({ path }) => path.join('.')));
  return readsOf(expr).every((path) => known.has(path.join('.')));
}

function readsOf(expr: Expr): readonly ReadPath[] {
  return [
    ...expr.reads.map((path): ReadPath => ['doc', ...path]),
    ...expr.lineReads.map((path): ReadPath => ['line', ...path]),
  ];
}

function isMany({ kind }: ExprType): boolean {
  return kind === 'row' || kind === 'list';
}

/** The value of a row at a column, as it is typed; `''` where there is none. */
export function typedIn(row: RuleCaseDef, path: ReadPath): string {
  let here: unknown = row;
  for (const step of path) here = isRecord(here) ? here[step] : undefined;
  return typeof here === 'string' || typeof here === 'number' || typeof here === 'boolean' ? String(here) : '';
}

/** The row with a value typed at a column; an empty text takes it away. */
export function withTyped(row: RuleRow, { path, type }: Pick<Word, 'path' | 'type'>, typed: string): RuleRow {
  const value = typed === '' ? undefined : type.kind === 'bool' ? typed === 'true' : typed;
  return { ...row, ...put({ ...row }, path, value) };
}

function put(into: Readonly<Record<string, unknown>>, path: ReadPath, value: unknown): Record<string, unknown> {
  const [step, ...rest] = path;
  if (step === undefined) return { ...into };
  const known = into[step];
  const child = rest.length === 0 ? value : put(isRecord(known) ? known : {}, rest, value);
  const others = Object.fromEntries(Object.entries(into).filter(([key]) => key !== step));
  return child === undefined ? others : { ...others, [step]: child };
}

/** The values of a record, by field id, that a rule reads: the rest of it is nobody's business. */
export function valuesAt(
  record: Readonly<Record<string, unknown>>,
  columns: readonly Word[],
): Pick<RuleCaseDef, 'doc'> {
  let made: RuleRow = { id: '', gives: null, isSet: false };
  for (const column of columns) {
    if (column.path[0] === 'doc')
      made = withTyped(made, column, typedIn({ id: '', gives: null, doc: record }, column.path));
  }
  return made.doc === undefined ? {} : { doc: made.doc };
}

/** How the rows come out under the rule as it is written now. */
export function triedRows(expr: Expr, rows: readonly RuleRow[]): readonly ReturnType<typeof tryCase>[] {
  return rows.map((row) => {
    const tried = tryCase(expr, row);
    return row.isSet ? tried : { ...tried, holds: true };
  });
}

interface TestPlace {
  /** The place of the rule. */
  readonly at: EditPath;
  /** The entity of `doc`. */
  readonly of: string;
  readonly label: string;
  readonly locale: string;
}

/** The edits by which a rule has these rows as its test; none when it has them already (SPEC [DSG-95]). */
export function ruleTestEdits(template: Template, place: TestPlace, cases: readonly RuleCaseDef[]): readonly Edit[] {
  const rule = place.at.join('/');
  const test = ruleTestOf(template, rule);
  const value = cases.map(asJson);
  if (test !== undefined && cases.length === 0) return [{ kind: 'removeItem', list: ['tests'], id: test.id }];
  if (test !== undefined) {
    return JSON.stringify(test.cases) === JSON.stringify(cases)
      ? []
      : [{ kind: 'setProperty', at: ['tests', test.id], key: 'cases', value }];
  }
  if (cases.length === 0) return [];
  const id = newId({
    label: { en: place.at.slice(1).join(' ').replaceAll('x_', '') },
    taken: (template.tests ?? []).map((one) => one.id),
    style: 'camel',
    fallback: 'rule',
  });
  const label = { [place.locale]: place.label };
  return [{ kind: 'addItem', list: ['tests'], item: { id, label, rule, of: place.of, cases: value } }];
}

/** The edits that take away the tests of rules that go with an item: at its place, or below it. */
export function withoutTests(template: Template, at: EditPath): readonly Edit[] {
  const place = at.join('/');
  return (template.tests ?? []).flatMap((test): readonly Edit[] =>
    'rule' in test && (test.rule === place || test.rule.startsWith(`${place}/`))
      ? [{ kind: 'removeItem', list: ['tests'], id: test.id }]
      : [],
  );
}

/** Cases are JSON as they are typed; this cast is the codec. */
function asJson(value: RuleCaseDef): Json {
  return value as Json;
}
