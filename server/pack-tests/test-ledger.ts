import { v4 as uuidV4 } from 'uuid';
import { decimalFrom, decimalText, negateDecimal } from '../../schema/core/decimal.ts';
import {
  issue,
  must,
  ok,
  pointer,
  refused,
  type Issue,
  type JsonPointer,
  type Result,
} from '../../schema/core/result.ts';
import type { BookModel, DimensionModel, LedgerModel, MeasureModel } from '../../schema/model/behaviour.ts';
import type { TestBalances } from '../../schema/template/template-tests.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { LineRequest, MovePosting } from '../compile/post-request.ts';
import { postIssues, postLedger } from '../db/post-ledger.ts';
import { scalarText } from '../import/scalar-text.ts';
import { isSameNumber, shown } from './test-values.ts';
import { NOBODY, type TestWorld } from './test-world.ts';

type Values = Readonly<Record<string, unknown>>;

/** One row of balances: which balance it is about, and an amount for each measure it names. */
interface BalanceRow {
  readonly book: BookModel;
  readonly key: Readonly<Record<string, string | null>>;
  readonly amounts: readonly { readonly measure: MeasureModel; readonly value: string }[];
  readonly path: JsonPointer;
  readonly given: Values;
}

/** Posts the balances that a test begins with; of double ledgers out of `opening`. */
export async function openBalances(world: TestWorld, given: TestBalances, path: JsonPointer): Promise<Result<null>> {
  const rows = readRows(world, given, path);
  if (!rows.ok) return rows;
  const postings = rows.value.map(({ ledger, row }): MovePosting => ({
    kind: 'move',
    id: uuidV4(),
    source: null,
    place: row.path,
    ledger: ledger.id,
    rule: 'opening',
    lines: linesOf(ledger, row),
  }));
  const { version } = world.tenant;
  const done = await world.act(NOBODY, (unit) =>
    postLedger(unit, { now: world.now.toISOString(), actor: null, templateVersion: version, postings }),
  );
  if (!done.ok) return done;
  return done.value.ok ? ok(null) : refused(postIssues(world.tenant.model, done.value.refusals));
}

function linesOf(ledger: LedgerModel, row: BalanceRow): readonly LineRequest[] {
  const amountOf = (measure: MeasureModel): string | null =>
    row.amounts.find((one) => one.measure === measure)?.value ?? null;
  const line: LineRequest = {
    book: row.book.id,
    key: row.key,
    amounts: row.book.measures.map(amountOf),
    bounds: [],
    ...(row.book.lots === undefined ? {} : { lot: { expiresAt: null } }),
    place: row.path,
  };
  if (ledger.mode === 'balance') return [line];
  const opening = must(
    ledger.books.find(({ account }) => account === 'opening'),
    'the opening account',
  );
  const [amount] = line.amounts;
  const taken = decimalFrom(amount ?? '0');
  return [
    {
      book: opening.id,
      key: {},
      amounts: [taken === undefined ? null : decimalText(negateDecimal(taken))],
      bounds: [],
      place: row.path,
    },
    line,
  ];
}

/** Every measure of a balance that is not what the test expects. A balance that nothing has touched is zero. */
export async function balanceIssues(
  world: TestWorld,
  expected: TestBalances,
  at: { readonly test: string; readonly path: JsonPointer },
): Promise<readonly Issue[]> {
  const rows = readRows(world, expected, at.path);
  if (!rows.ok) return rows.issues;
  const issues: Issue[] = [];
  for (const { ledger, row } of rows.value) {
    const found = await readBalance(world, row);
    for (const { measure, value } of row.amounts) {
      const amount = found[measure.index] ?? '0';
      if (isSameNumber(value, amount)) continue;
      const name = ledger.mode === 'double' ? 'amount' : measure.id;
      issues.push(
        issue('TEST_BALANCE', pointer(row.path, name), {
          test: at.test,
          ledger: ledger.id,
          key: keyText(world, row),
          measure: name,
          expected: value,
          found: decimalText(must(decimalFrom(amount), 'amount')),
        }),
      );
    }
  }
  return issues;
}

async function readBalance(world: TestWorld, { book, key }: BalanceRow): Promise<readonly string[]> {
  const { place } = world.tenant;
  const columns = book.dimensions.map(({ column }) => column);
  const same = columns.map((column, index) => `${quoteIdent(column)}::text IS NOT DISTINCT FROM $${String(index + 2)}`);
  const amounts = book.measures.map(({ index }) => `m${String(index)}::text`).join(', ');
  const [row] = await place.database.query<{ readonly amounts: string }>({
    text: `SELECT json_build_array(${amounts})::text AS amounts FROM ${quoteIdent(place.schema)}.fw_balance WHERE ${['book = $1', ...same].join(' AND ')}`,
    params: [book.id, ...columns.map((column) => key[column] ?? null)],
  });
  const parsed: unknown = row === undefined ? [] : JSON.parse(row.amounts);
  return Array.isArray(parsed) ? parsed.map(scalarText) : [];
}

function keyText(world: TestWorld, { book, given }: BalanceRow): string {
  return book.dimensions
    .filter(({ id }) => given[id] !== undefined)
    .map(({ id }) => shown(world, given[id]))
    .join(', ');
}

type ReadRow = { readonly ledger: LedgerModel; readonly row: BalanceRow };

function readRows(world: TestWorld, balances: TestBalances, path: JsonPointer): Result<readonly ReadRow[]> {
  const issues: Issue[] = [];
  const rows = Object.entries(balances).flatMap(([id, list]): readonly ReadRow[] => {
    const ledger = world.tenant.model.behaviour.ledgers.find((one) => one.id === id);
    if (ledger === undefined) return [];
    return list.flatMap((given, index) => {
      const row = readRow(world, ledger, { given, path: pointer(path, id, index), issues });
      return row === undefined ? [] : [{ ledger, row }];
    });
  });
  return issues.length > 0 ? refused(issues) : ok(rows);
}

function readRow(
  world: TestWorld,
  ledger: LedgerModel,
  at: { readonly given: Values; readonly path: JsonPointer; readonly issues: Issue[] },
): BalanceRow | undefined {
  const { given, path, issues } = at;
  const account = given['account'];
  const book = ledger.mode === 'balance' ? ledger.books[0] : ledger.books.find((one) => one.account === account);
  if (book === undefined) {
    issues.push(wrong(pointer(path, 'account'), `${ledger.id}.${scalarText(account ?? '?')}`));
    return undefined;
  }
  const measures = ledger.mode === 'double' ? ['amount'] : book.measures.map(({ id }) => id);
  const known = new Set([
    ...book.dimensions.map(({ id }) => id),
    ...measures,
    ...(ledger.mode === 'double' ? ['account'] : []),
  ]);
  for (const id of Object.keys(given)) if (!known.has(id)) issues.push(wrong(pointer(path, id), id));
  const key = Object.fromEntries(
    book.dimensions.map((dimension) => [dimension.column, keyValue(world, dimension, { given, path, issues })]),
  );
  const amounts = book.measures.flatMap((measure) => {
    const id = ledger.mode === 'double' ? 'amount' : measure.id;
    const value = given[id];
    if (value === undefined) return [];
    const amount = decimalFrom(value);
    if (amount === undefined) issues.push(wrong(pointer(path, id), scalarText(value)));
    return amount === undefined ? [] : [{ measure, value: decimalText(amount) }];
  });
  return { book, key, amounts, path, given };
}

function keyValue(
  world: TestWorld,
  dimension: DimensionModel,
  at: { readonly given: Values; readonly path: JsonPointer; readonly issues: Issue[] },
): string | null {
  const value = at.given[dimension.id];
  if (value === undefined || value === null) {
    if (!dimension.optional) at.issues.push(wrong(at.path, dimension.id));
    return null;
  }
  const to = dimension.kind === 'row' ? dimension.entity : dimension.kind === 'user' ? 'user' : undefined;
  if (to === undefined) return scalarText(value);
  const id = world.idOf(to, scalarText(value));
  if (id === undefined) at.issues.push(wrong(pointer(at.path, dimension.id), scalarText(value)));
  return id ?? null;
}

/** The test's own id is put in by whoever tells the issue. */
function wrong(path: JsonPointer, what: string): Issue {
  return issue('TEST_FORM', path, { what });
}
