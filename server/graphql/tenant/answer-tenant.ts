import { GraphQLError, Kind, OperationTypeNode, type OperationDefinitionNode, type TypeNode } from 'graphql';
import { issue, type Issue } from '../../../schema/core/result.ts';
import { issueOfError } from '../../db/pg-errors.ts';
import { coerceGiven } from './coerce-variables.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { executeMutation } from './execute-mutation.ts';
import { executeQuery, type Operation } from './execute-query.ts';
import { documentError, issueErrors, statusOf, type WireError } from './graphql-errors.ts';
import { prepareDocument, type PreparedDocument } from './prepare-document.ts';
import { StaleShape } from './stale-shape.ts';
import type { TenantAnswer, TenantRequest } from './tenant-request.ts';

/**
 * Answers one GraphQL request of a tenant: parse, bound, validate (all cached), then one statement for a query, or one
 * transaction per root field of a mutation. Throws `StaleShape` when the tenant was published meanwhile.
 */
export async function answerTenant(request: TenantRequest): Promise<TenantAnswer> {
  const caller = request.shape.accessOf(request.caller.roles);
  const prepared = prepareDocument(request.shape, caller, request.body.query);
  if (prepared.issues.length > 0) return failed(issueErrors(prepared.issues, request.caller.locale), 400);
  if (prepared.errors.length > 0)
    return failed(
      prepared.errors.map((error) => documentError(error, request.caller.locale)),
      400,
    );
  const operation = chooseOperation(request, caller, prepared);
  if ('errors' in operation)
    return failed(
      operation.errors.map((error) => documentError(error, request.caller.locale)),
      400,
    );
  if (request.isView === true && operation.node.operation === OperationTypeNode.MUTATION)
    return refusedWith([issue('VIEW_AS_READ_ONLY', '')], request);
  try {
    return operation.node.operation === OperationTypeNode.MUTATION
      ? await mutate(request, caller, operation)
      : await query(request, caller, operation);
  } catch (error) {
    const found = issueOfError(error, request.shape.constraints);
    if (found === undefined) throw error;
    if (found.code === 'SHAPE_STALE') throw new StaleShape();
    return refusedWith([found], request);
  }
}

async function query(request: TenantRequest, caller: ShapeAccess, operation: Operation): Promise<TenantAnswer> {
  const data = await executeQuery(request, caller, operation);
  return data.ok ? { status: 200, body: `{"data":${data.value}}` } : refusedWith(data.issues, request);
}

async function mutate(request: TenantRequest, caller: ShapeAccess, operation: Operation): Promise<TenantAnswer> {
  const { data, errors } = await executeMutation(request, caller, operation);
  return {
    status: 200,
    body: errors.length === 0 ? `{"data":${data}}` : `{"errors":${JSON.stringify(errors)},"data":${data}}`,
  };
}

function refusedWith(issues: readonly Issue[], request: TenantRequest): TenantAnswer {
  const status = statusOf(issues.map(({ code }) => code));
  return { status, body: `{"errors":${JSON.stringify(issueErrors(issues, request.caller.locale))},"data":null}` };
}

function failed(errors: readonly WireError[], status: number): TenantAnswer {
  return { status, body: JSON.stringify({ errors }) };
}

function chooseOperation(
  request: TenantRequest,
  caller: ShapeAccess,
  prepared: PreparedDocument,
): Operation | { readonly errors: readonly GraphQLError[] } {
  const node = namedOperation(prepared, request.body.operationName);
  if (node instanceof GraphQLError) return { errors: [node] };
  if (node.operation === OperationTypeNode.SUBSCRIPTION)
    return { errors: [new GraphQLError('Subscriptions are served over graphql-ws on this address.')] };
  const variables = coerceVariables(request, caller, node);
  return 'errors' in variables ? variables : { prepared, node, variables: variables.coerced };
}

/** The operation to run (GraphQL spec §6.1). */
export function namedOperation(
  prepared: PreparedDocument,
  name: string | undefined,
): OperationDefinitionNode | GraphQLError {
  if (name === undefined || name === '') {
    const [only] = prepared.operations;
    if (only === undefined) return new GraphQLError('Must provide an operation.');
    return prepared.operations.length === 1
      ? only
      : new GraphQLError('Must provide operation name if query contains multiple operations.');
  }
  return (
    prepared.operations.find((operation) => operation.name?.value === name) ??
    new GraphQLError(`Unknown operation named "${name}".`)
  );
}

/** Variables by the caller's own view of the input types, so that a field he may not give is unknown to him. */
export function coerceVariables(
  request: Pick<TenantRequest, 'shape' | 'body'>,
  caller: ShapeAccess,
  node: OperationDefinitionNode,
): { readonly coerced: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] } {
  const definitions = node.variableDefinitions ?? [];
  if (definitions.length === 0) return { coerced: {} };
  // Only input objects can hold what is hidden; scalars are the same for everybody.
  const isPlain = definitions.every(({ type }) => BUILT_IN.has(namedType(type)));
  const schema = caller.visibility === null || isPlain ? request.shape.schema : caller.visibleSchema();
  return coerceGiven(schema, definitions, request.body.variables ?? {});
}

const BUILT_IN: ReadonlySet<string> = new Set([
  'String',
  'Int',
  'Boolean',
  'ID',
  'Decimal',
  'Money',
  'Date',
  'DateTime',
  'Time',
  'Duration',
]);

function namedType(type: TypeNode): string {
  let node = type;
  while (node.kind !== Kind.NAMED_TYPE) node = node.type;
  return node.name.value;
}
