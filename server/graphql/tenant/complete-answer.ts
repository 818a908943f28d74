import DataLoader from 'dataloader';
import { execute, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import { must } from '../../../schema/core/result.ts';
import { NODE_TYPE_KEY } from '../../compile/read-plan.ts';
import type { FieldPlan } from '../../compile/graphql-plan-types.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import type { Operation } from './execute-query.ts';
import type { TenantRequest } from './tenant-request.ts';

/**
 * What SQL alone can't answer: introspection, and secrets, which only the server can open. graphql-js walks the rows
 * that the one statement gave, by response key, and a DataLoader opens all ciphertext of the answer together.
 */
export async function completeAnswer(
  request: TenantRequest,
  caller: ShapeAccess,
  operation: Operation,
  data: string,
): Promise<string> {
  const secrets = new DataLoader<string, string | null>(
    (sealed) => Promise.resolve(sealed.map((text) => request.secrets.open(text, request.tenant.id))),
    { cache: true },
  );
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, info) => {
    const value: unknown = (source as Readonly<Record<string, unknown>>)[info.path.key];
    const plan = must(info.parentType.getFields()[info.fieldName], info.fieldName).extensions['formwork'] as
      FieldPlan | undefined;
    return typeof value === 'string' && plan !== undefined && isSecret(request, plan) ? secrets.load(value) : value;
  };
  const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value) =>
    String((value as Readonly<Record<string, unknown>>)[NODE_TYPE_KEY]);
  const result = await execute({
    schema: caller.visibleSchema(),
    document: operation.prepared.document,
    operationName: operation.node.name?.value ?? null,
    variableValues: request.body.variables ?? {},
    rootValue: JSON.parse(data) as unknown,
    fieldResolver,
    typeResolver,
  });
  const [error] = result.errors ?? [];
  if (error !== undefined) throw error.originalError ?? error;
  return JSON.stringify(result.data);
}

function isSecret(request: TenantRequest, { source }: FieldPlan): boolean {
  if (source.kind !== 'field') return false;
  const entity = request.shape.model.entities.find(({ id }) => id === source.entity);
  return entity?.fields.find(({ id }) => id === source.field)?.secret ?? false;
}
