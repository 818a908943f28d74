import { must } from '../../schema/core/result.ts';
import type { EntityId } from '../../schema/core/ids.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { rootNames } from '../compile/api-names.ts';
import { isWritable } from '../compile/graphql-input-types.ts';
import { entityOf } from '../compile/storage.ts';

/** A call that makes a row, and the entity it is of. */
export interface RowMaker {
  readonly entity: EntityModel;
  /** `mutation ($input: …Input!) { createX(input: $input) { id } }` */
  readonly document: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What there is to refer to. */
export interface Known {
  readonly rows: ReadonlyMap<EntityId, readonly string[]>;
  readonly user: string;
  readonly org: string;
}

/** Entities that stand by themselves, those first that others cannot do without; none that can only be made in a circle. */
export function makingOrder(model: Model): readonly EntityModel[] {
  const order: EntityModel[] = [];
  const left = model.entities.filter(({ parent }) => parent === undefined);
  for (;;) {
    const next = left.find(
      (entity) => !order.includes(entity) && needs(model, entity).every((id) => order.some((made) => made.id === id)),
    );
    if (next === undefined) return order;
    order.push(next);
  }
}

function needs(model: Model, entity: EntityModel): readonly EntityId[] {
  return entity.fields.flatMap((field): readonly EntityId[] => {
    if (field.type.kind === 'lines') return needs(model, entityOf(model, field.type.of));
    return field.type.kind === 'ref' && field.required ? [field.type.to] : [];
  });
}

/** The `n`th row of an entity with every field that can be given; equal numbers give equal rows. */
export function rowMaker(
  model: Model,
  entity: EntityModel,
  { n, known }: { readonly n: number; readonly known: Known },
): RowMaker {
  const { create } = rootNames(entity);
  return {
    entity,
    document: `mutation ($input: ${entity.apiName}Input!) { ${create}(input: $input) { id } }`,
    input: inputOf(model, entity, { n, known }),
  };
}

function inputOf(
  model: Model,
  entity: EntityModel,
  at: { readonly n: number; readonly known: Known },
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entity.fields.filter(isWritable).flatMap((field) => {
      const value = valueOf(model, field, at);
      return value === undefined ? [] : [[field.apiName, value]];
    }),
  );
}

/** A value of the field's type, different for each `n` where it can be. */
function valueOf(
  model: Model,
  field: FieldModel,
  { n, known }: { readonly n: number; readonly known: Known },
): unknown {
  const { type } = field;
  const day = String((n % 28) + 1).padStart(2, '0');
  const rows = (to: EntityId): readonly { readonly id: string }[] => (known.rows.get(to) ?? []).map((id) => ({ id }));
  switch (type.kind) {
    case 'text':
    case 'longtext':
    case 'richtext':
      return `Text ${n} "quoted" 文`;
    case 'int':
      return n;
    case 'bool':
      return n % 2 === 0;
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return `${n}.5`;
    case 'date':
      return `2026-03-${day}`;
    case 'time':
      return '08:30:00';
    case 'datetime':
      return `2026-03-${day}T01:00:00.000Z`;
    case 'duration':
      return 'PT90M';
    case 'enum':
      return must(type.options[0], 'option').id;
    case 'multiEnum':
      return type.options.map(({ id }) => id);
    case 'ref':
      return rows(type.to)[0];
    case 'multiRef':
      return rows(type.to);
    case 'lines':
      return [n * 2, n * 2 + 1].map((line) => inputOf(model, entityOf(model, type.of), { n: line, known }));
    case 'user':
      return { id: known.user };
    case 'org':
      return { id: known.org };
    case 'json':
      return { n, list: [1, '2', null] };
    default:
      // Files, pictures, signatures and places are optional here; numbers are given by the server.
      return undefined;
  }
}
