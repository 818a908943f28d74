import { ledgerEntities, type LedgerEntity } from '../../schema/model/ledger-entities.ts';
import type { Model } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import { rootNames } from './api-names.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import { queryInputs } from './graphql-input-types.ts';
import { aggregateTypes, outputTypes } from './graphql-output-types.ts';
import { pageArgs } from './graphql-page-args.ts';
import type { FieldPlan, FieldStep, InputFieldPlan, Need, TypePlan } from './graphql-plan-types.ts';

/**
 * Balances and movements of each ledger, read as entities are: by id, as connections and as aggregates; balances also
 * as they were at any business moment (SPEC [LGQ-3]).
 */
export function ledgerRowsApi(model: Model): GraphqlExtension {
  const shown = ledgerEntities(model);
  return {
    types: shown.flatMap((one) =>
      [...outputTypes(model, one.entity), ...aggregateTypes(model, one.entity), ...queryInputs(model, one.entity)].map(
        (type) => withoutRowKeeping(type, one),
      ),
    ),
    query: shown.flatMap(queryFields),
  };
}

function queryFields(shown: LedgerEntity): readonly FieldPlan[] {
  const { entity, rows } = shown;
  const names = rootNames(entity);
  const types = typeNames(entity.apiName);
  const need: Need = { entity: entity.id, right: 'read' };
  const page = pageArgs(entity);
  const groups: readonly InputFieldPlan[] = [
    { name: 'where', type: types.where },
    { name: 'groupBy', type: `[${types.groupBy}!]` },
    { name: 'orderBy', type: `[${types.aggregateOrderBy}!]` },
    { name: 'first', type: 'Int' },
  ];
  const many = { type: `${types.connection}!`, need, source: { kind: 'many', entity: entity.id } } as const;
  const aggregate = { type: `[${types.aggregate}!]!`, need, source: { kind: 'aggregate', entity: entity.id } } as const;
  const now: readonly FieldPlan[] = [
    {
      name: names.one,
      type: types.object,
      args: [{ name: 'id', type: 'ID!' }],
      need,
      source: { kind: 'one', entity: entity.id },
    },
    { ...many, name: names.many, args: page },
    { ...aggregate, name: names.aggregate, args: groups },
  ];
  if (rows === 'movement') return now;
  const at: InputFieldPlan = {
    name: 'at',
    type: 'DateTime!',
    description: 'A business moment: what took effect until then counts, whenever it was posted.',
  };
  return [
    ...now,
    { ...many, name: `${names.many}At`, args: [at, ...page], source: { ...many.source, at: true } },
    {
      ...aggregate,
      name: `${names.many}AtAggregate`,
      args: [at, ...groups],
      source: { ...aggregate.source, at: true },
    },
  ];
}

/**
 * Nobody edits balances and movements, so what tells of editing is left out: who, when, and the bin. A balance keeps
 * its version and when it last changed.
 */
function withoutRowKeeping(type: TypePlan, { rows }: LedgerEntity): TypePlan {
  const kept = rows === 'balance' ? ['id', 'version', 'updatedAt'] : ['id'];
  const keeps = (step: FieldStep | undefined): boolean => step?.kind !== 'system' || kept.includes(step.field);
  if (type.kind === 'object') return { ...type, fields: type.fields.filter((field) => keeps(outputStep(field))) };
  if (type.kind !== 'input') return type;
  return { ...type, fields: type.fields.filter(({ target }) => target?.kind !== 'step' || keeps(target.step)) };
}

function outputStep({ source }: FieldPlan): FieldStep | undefined {
  if (source.kind === 'system') return { kind: 'system', field: source.field };
  if (source.kind === 'createdBy' || source.kind === 'updatedBy') return { kind: 'system', field: source.kind };
  return source.kind === 'groupStep' ? source.step : undefined;
}
