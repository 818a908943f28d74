import { visit } from 'graphql';
import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { givenValue, type ArgNode } from '../../compile/arguments.ts';
import type { FieldSource } from '../../compile/graphql-plan-types.ts';
import { planRows, type ReadPlan } from '../../compile/read-plan.ts';
import type { Selection } from '../../compile/selection.ts';
import { keptId } from '../../compile/sql-text.ts';
import { entityOf } from '../../compile/storage.ts';
import { checkBulk, InputReader } from '../../compile/write-input.ts';
import { issueOfError, isUnforeseen, pgFailureOf } from '../../db/pg-errors.ts';
import { Committing } from '../../db/database.ts';
import { joinedAnswer } from '../../db/write-answer.ts';
import { StaleRow } from '../../db/write-persist.ts';
import { sendRows, WriteRefused, type RowOperation } from '../../db/write-rows.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import type { ShapeAccess } from './compiled-shape.ts';
import { completeAnswer } from './complete-answer.ts';
import { rootSelections, type Operation } from './execute-query.ts';
import type { PreparedDocument } from './prepare-document.ts';
import { issueErrors, type WireError } from './graphql-errors.ts';
import { atPlace } from './refused-place.ts';
import { checkKey, onceByKey, requestHash } from './once-by-key.ts';
import { runService } from './services.ts';
import { StaleShape } from './stale-shape.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

type WriteSource = Extract<
  FieldSource,
  { readonly kind: 'create' | 'createMany' | 'update' | 'upsert' | 'delete' | 'restore' | 'transition' }
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
        : await runField(request, caller, { root, source: writeSource(root), operation });
    if (answer.ok) {
      parts.push(`${key}:${answer.value.json}`);
      needsCompletion ||= answer.value.hasSecrets;
    } else {
      parts.push(`${key}:null`);
      errors.push(
        ...issueErrors(answer.issues, request.caller.locale, { path: [root.key], model: request.shape.model }),
      );
    }
  }
  request.wrote?.();
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
    case 'transition':
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
  field: { readonly root: Selection; readonly source: WriteSource; readonly operation: Operation },
): Promise<Result<FieldAnswer>> {
  const { root, source, operation } = field;
  const { shape, tenant } = request;
  const entity = entityOf(shape.model, source.entity);
  const reader = new InputReader(shape.model);
  const operations = operationsOf(reader, { entity, root, source });
  const key = textArg(root, 'idempotencyKey');
  const many = source.kind === 'createMany' || (source.kind === 'transition' && source.many === true);
  const bulk = many ? checkBulk(operations.length, source.kind === 'createMany' ? '/inputs' : '/rows') : [];
  const issues = [...checkKey(key), ...bulk];
  const rows = answerPlan(operation, root, () =>
    planRows(shape.model, caller.access, { entity, selections: root.on(), isList: many }),
  );
  if (!rows.ok) issues.push(...rows.issues);
  if (issues.length > 0 || !rows.ok) return refused(issues);
  const issuesOf = (error: unknown): readonly Issue[] => refusalOf(error, request, { entity, operations });
  const send = async (
    unit: WriteUnit,
    isSure: boolean,
  ): Promise<{ readonly answer: Promise<string>; readonly isGuarded: boolean }> => {
    const options = {
      access: caller.access,
      locale: request.caller.locale,
      requestId: request.requestId,
      secrets: request.secrets,
      tenant: tenant.id,
      wrongValues: reader.issues,
      isSure,
    };
    const { ids, written, isGuarded } = await sendRows(unit, options, operations);
    const { template, each } = rows.value;
    const read = unit.run<{ readonly answer: string }>(template, { ids }, joinedAnswer(unit, each, ids));
    const answer = Promise.all([read, written]).then(([[row]]) => must(row, 'written rows').answer);
    return { answer, isGuarded };
  };
  const write = (isSure: boolean): Promise<Result<string>> => {
    const target = { target: tenant, binding: bindingOf(request, operation.variables), isSure };
    return inWriteUnit<Result<string>>(request.database, shape.model, target, async (unit) => {
      if (key === undefined) {
        const { answer, isGuarded } = await send(unit, isSure);
        return isGuarded ? ok(await answer) : new Committing(answer.then((text) => ok(text)));
      }
      return onceByKey(
        unit,
        { key, actor: request.caller.actor.id ?? '', asked: requestHash(root) },
        {
          work: async () => (await send(unit, false)).answer,
          refusalOf: issuesOf,
          isMalformed: reader.issues.length > 0,
        },
      );
    });
  };
  try {
    // Nearly every write is taken: one that is not is done once more to find out why.
    const done = await write(key === undefined).catch((error: unknown) => {
      if (isUnforeseen(error)) return write(false);
      throw error;
    });
    return done.ok ? ok({ json: done.value, hasSecrets: rows.value.hasSecrets }) : done;
  } catch (error) {
    return refused(issuesOf(error));
  }
}

/** Plans of what mutations answer, by document; of documents alone in which no variable decides what is answered. */
const answerPlans = new WeakMap<PreparedDocument, Map<string, Result<ReadPlan>> | null>();

/** A document is prepared for one access, so a plan of it is too. */
function answerPlan({ prepared, node }: Operation, root: Selection, make: () => Result<ReadPlan>): Result<ReadPlan> {
  const known = answerPlans.get(prepared);
  const plans = known === undefined && !hasVariablesBelow(prepared) ? new Map<string, Result<ReadPlan>>() : known;
  answerPlans.set(prepared, plans ?? null);
  if (plans === undefined || plans === null) return make();
  const key = `${node.name?.value ?? ''} ${root.key}`;
  const plan = plans.get(key) ?? make();
  plans.set(key, plan);
  return plan;
}

/** Whether anything but the arguments of root fields takes a variable. */
function hasVariablesBelow({ document }: PreparedDocument): boolean {
  let depth = 0;
  let found = false;
  visit(document, {
    SelectionSet: { enter: () => void (depth += 1), leave: () => void (depth -= 1) },
    FragmentDefinition: { enter: () => void (depth += 1), leave: () => void (depth -= 1) },
    Variable: () => {
      found ||= depth > 1;
    },
    Directive: () => {
      found = true;
    },
  });
  return found;
}

function operationsOf(
  reader: InputReader,
  asked: { readonly entity: EntityModel; readonly root: Selection; readonly source: WriteSource },
): readonly RowOperation[] {
  const { entity, root, source } = asked;
  const { kind } = source;
  const arg = (name: string): ArgNode => root.args.get(name) ?? { kind: 'null' };
  const id = keptId(textArg(root, 'id') ?? '');
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
    case 'transition': {
      const given = arg('input');
      const input = given.kind === 'null' ? null : reader.row(entity, given, '/input');
      const step = { kind, entity, transition: source.transition, input, reason: textArg(root, 'reason') ?? null };
      return source.many === true ? rowsArg(root).map((row) => ({ ...step, ...row })) : [{ ...step, id, version }];
    }
  }
}

/** Rows of a transition of several, each with its place. */
function rowsArg(root: Selection): readonly { readonly id: string; readonly version: number; readonly path: string }[] {
  const node = root.args.get('rows');
  const items = node?.kind === 'list' ? node.items : [];
  return items.map((item, index) => {
    const part = (name: string): unknown => {
      const field = item.kind === 'object' ? item.fields.find((one) => one.name === name) : undefined;
      return field === undefined ? undefined : givenValue(field.value);
    };
    return { id: keptId(String(part('id'))), version: Number(part('version')), path: pointer('/rows', index) };
  });
}

function textArg(root: Selection, name: string): string | undefined {
  const node = root.args.get(name);
  return node?.kind === 'leaf' ? String(node.value) : undefined;
}

function refusalOf(
  error: unknown,
  request: TenantRequest,
  { entity, operations }: { readonly entity: EntityModel; readonly operations: readonly RowOperation[] },
): readonly Issue[] {
  if (error instanceof WriteRefused) return error.issues;
  const found = issueOfError(error, request.shape.constraints);
  if (found === undefined) {
    if (error instanceof StaleRow)
      return [issue('VERSION_CONFLICT', '', { entity: entity.apiName, expected: '?', current: '?' })];
    throw error;
  }
  if (found.code === 'SHAPE_STALE') throw new StaleShape();
  return [atPlace(found, operations, pgFailureOf(error)?.detail)];
}
