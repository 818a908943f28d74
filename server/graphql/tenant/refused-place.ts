import type { FieldId } from '../../../schema/core/ids.ts';
import { fieldId } from '../../../schema/core/ids.ts';
import type { Issue } from '../../../schema/core/result.ts';
import type { RowInput } from '../../compile/write-input.ts';
import { inputOf, type RowOperation } from '../../db/write-operation.ts';

/**
 * What the database refused, at the place where the caller gave it. Constraints name entity and field; of several rows
 * the one is meant whose value PostgreSQL's detail tells (`Key (name)=(a) already exists.`, the words in its language),
 * and of equal ones the last.
 */
export function atPlace(found: Issue, operations: readonly RowOperation[], detail: string | undefined): Issue {
  const { entity, field } = found.params;
  if (typeof entity !== 'string' || typeof field !== 'string') return found;
  const fields = field.split(', ').map(fieldId);
  const inputs = operations.flatMap((operation) => {
    const input = inputOf(operation);
    return input === null ? [] : withLines(input);
  });
  const candidates = inputs.filter((input) => input.entity.id === entity && fields.some((id) => input.paths.has(id)));
  const told = /\)=\((.*)\)/s.exec(detail ?? '')?.[1];
  const named =
    told === undefined
      ? []
      : candidates.filter((input) => fields.map((id) => valueText(input, id)).join(', ') === told);
  const row = named.at(-1) ?? (candidates.length === 1 ? candidates[0] : undefined);
  const path = fields.map((id) => row?.paths.get(id)).find((known) => known !== undefined);
  return path === undefined ? found : { ...found, path };
}

function withLines(input: RowInput): readonly RowInput[] {
  const lines = [...input.lines.values()].flatMap(({ create, update }) => [
    ...create,
    ...update.map((line) => line.input),
  ]);
  return [input, ...lines.flatMap(withLines)];
}

function valueText(input: RowInput, field: FieldId): string {
  const value = input.values.get(field);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
