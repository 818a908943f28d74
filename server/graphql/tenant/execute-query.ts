import { createHash } from 'node:crypto';
import type { GraphQLInputType, OperationDefinitionNode } from 'graphql';
import { isInputType, typeFromAST } from 'graphql';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { SqlName } from '../../../schema/core/ids.ts';
import { must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { variableSignature, type Variables } from '../../compile/arguments.ts';
import { bindRead, planRead, type ReadPlan } from '../../compile/read-plan.ts';
import { inFlatShell, inShell } from '../../compile/read-shell.ts';
import { selectionsOn, type Selection } from '../../compile/selection.ts';
import { textFor } from '../../compile/sql-text.ts';
import type { SqlText, TextRow } from '../../db/database.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { completeAnswer } from './complete-answer.ts';
import type { PreparedDocument } from './prepare-document.ts';
import { runService } from './services.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

/** A compiled operation: its statement, with the text per tenant, and whether graphql-js must complete the answer. */
export interface QueryPlan {
  readonly read: ReadPlan | null;
  readonly statements: Statements;
  /** Of its flat form. */
  readonly flatStatements: Statements;
  readonly needsCompletion: boolean;
  /** Some root fields are answered by services beside the statement. */
  readonly hasServices: boolean;
}

type Statements = Map<SqlName, { readonly text: string; readonly name: string }>;

export interface Operation {
  readonly prepared: PreparedDocument;
  readonly node: OperationDefinitionNode;
  readonly variables: Variables;
}

/** The JSON text of a query's `data`: one statement, passed through unparsed. */
export async function executeQuery(
  request: TenantRequest,
  caller: ShapeAccess,
  operation: Operation,
): Promise<Result<string>> {
  const planned = planOf(request, caller, operation);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const [data, services] = await Promise.all([
    plan.read === null ? '{}' : readData(request, plan, operation.variables),
    plan.hasServices ? serviceData(request, caller, operation) : ok(''),
  ]);
  if (typeof data !== 'string') return data;
  if (!services.ok) return services;
  const whole = joinObjects(data, services.value);
  return plan.needsCompletion ? ok(await completeAnswer(request, caller, operation, whole)) : ok(whole);
}

/** The members that services answer, as JSON text without braces. */
async function serviceData(request: TenantRequest, caller: ShapeAccess, operation: Operation): Promise<Result<string>> {
  const roots = rootSelections(request, operation).filter(isService);
  const answers = await Promise.all(roots.map((root) => runService(request, caller, root)));
  const issues = answers.flatMap((answer) => (answer.ok ? [] : answer.issues));
  if (issues.length > 0) return refused(issues);
  return ok(
    roots
      .map((root, index) => {
        const answer = must(answers[index], 'answer of a service');
        return `${JSON.stringify(root.key)}:${JSON.stringify(answer.ok ? answer.value : null)}`;
      })
      .join(','),
  );
}

function isService(root: Selection): boolean {
  return root.plan?.source.kind === 'service';
}

function joinObjects(object: string, members: string): string {
  if (members === '') return object;
  return object === '{}' ? `{${members}}` : `${object.slice(0, -1)},${members}}`;
}

async function readData(
  request: TenantRequest,
  plan: QueryPlan,
  variables: Variables,
): Promise<string | Result<string>> {
  const read = must(plan.read, 'read plan');
  const { checks, flat } = read;
  if (flat !== undefined) {
    const row = await readRow(request, {
      statements: plan.flatStatements,
      template: flat.template,
      checks,
      variables,
    });
    if (!row.ok) return row;
    const json = inFlatShell(flat, row.value);
    if (json !== undefined) return json;
  }
  const row = await readRow(request, { statements: plan.statements, template: read.template, checks, variables });
  return row.ok ? inShell(read.texts, row.value) : row;
}

interface Reading extends Pick<ReadPlan, 'template' | 'checks'> {
  readonly statements: Statements;
  readonly variables: Variables;
}

async function readRow(request: TenantRequest, reading: Reading): Promise<Result<TextRow>> {
  const bound = bindRead(reading, bindingOf(request, reading.variables));
  if (!bound.ok) return bound;
  const { schema, role } = request.tenant;
  const statement = statementOf(reading, schema);
  const scope = { role, timeoutMs: LIMITS.readTimeoutMs };
  return ok(await request.database.readRowAsTenant(scope, { ...statement, params: bound.value }));
}

function statementOf({ statements, template }: Reading, schema: SqlName): Pick<SqlText, 'text' | 'name'> {
  const known = statements.get(schema);
  if (known !== undefined) return known;
  const text = textFor(template, schema);
  const statement = { text, name: createHash('sha256').update(text).digest('hex').slice(0, 32) };
  statements.set(schema, statement);
  return statement;
}

function planOf(request: TenantRequest, caller: ShapeAccess, operation: Operation): Result<QueryPlan> {
  const { shape } = request;
  const { prepared, node, variables } = operation;
  const signature = variableSignature(variableTypes(request, node), variables, prepared.structural);
  const last = lastPlans.get(node);
  if (last?.signature === signature) {
    shape.counters.hits += 1;
    return last.plan;
  }
  // A document is prepared for one access: its number says both.
  const key = `${prepared.id} ${node.name?.value ?? ''} ${signature}`;
  const known = shape.plans.get(key);
  if (known === undefined) shape.counters.misses += 1;
  else shape.counters.hits += 1;
  const made = known === undefined ? compile(request, caller, operation) : ok(known);
  if (!made.ok) return made;
  shape.plans.set(key, made.value);
  lastPlans.set(node, { signature, plan: made });
  return made;
}

/** The plan that an operation ran with last: most always run with the same one. Gone with the document. */
const lastPlans = new WeakMap<
  OperationDefinitionNode,
  { readonly signature: string; readonly plan: Result<QueryPlan> }
>();

function compile(request: TenantRequest, caller: ShapeAccess, operation: Operation): Result<QueryPlan> {
  const roots = rootSelections(request, operation);
  const hasServices = roots.some(isService);
  const reads = roots.filter((root) => !root.isIntrospection && !isService(root));
  const hasIntrospection = roots.some(({ isIntrospection }) => isIntrospection);
  const read =
    reads.length === 0
      ? undefined
      : planRead(request.shape.model, caller.access, reads, { namesTypes: hasIntrospection });
  if (read !== undefined && !read.ok) return refused(read.issues);
  if (read?.value.hasSecrets === true && !hasIntrospection) {
    // Opening ciphertext needs graphql-js to walk the answer, and that needs the types of nodes.
    const typed = planRead(request.shape.model, caller.access, reads, { namesTypes: true });
    return typed.ok
      ? ok({ read: typed.value, statements: new Map(), flatStatements: new Map(), needsCompletion: true, hasServices })
      : typed;
  }
  return ok({
    read: read?.value ?? null,
    statements: new Map(),
    flatStatements: new Map(),
    needsCompletion: hasIntrospection,
    hasServices,
  });
}

/** The root fields of the operation, fragments and directives applied. */
export function rootSelections(request: TenantRequest, { prepared, node, variables }: Operation): readonly Selection[] {
  const { schema } = request.shape;
  const type = must(schema.getRootType(node.operation), node.operation);
  return selectionsOn({ schema, fragments: prepared.fragments, variables }, type, [node.selectionSet]);
}

const typesOf = new WeakMap<OperationDefinitionNode, ReadonlyMap<string, GraphQLInputType>>();

function variableTypes(request: TenantRequest, node: OperationDefinitionNode): ReadonlyMap<string, GraphQLInputType> {
  const known = typesOf.get(node);
  if (known !== undefined) return known;
  const types = new Map(
    (node.variableDefinitions ?? []).flatMap((definition) => {
      const type = typeFromAST(request.shape.schema, definition.type);
      return isInputType(type) ? [[definition.variable.name.value, type] as const] : [];
    }),
  );
  typesOf.set(node, types);
  return types;
}
