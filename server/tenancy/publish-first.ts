import { ok, refused, type Result } from '../../schema/core/result.ts';
import type { Tenant } from '../db/control-entities.ts';
import { newPublicationId, startPublication } from '../db/control-templates.ts';
import { idOf, removeTenant } from '../db/control-tenants.ts';
import type { Transaction } from '../db/database.ts';
import { isConnectionLost, pgFailureOf } from '../db/pg-errors.ts';
import { retrying } from './apply-steps.ts';
import { makeSchema } from './provision-tenant.ts';
import { firstPlan } from './publication-plan.ts';
import { exclusively, finish, issueOf, stampOf, workOf, type PublishContext, type PublishRequest } from './publish.ts';
import { switchFirst } from './switch-version.ts';

export interface FirstRequest extends Pick<PublishRequest, 'document' | 'author'> {
  /** Puts into the new tables what is to be there from the beginning. */
  readonly fill: (tx: Transaction) => Promise<void>;
}

/**
 * Makes the tables of a tenant that is in the directory and has none, the system's and those of its first version, in
 * one transaction: before it there is no tenant, after it a whole one (SPEC [TEN-40]). A tenant that cannot be made is
 * taken out of the directory again.
 */
export async function publishFirst(
  context: PublishContext,
  tenant: Tenant,
  request: FirstRequest,
): Promise<Result<null>> {
  try {
    const made = await exclusively(context, tenant, () => makeWhole(context, tenant, request));
    if (!made.ok) await removeTenant(context.control, idOf(tenant));
    return made;
  } catch (error) {
    if (error instanceof NothingMade) {
      await removeTenant(context.control, idOf(tenant));
      throw error.cause;
    }
    // Nobody knows what was committed: `resumePublications` looks.
    throw error;
  }
}

/** What failed, and nothing was committed. */
class NothingMade extends Error {
  override readonly name = 'NothingMade';
  constructor(cause: unknown) {
    super('the tenant was not made', { cause });
  }
}

/** The directory is told first that it is under way: a making that was cut short is found again. */
async function makeWhole(
  context: PublishContext,
  tenant: Tenant,
  { document, author, fill }: FirstRequest,
): Promise<Result<null>> {
  const resolved = context.resolve(document);
  if (!resolved.ok) return resolved;
  const { model, shapeHash } = resolved.value;
  const first = { id: newPublicationId(), number: 1, baseVersion: 0 };
  const begun = await startPublication(context.control, idOf(tenant), {
    ...first,
    document,
    baseDocument: document,
    shapeHash,
    note: '',
    author: author ?? null,
  });
  if (!begun.ok) return begun;
  const { steps, issues } = firstPlan(model, stampOf(context));
  if (issues.length > 0) return refused(issues);
  const work = workOf(context, { tenant, publication: first, model, steps });
  try {
    await retrying(work, {}, async (tx) => {
      await Promise.all([makeSchema(tx, work.place), fill(tx), switchFirst(tx, work, shapeHash)]);
    });
  } catch (error) {
    const failure = pgFailureOf(error);
    if (failure === undefined) throw new NothingMade(error);
    if (isConnectionLost(failure)) throw error;
    return refused([issueOf(error, first)]);
  }
  await finish(context, { tenant, publication: begun.value, model });
  return ok(null);
}
