import { fieldId, type FieldId } from '../../schema/core/ids.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { entityOf } from '../compile/storage.ts';
import type { RowState } from '../compile/row-state.ts';
import type { LinesInput, RowInput, RowKey } from '../compile/write-input.ts';
import type { WriterOptions } from './write-operation.ts';

/** What was given with a transition, as plain JSON by field id: references as ids, secrets sealed. */
export interface KeptInput {
  readonly values: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, string | null>>;
  readonly links: Readonly<Record<string, readonly string[]>>;
  readonly lines: Readonly<Record<string, KeptLines>>;
}

interface KeptLines {
  readonly create: readonly KeptInput[];
  readonly update: readonly { readonly id: string; readonly input: KeptInput }[];
  readonly delete: readonly string[];
}

/** The input of a transition that waits for approval. The state tells what references were resolved to. */
export function keptInput(
  state: RowState,
  input: RowInput,
  options: Pick<WriterOptions, 'secrets' | 'tenant'>,
): KeptInput {
  const secret = new Set(state.entity.fields.filter((field) => field.secret).map(({ id }) => id));
  // The state holds sealed values already, and ids where keys were given.
  const valueOf = (field: FieldId): unknown => (secret.has(field) ? state.values[field] : input.values.get(field));
  const idOf = (field: FieldId): string | null => {
    const value = state.values[field];
    return typeof value === 'string' ? value : null;
  };
  return {
    values: Object.fromEntries([...input.values.keys()].map((field) => [field, valueOf(field) ?? null])),
    refs: Object.fromEntries([...input.refs.keys()].map((field) => [field, idOf(field)])),
    links: Object.fromEntries(
      [...input.links.keys()].map((field) => {
        const ids = state.values[field];
        return [field, Array.isArray(ids) ? ids.map(String) : []];
      }),
    ),
    lines: Object.fromEntries(
      [...input.lines].map(([field, lines]) => [field, keptLines(state.lines.get(field) ?? [], lines, options)]),
    ),
  };
}

function keptLines(
  states: readonly RowState[],
  lines: LinesInput,
  options: Pick<WriterOptions, 'secrets' | 'tenant'>,
): KeptLines {
  const added = states.filter(({ before }) => before === null);
  return {
    create: lines.create.flatMap((line, index) => {
      const state = added[index];
      return state === undefined ? [] : [keptInput(state, line, options)];
    }),
    update: lines.update.flatMap(({ id, input }) => {
      const state = states.find((one) => one.id === id);
      return state === undefined ? [] : [{ id, input: keptInput(state, input, options) }];
    }),
    delete: lines.delete.map(({ id }) => id),
  };
}

/** The input with another text for each sealed value in it. */
export function withSealed(
  model: Model,
  entity: EntityModel,
  { kept, change }: { readonly kept: KeptInput; readonly change: (sealed: string) => string | null },
): KeptInput {
  const known = new Map(entity.fields.map((field) => [String(field.id), field]));
  const valueOf = (id: string, value: unknown): unknown =>
    known.get(id)?.secret === true && typeof value === 'string' ? change(value) : value;
  const linesOf = (id: string, lines: KeptLines): KeptLines => {
    const type = known.get(id)?.type;
    if (type?.kind !== 'lines') return lines;
    const line = entityOf(model, type.of);
    const again = (input: KeptInput): KeptInput => withSealed(model, line, { kept: input, change });
    const update = lines.update.map(({ id: own, input }) => ({ id: own, input: again(input) }));
    return { ...lines, create: lines.create.map(again), update };
  };
  return {
    ...kept,
    values: Object.fromEntries(Object.entries(kept.values).map(([id, value]) => [id, valueOf(id, value)])),
    lines: Object.fromEntries(Object.entries(kept.lines).map(([id, lines]) => [id, linesOf(id, lines)])),
  };
}

/** The input as it was given. Fields that a publication took away since are left out. */
export function givenAgain(
  model: Model,
  entity: EntityModel,
  at: { readonly kept: KeptInput; readonly options: Pick<WriterOptions, 'secrets' | 'tenant'> },
): RowInput {
  const { kept, options } = at;
  const known = new Map(entity.fields.map((field) => [String(field.id), field]));
  const own = <Value>(record: Readonly<Record<string, Value>>): [FieldId, Value][] =>
    Object.entries(record).flatMap(([id, value]) => (known.has(id) ? [[fieldId(id), value] as [FieldId, Value]] : []));
  const keyOf = (field: FieldId, id: string): RowKey => {
    const type = known.get(field)?.type;
    const target = type?.kind === 'ref' || type?.kind === 'multiRef' ? type.to : type?.kind === 'org' ? 'org' : 'user';
    return { entity: target, parts: [{ field: 'id', value: id }], path: `/input/${field}` };
  };
  const opened = (field: FieldId, value: unknown): unknown =>
    known.get(field)?.secret === true && typeof value === 'string'
      ? options.secrets.open(value, options.tenant)
      : value;
  return {
    entity,
    values: new Map(own(kept.values).map(([field, value]) => [field, opened(field, value)])),
    refs: new Map(own(kept.refs).map(([field, id]) => [field, id === null ? null : keyOf(field, id)])),
    links: new Map(own(kept.links).map(([field, ids]) => [field, ids.map((id) => keyOf(field, id))])),
    lines: new Map(
      own(kept.lines).flatMap(([field, lines]) => {
        const type = known.get(field)?.type;
        if (type?.kind !== 'lines') return [];
        const line = entityOf(model, type.of);
        const again = (input: KeptInput): RowInput => givenAgain(model, line, { kept: input, options });
        return [
          [
            field,
            {
              create: lines.create.map(again),
              update: lines.update.map(({ id, input }) => ({ id, input: again(input) })),
              delete: lines.delete.map((id) => ({ id, path: `/input/${field}` })),
            },
          ],
        ];
      }),
    ),
    paths: new Map(),
    path: '/input',
  };
}
