import { createHash } from 'node:crypto';
import { ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { issueOfError } from '../../db/pg-errors.ts';
import { WriteRefused } from '../../db/write-operation.ts';
import { retriedWhenStale } from '../../db/stale-retry.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import { checkKey, onceByKey } from './once-by-key.ts';
import type { ServiceCall } from './services.ts';
import { StaleShape } from './stale-shape.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

/**
 * Does what a service writes in one transaction, once for an `idempotencyKey` among its arguments, and answers plain
 * data. What the work refuses is rolled back. Throws `StaleShape` when the tenant was published meanwhile.
 */
export async function writeAsService<T>(
  { request, args, source }: ServiceCall,
  work: (unit: WriteUnit) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { shape, tenant } = request;
  const { idempotencyKey, ...asked } = args;
  const key = typeof idempotencyKey === 'string' ? idempotencyKey : undefined;
  const wrong = checkKey(key);
  if (wrong.length > 0) return refused(wrong);
  const hash = createHash('sha256')
    .update(JSON.stringify([source.service, asked]))
    .digest('hex');
  const refusalOf = (error: unknown): readonly Issue[] => refusalOfError(error, request);
  try {
    const target = { target: tenant, binding: bindingOf(request, {}) };
    const done = await retriedWhenStale(() =>
      inWriteUnit(request.database, shape.model, target, (unit) =>
        onceByKey(
          unit,
          { key, actor: request.caller.actor.id ?? '', asked: hash },
          {
            work: async () => {
              const answer = await work(unit);
              if (!answer.ok) throw new WriteRefused(answer.issues);
              return JSON.stringify(answer.value);
            },
            refusalOf,
            isMalformed: false,
          },
        ),
      ),
    );
    return done.ok ? ok(JSON.parse(done.value) as T) : done;
  } catch (error) {
    return refused(refusalOf(error));
  }
}

/** The issues behind what a write threw; anything that is nobody's mistake is thrown on. */
export function refusalOfError(error: unknown, request: TenantRequest): readonly Issue[] {
  if (error instanceof WriteRefused) return error.issues;
  const found = issueOfError(error, request.shape.constraints);
  if (found === undefined) throw error;
  if (found.code === 'SHAPE_STALE') throw new StaleShape();
  return [found];
}
