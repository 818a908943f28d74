import { createHash } from 'node:crypto';
import { issue, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { givenValue } from '../../compile/arguments.ts';
import type { Selection } from '../../compile/selection.ts';
import type { WriteUnit } from '../../db/write-unit.ts';

/** A key of the caller's, and what it was used for. */
export interface KeyedRequest {
  readonly key: string | undefined;
  /** Empty where nobody is signed in. */
  readonly actor: string;
  readonly asked: string;
}

/**
 * Does the work once for a key, and answers each repetition as the first time: refusals are remembered as well, behind
 * a savepoint in the same transaction. Not remembered is what another attempt may well do: a lock that was not to be
 * had, a shape or a version that had changed. The loser of a race waits until the winner commits. A key that was used
 * for something else is refused with IDEMPOTENCY_MISMATCH.
 */
export async function onceByKey(
  unit: WriteUnit,
  { key, actor, asked }: KeyedRequest,
  once: {
    readonly work: () => Promise<string>;
    readonly refusalOf: (error: unknown) => readonly Issue[];
    /** Whether the input alone is wrong: that says itself again, and its key stays free for what was meant. */
    readonly isMalformed: boolean;
  },
): Promise<Result<string>> {
  if (key === undefined) return ok(await once.work());
  const params = [actor, key];
  const taken = await unit.execute(
    'insert into "@tenant".fw_idempotency (actor, key, request_hash, created_at) values ($1, $2, $3, now()) on conflict (actor, key) do nothing returning key',
    [...params, asked],
  );
  if (taken.length === 0) return remembered(unit, { params, asked });
  await unit.execute('savepoint fw_once', []);
  try {
    const answer = await once.work();
    await unit.execute('update "@tenant".fw_idempotency set response = $3 where actor = $1 and key = $2', [
      ...params,
      answer,
    ]);
    return ok(answer);
  } catch (error) {
    const issues = once.refusalOf(error);
    if (once.isMalformed || issues.some(({ code }) => PASSING.has(code))) throw error;
    unit.refused(issues);
    await unit.execute('rollback to savepoint fw_once', []);
    await unit.execute('update "@tenant".fw_idempotency set refusal = $3 where actor = $1 and key = $2', [
      ...params,
      JSON.stringify(issues),
    ]);
    return refused(issues);
  }
}

/** Refusals that say nothing of the next attempt. */
const PASSING: ReadonlySet<string> = new Set([
  'VERSION_CONFLICT',
  'DATABASE_BUSY',
  'DATABASE_TIMEOUT',
  'DATABASE_CONFLICT',
  'DATABASE_UNAVAILABLE',
  'SHAPE_STALE',
]);

async function remembered(
  unit: WriteUnit,
  { params, asked }: { readonly params: readonly unknown[]; readonly asked: string },
): Promise<Result<string>> {
  const [row] = await unit.execute<{
    readonly request_hash: string;
    readonly response: string | null;
    readonly refusal: string | null;
  }>('select request_hash, response, refusal from "@tenant".fw_idempotency where actor = $1 and key = $2', params);
  if (row === undefined || row.request_hash !== asked)
    return refused([issue('IDEMPOTENCY_MISMATCH', '/idempotencyKey')]);
  return row.refusal === null ? ok(row.response ?? 'null') : refused(JSON.parse(row.refusal) as Issue[]);
}

/** What was asked and of what, as a hash: equal requests under one key are the same request. */
export function requestHash(root: Selection): string {
  return createHash('sha256')
    .update(JSON.stringify([root.plan?.source, givenArgs(root), selectionShape(root)]))
    .digest('hex');
}

/** What was given, not how: a retry may name its variables otherwise, and a publication may touch the plans. */
function givenArgs({ args }: Selection): readonly unknown[] {
  return [...args].map(([name, value]) => [name, givenValue(value)]);
}

function selectionShape(selection: Selection): unknown {
  return selection.on().map((part) => [part.key, part.plan?.source ?? null, givenArgs(part), selectionShape(part)]);
}

const IDEMPOTENCY_KEY_MAX = 200;

/** IDEMPOTENCY_KEY_FORM unless the key, where there is one, has 1 to 200 characters. */
export function checkKey(key: string | undefined): readonly Issue[] {
  if (key === undefined || (key.length > 0 && key.length <= IDEMPOTENCY_KEY_MAX)) return [];
  return [issue('IDEMPOTENCY_KEY_FORM', '/idempotencyKey', { max: IDEMPOTENCY_KEY_MAX })];
}
