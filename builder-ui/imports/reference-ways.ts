import { textIn, type Locale } from '../../schema/core/text.ts';
import type { FieldModel } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import { askTenant } from '../data/tenant-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { rowsOf, textOf } from '../workplace/documents/row-values.ts';
import { waysOf, type GuessInput, type Mapping } from './column-map.ts';
import { samplesOf } from './import-table.ts';

/** So many values of a column tell how the others name their records. */
const SAMPLE = 30;
const TEXTS: ReadonlySet<string> = new Set(['text', 'sequence']);

/** How many of a column's values are found by each unique field of what the column refers to. */
export interface FoundWays {
  readonly of: number;
  readonly found: Readonly<Record<string, number>>;
}

/** A way to name records: a unique field by its API name, and its label. */
export interface Way {
  readonly value: string;
  readonly label: string;
}

/** The ways to name what a field refers to, the usual one first. */
export function namedWays(
  { model }: Pick<GuessInput, 'model'>,
  field: FieldModel | undefined,
  locale: Locale,
): readonly Way[] {
  if (field?.type.kind === 'user')
    return [
      { value: 'email', label: locale === 'en' ? 'E-mail' : '邮箱' },
      { value: 'name', label: locale === 'en' ? 'Name' : '姓名' },
    ];
  return waysOf(model, field).map(({ apiName, label }) => ({ value: apiName, label: textIn(label, locale) }));
}

/** Looks for a sample of a column's values by each way; `undefined` where nothing can be said. */
export async function countWays(
  { name, model }: TenantModel,
  input: Pick<GuessInput, 'table'>,
  at: { readonly field: FieldModel | undefined; readonly column: number; readonly locale: Locale },
): Promise<FoundWays | undefined> {
  const { type } = at.field ?? {};
  const target =
    type?.kind === 'ref' || type?.kind === 'multiRef' ? model.entities.find(({ id }) => id === type.to) : undefined;
  const ways = waysOf(model, at.field).filter((way) => TEXTS.has(way.type.kind));
  const values = samplesOf(input.table, at.column, SAMPLE);
  if (target === undefined || ways.length === 0 || values.length === 0) return undefined;
  const where = { or: ways.map(({ apiName }) => ({ [apiName]: { in: values } })) };
  const query = `query ($where: ${typeNames(target.apiName).where}) { found: ${target.plural}(where: $where, first: ${String(SAMPLE * ways.length)}) { nodes { ${ways.map(({ apiName }) => apiName).join(' ')} } } }`;
  const answer = await askTenant<{ readonly found?: { readonly nodes?: unknown } | null }>(name, {
    query,
    variables: { where },
    locale: at.locale,
  });
  // Who may not read them has the check to tell what is not there.
  if (!answer.ok) return undefined;
  const rows = rowsOf(answer.data.found?.nodes);
  const countOf = (way: string): number => {
    const there = new Set(rows.map((row) => textOf(row[way])));
    return values.filter((value) => there.has(value)).length;
  };
  return { of: values.length, found: Object.fromEntries(ways.map(({ apiName }) => [apiName, countOf(apiName)])) };
}

/** The mapping with each reference that nobody decided about named by what finds most of a sample (SPEC [IMP-41]). */
export async function withFoundWays(
  tenant: TenantModel,
  input: GuessInput,
  { mapping, locale }: { readonly mapping: Mapping; readonly locale: Locale },
): Promise<Mapping> {
  const columns = await Promise.all(
    mapping.columns.map(async (choice, column) => {
      const field = input.targets.find(({ id }) => id === choice.to)?.field;
      const [usual, ...others] = namedWays(input, field, locale);
      const isOpen = choice.by === undefined && (choice.from === 'name' || choice.from === 'alike');
      if (!isOpen || usual === undefined || others.length === 0) return choice;
      const counted = await countWays(tenant, input, { field, column, locale });
      const by = bestWay(
        [usual, ...others].map(({ value }) => value),
        counted,
      );
      return by === undefined || by === usual.value ? choice : { ...choice, by };
    }),
  );
  return { ...mapping, columns };
}

/** The way that finds most; of two that find as much the more usual. */
export function bestWay(ways: readonly string[], counted: FoundWays | undefined): string | undefined {
  const foundBy = (way: string): number => counted?.found[way] ?? 0;
  const most = Math.max(0, ...ways.map(foundBy));
  return most === 0 ? undefined : ways.find((way) => foundBy(way) === most);
}
