import { LIMITS } from '../../schema/core/limits.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import type { InputFieldPlan } from './graphql-plan-types.ts';

/** The arguments of a connection over the rows of an entity: which rows, in what order, and which part of them. */
export function pageArgs(entity: EntityModel): readonly InputFieldPlan[] {
  const types = typeNames(entity.apiName);
  return [
    { name: 'where', type: types.where },
    { name: 'orderBy', type: `[${types.orderBy}!]` },
    { name: 'first', type: 'Int' },
    { name: 'after', type: 'String' },
    { name: 'last', type: 'Int' },
    { name: 'before', type: 'String' },
    {
      name: 'offset',
      type: 'Int',
      description: `How many rows to pass over, up to ${LIMITS.pageOffsetMax}: from the beginning with first, from the end with last. Not together with a cursor.`,
    },
    {
      name: 'forExport',
      type: 'Boolean!',
      default: false,
      description: 'Rows and values that you may take out of the company, which may be fewer than you may see.',
      need: { entity: entity.id, right: 'export' },
    },
  ];
}
