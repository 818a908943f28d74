import { createHash } from 'node:crypto';
import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { givenValue, type ArgNode } from '../../compile/arguments.ts';
import type { FieldSource } from '../../compile/graphql-plan-types.ts';
import { planRows } from '../../compile/read-plan.ts';
import type { Selection } from '../../compile/selection.ts';
import { entityOf } from '../../compile/storage.ts';
import { checkBulk, InputReader } from '../../compile/write-input.ts';
import { issueOfError, pgFailureOf } from '../../db/pg-errors.ts';
import { writeRows, WriteRefused, type RowOperation } from '../../db/write-rows.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { completeAnswer } from './complete-answer.ts';
import { rootSelections, type Operation } from './execute-query.ts';
import { issueErrors, type WireError } from './graphql-errors.ts';
import { atPlace } from './refused-place.ts';
import { runService } from './services.ts';
import { StaleShape } from './stale-shape.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

type WriteSource = Extract<
  FieldSource,
  { readonly kind: 'create' | 'createMany' | 'update' | 'upsert' | 'delete' | 'restore' }
>;

export interface MutationAnswer {
  readonly data: string;
  readonly errors: readonly WireError[];
}

/** Runs the root fields one after another, each in its own transaction; what one refuses does not undo another. */
export async function executeMutation(
  request: TenantRequest,
  caller: ShapeAccess,
  operation: Operation,
): Promise<MutationAnswer> {
  const parts: string[] = [];
  const errors: WireError[] = [];
  let needsCompletion = false;
  for (const root of rootSelections(request, operation)) {
    if (root.isIntrospection) continue;
    const key = JSON.stringify(root.key);
    if (root.plan === null) {
      parts.push(`${key}:${JSON.stringify(root.typeName)}`);
      continue;
    }
    const answer =
      root.plan.source.kind === 'service'
        ? await serviceAnswer(request, caller, root)
        : await runField(request, caller, { root, source: writeSource(root) });
    if (answer.ok) {
      parts.push(`${key}:${answer.value.json}`);
      needsCompletion ||= answer.value.hasSecrets;
    } else {
      parts.push(`${key}:null`);
      errors.push(...issueErrors(answer.issues, request.caller.locale, [root.key]));
    }
  }
  const data = `{${parts.join(',')}}`;
  return { data: needsCompletion ? await completeAnswer(request, caller, operation, data) : data, errors };
}

async function serviceAnswer(
  request: TenantRequest,
  caller: ShapeAccess,
  root: Selection,
): Promise<Result<FieldAnswer>> {
  const answer = await runService(request, caller, root);
  return answer.ok ? ok({ json: JSON.stringify(answer.value), hasSecrets: false }) : answer;
}

function writeSource(root: Selection): WriteSource {
  const source = must(root.plan, 'mutation').source;
  switch (source.kind) {
    case 'create':
    case 'createMany':
    case 'update':
    case 'upsert':
    case 'delete':
    case 'restore':
      return source;
    default:
      throw new Error(`Broken invariant: ${source.kind} is no mutation`);
  }
}

interface FieldAnswer {
  readonly json: string;
  readonly hasSecrets: boolean;
}

async function runField(
  request: TenantRequest,
  caller: ShapeAccess,
  field: { readonly root: Selection; readonly source: WriteSource },
): Promise<Result<FieldAnswer>> {
  const { root, source } = field;
  const { shape, tenant } = request;
  const entity = entityOf(shape.model, source.entity);
  const reader = new InputReader(shape.model);
  const operations = operationsOf(reader, entity, root, source.kind);
  const key = textArg(root, 'idempotencyKey');
  const issues = [...checkKey(key), ...(source.kind === 'createMany' ? checkBulk(operations.length, '/inputs') : [])];
  const rows = planRows(shape.model, caller.access, { entity, selections: root.on() });
  if (!rows.ok) issues.push(...rows.issues);
  if (issues.length > 0 || !rows.ok) return refused(issues);
  const many = source.kind === 'createMany';
  const work = async (unit: WriteUnit): Promise<Result<FieldAnswer>> => {
    const replay = key === undefined ? undefined : await claimKey(unit, request, { key, root });
    if (replay !== undefined) return replay.ok ? ok({ json: replay.value, hasSecrets: rows.value.hasSecrets }) : replay;
    const options = {
      access: caller.access,
      locale: request.caller.locale,
      requestId: request.requestId,
      secrets: request.secrets,
      tenant: tenant.id,
      wrongValues: reader.issues,
    };
    const ids = await writeRows(unit, options, operations);
    const [row] = await unit.run<{ readonly coalesce: string }>(rows.value.template, { ids });
    const list = must(row, 'written rows').coalesce;
    const json = many ? list : list.slice(1, -1);
    if (key !== undefined)
      await unit.execute('update "@tenant".fw_idempotency set response = $3 where actor = $1 and key = $2', [
        actorOf(request),
        key,
        json,
      ]);
    return ok({ json, hasSecrets: rows.value.hasSecrets });
  };
  try {
    const orm = await shape.ormOf(request.database);
    return await inWriteUnit(orm, shape.model, { target: tenant, binding: bindingOf(request, {}) }, work);
  } catch (error) {
    return refused(refusalOf(error, request, { entity, operations }));
  }
}

function operationsOf(
  reader: InputReader,
  entity: EntityModel,
  root: Selection,
  kind: WriteSource['kind'],
): readonly RowOperation[] {
  const arg = (name: string): ArgNode => root.args.get(name) ?? { kind: 'null' };
  const id = textArg(root, 'id') ?? '';
  const version = Number(textArg(root, 'version') ?? 0);
  switch (kind) {
    case 'create':
      return [{ kind, input: reader.row(entity, arg('input'), '/input') }];
    case 'createMany': {
      const inputs = arg('inputs');
      const items = inputs.kind === 'list' ? inputs.items : [];
      return items.map((item, index) => ({
        kind: 'create',
        input: reader.row(entity, item, pointer('/inputs', index)),
      }));
    }
    case 'update':
      return [{ kind, id, version, input: reader.row(entity, arg('patch'), '/patch') }];
    case 'upsert':
      return [{ kind, by: reader.key(entity.id, arg('by'), '/by'), input: reader.row(entity, arg('input'), '/input') }];
    case 'delete':
      return [{ kind, entity, id, version }];
    case 'restore':
      return [{ kind, entity, id }];
  }
}

function textArg(root: Selection, name: string): string | undefined {
  const node = root.args.get(name);
  return node?.kind === 'leaf' ? String(node.value) : undefined;
}

const IDEMPOTENCY_KEY_MAX = 200;

function checkKey(key: string | undefined): readonly Issue[] {
  if (key === undefined || (key.length > 0 && key.length <= IDEMPOTENCY_KEY_MAX)) return [];
  return [issue('IDEMPOTENCY_KEY_FORM', '/idempotencyKey', { max: IDEMPOTENCY_KEY_MAX })];
}

function actorOf(request: TenantRequest): string {
  return request.caller.actor.id ?? '';
}

/**
 * Takes the key for this transaction. The loser of a race waits here until the winner commits, and then answers what
 * the winner answered; a key that was used for something else is refused.
 */
async function claimKey(
  unit: WriteUnit,
  request: TenantRequest,
  { key, root }: { readonly key: string; readonly root: Selection },
): Promise<Result<string> | undefined> {
  const hash = createHash('sha256')
    .update(JSON.stringify([root.plan?.source, givenArgs(root), selectionShape(root)]))
    .digest('hex');
  const params = [actorOf(request), key];
  const taken = await unit.execute(
    'insert into "@tenant".fw_idempotency (actor, key, request_hash, created_at) values ($1, $2, $3, now()) on conflict (actor, key) do nothing returning key',
    [...params, hash],
  );
  if (taken.length > 0) return undefined;
  const [row] = await unit.execute<{ readonly request_hash: string; readonly response: string }>(
    'select request_hash, response from "@tenant".fw_idempotency where actor = $1 and key = $2',
    params,
  );
  if (row === undefined || row.request_hash !== hash)
    return refused([issue('IDEMPOTENCY_MISMATCH', '/idempotencyKey')]);
  return ok(row.response);
}

/** What was given, not how: a retry may name its variables otherwise, and a publication may touch the plans. */
function givenArgs({ args }: Selection): readonly unknown[] {
  return [...args].map(([name, value]) => [name, givenValue(value)]);
}

function selectionShape(selection: Selection): unknown {
  return selection.on().map((part) => [part.key, part.plan?.source ?? null, givenArgs(part), selectionShape(part)]);
}

function refusalOf(
  error: unknown,
  request: TenantRequest,
  { entity, operations }: { readonly entity: EntityModel; readonly operations: readonly RowOperation[] },
): readonly Issue[] {
  if (error instanceof WriteRefused) return error.issues;
  const found = issueOfError(error, request.shape.constraints);
  if (found === undefined) {
    if (isOptimisticLock(error))
      return [issue('VERSION_CONFLICT', '', { entity: entity.apiName, expected: '?', current: '?' })];
    throw error;
  }
  if (found.code === 'SHAPE_STALE') throw new StaleShape();
  return [atPlace(found, operations, pgFailureOf(error)?.detail)];
}

/** Two writers had read the same version, and the other was faster. */
function isOptimisticLock(error: unknown): boolean {
  return error instanceof Error && error.name === 'OptimisticLockError';
}
