import { compareDecimal, decimalFrom } from '../../schema/core/decimal.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { entityOf } from '../compile/storage.ts';
import type { PathTree } from '../compile/row-fetch.ts';
import { scalarText } from '../import/scalar-text.ts';
import type { TestWorld } from './test-world.ts';

/** A value that is not what a test expects, both as people read them. */
export interface Difference {
  /** Field, or `lines/0/qty`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** What must be read of a row to compare it. */
export function treeOf(world: TestWorld, entity: EntityModel, expected: Readonly<Record<string, unknown>>): PathTree {
  const tree: { [field: string]: PathTree } = {};
  for (const [id, value] of Object.entries(expected)) {
    const field = entity.fields.find((own) => own.id === id);
    const line = field?.type.kind === 'lines' ? entityOf(world.tenant.model, field.type.of) : undefined;
    tree[id] =
      line === undefined || !Array.isArray(value)
        ? {}
        : Object.assign({}, ...value.map((row) => (isRecord(row) ? treeOf(world, line, row) : {})));
  }
  return tree;
}

/** Every expected value that the row does not have. Numbers are compared as numbers, references by the record's name. */
export function differences(
  world: TestWorld,
  entity: EntityModel,
  rows: { readonly expected: Readonly<Record<string, unknown>>; readonly found: Readonly<Record<string, unknown>> },
): readonly Difference[] {
  return Object.entries(rows.expected).flatMap(([id, expected]): readonly Difference[] => {
    const field = entity.fields.find((own) => own.id === id);
    const found = rows.found[id] ?? null;
    if (field?.type.kind === 'lines') return lineDifferences(world, field, { expected, found });
    const same =
      field === undefined ? scalarText(expected) === scalarText(found) : isSame(world, field, expected, found);
    return same ? [] : [{ field: id, expected: shown(world, expected), found: shown(world, found) }];
  });
}

function lineDifferences(
  world: TestWorld,
  field: FieldModel,
  { expected, found }: { readonly expected: unknown; readonly found: unknown },
): readonly Difference[] {
  if (field.type.kind !== 'lines') return [];
  const line = entityOf(world.tenant.model, field.type.of);
  const wanted: readonly unknown[] = Array.isArray(expected) ? expected : [];
  const rows: readonly unknown[] = Array.isArray(found) ? found : [];
  if (wanted.length !== rows.length)
    return [{ field: `${field.id}.size()`, expected: String(wanted.length), found: String(rows.length) }];
  return wanted.flatMap((row, index) => {
    const other = rows[index];
    if (!isRecord(row) || !isRecord(other)) return [];
    return differences(world, line, { expected: row, found: other }).map((one) => ({
      ...one,
      field: `${field.id}/${String(index)}/${one.field}`,
    }));
  });
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'decimal', 'money', 'quantity', 'percent', 'duration']);

function isSame(world: TestWorld, { type }: FieldModel, expected: unknown, found: unknown): boolean {
  if (expected === null || found === null) return expected === found;
  if (NUMBERS.has(type.kind)) return isSameNumber(expected, found);
  if (type.kind === 'datetime') return Date.parse(scalarText(expected)) === Date.parse(scalarText(found));
  const to = type.kind === 'ref' ? type.to : type.kind === 'user' || type.kind === 'org' ? type.kind : undefined;
  if (to !== undefined && typeof expected === 'string') return (world.idOf(to, expected) ?? expected) === idIn(found);
  if (typeof expected === 'object') return JSON.stringify(expected) === JSON.stringify(found);
  return scalarText(expected) === scalarText(found);
}

/** Whether both are the same exact number. */
export function isSameNumber(expected: unknown, found: unknown): boolean {
  const [left, right] = [decimalFrom(expected), decimalFrom(found)];
  return left !== undefined && right !== undefined && compareDecimal(left, right) === 0;
}

function idIn(found: unknown): unknown {
  return isRecord(found) ? found['id'] : found;
}

/** Ids as the names that the test gave them. */
export function shown(world: TestWorld, value: unknown): string {
  const id = idIn(value);
  if (id === null || id === undefined) return 'null';
  if (typeof id !== 'string') return JSON.stringify(id);
  const record = [...world.records].find(([, one]) => one.id === id);
  return record?.[0] ?? world.people.nameOf(id) ?? id;
}
