import { shapeHash as asShapeHash, tenantId, type ShapeHash, type UserId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { carryAliases } from '../../schema/model/aliases.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Template } from '../../schema/template/template.ts';
import type { DdlStep } from '../compile/ddl-steps.ts';
import type { JsonDocument, Publication, Tenant } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import {
  abortPublication,
  finishPublication,
  newPublicationId,
  runningPublication,
  runningPublications,
  startPublication,
  templateVersion,
} from '../db/control-templates.ts';
import { idOf, removeTenant, tenantById } from '../db/control-tenants.ts';
import { isConnectionLost, isLockTimeout, pgFailureOf } from '../db/pg-errors.ts';
import { ddlContext } from './ddl-context.ts';
import { Superseded, publicationTable, runToSwitch, type Progress, type Work } from './apply-steps.ts';
import { ledgerColumns } from './ledger-columns.ts';
import type { Cells } from './cells.ts';
import { planPublication, type ApiChange, type PublicationPlan } from './publication-plan.ts';
import { hasSchema, placeOf, tenantMeta, type TenantPlace } from './provision-tenant.ts';
import type { TemplateToTest, TestOutcome, TryOptions } from './template-trials.ts';
import { NotSmall, StaleBase, publishAtOnce, switchVersion, undoPublication } from './switch-version.ts';

/** What publishing needs from the rest of the server; made once at start. */
export interface PublishContext {
  readonly control: ControlPlane;
  readonly cells: Cells;
  /**
   * A template document as the model it means. `like` is one that it was made from: what both have alike is not worked
   * out again, and is the same objects in both models.
   */
  readonly resolve: (document: JsonDocument, like?: JsonDocument) => Result<ResolvedDocument>;
  /** Puts the records that packs ship into the tenant, after the switch; run again when it did not finish. */
  readonly putRecords?: (place: TenantPlace, model: Model, version: number) => Promise<void>;
  /** Differences of the two APIs, for `planPublish`. */
  readonly apiChanges?: (before: Model | null, after: Model) => readonly ApiChange[];
  /** Runs the template's own tests and gives what they find; all well when there is nothing (SPEC PCK). */
  readonly testTemplate?: (template: TemplateToTest) => Promise<readonly Issue[]>;
  /** Runs them and gives what each found, for who is still at work on the template. */
  readonly tryTests?: (template: TemplateToTest, options: TryOptions) => Promise<readonly TestOutcome[]>;
  readonly onProgress?: (tenant: Tenant, progress: Progress) => Promise<void> | void;
  readonly now?: () => Date;
}

export interface ResolvedDocument {
  readonly model: Model;
  readonly shapeHash: ShapeHash;
}

export interface PublishRequest {
  /** Of the publication, so that it is never begun twice; a new one when left out. */
  readonly id?: string;
  readonly document: JsonDocument;
  /** The packs composed, unedited; the document itself when there are none. */
  readonly baseDocument?: JsonDocument;
  /** The version that the document was made from; another one in force refuses (`PUBLISH_STALE_BASE`). */
  readonly baseVersion: number;
  readonly note?: string;
  readonly author?: UserId;
  readonly onFailedCast?: Readonly<Record<string, 'setNull'>>;
  /** The template's tests must hold, unless `despite` says why not; absent, they are not run (SPEC [PCK-7]). */
  readonly tests?: { readonly despite: string | null };
}

export interface Published {
  readonly version: number;
  readonly shapeHash: ShapeHash;
  readonly plan: PublicationPlan;
}

/** What publishing would do and what stands in its way; changes nothing. */
export async function planPublish(
  context: PublishContext,
  tenant: Tenant,
  request: PublishRequest,
): Promise<Result<PublicationPlan>> {
  const ready = await prepare(context, tenant, request);
  return ready.ok ? ok(ready.value.plan) : ready;
}

/**
 * Makes the document the tenant's shape: plan, expand, backfill, index, validate, switch. Until the switch, which is one
 * transaction, the old shape serves. Refuses with every issue at once, failing tests included, and leaves nothing behind.
 * Safe to be killed at any point: `resumePublications` ends what it finds. Rules: SPEC.md PUB.
 */
export async function publish(
  context: PublishContext,
  tenant: Tenant,
  request: PublishRequest,
): Promise<Result<Published>> {
  return exclusively(context, tenant, async () => {
    await resumeTenant(context, tenant);
    // The APIs are compared for who plans; who publishes has seen it.
    const { apiChanges: _, ...silent } = context;
    const ready = await prepare(silent, tenant, request);
    if (!ready.ok) return ready;
    const { plan, resolved, document } = ready.value;
    if (plan.issues.length > 0) return refused(plan.issues);
    const failing = await failingTests(context, tenant, { request, ready: ready.value });
    const despite = request.tests?.despite?.trim() ?? '';
    if (failing.length > 0 && despite === '') return refused(failing);
    const { id = newPublicationId(), baseDocument = request.document, baseVersion, note = '', author = null } = request;
    const started = await startPublication(context.control, idOf(tenant), {
      id,
      number: plan.version,
      baseVersion,
      document,
      baseDocument,
      shapeHash: plan.shapeHash,
      note,
      despiteTests: failing.length > 0 ? despite : null,
      author,
    });
    if (!started.ok) return started;
    const done = await carryOut(context, { tenant, publication: started.value, model: resolved.model, plan });
    return done.ok ? ok({ version: plan.version, shapeHash: plan.shapeHash, plan }) : done;
  });
}

/** Publishes a former version's document anew: a new number, and the data that was put aside comes back. */
export async function rollback(
  context: PublishContext,
  tenant: Tenant,
  options: { readonly to: number; readonly author?: UserId; readonly note?: string },
): Promise<Result<Published>> {
  const former = await templateVersion(context.control, idOf(tenant), options.to);
  if (former === null) return refused([issue('VERSION_UNKNOWN', '', { version: options.to })]);
  const { version } = await tenantMeta(placeOf(context.cells, tenant));
  const { document, baseDocument } = former;
  const note = options.note ?? `↺ ${options.to}`;
  return publish(context, tenant, {
    document,
    baseDocument,
    baseVersion: version,
    note,
    ...(options.author === undefined ? {} : { author: options.author }),
  });
}

/** Ends every publication that a crash left behind, forward where it can, else back. Run at start, and now and then. */
export async function resumePublications(context: PublishContext): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const publication of await runningPublications(context.control)) {
    const tenant = await tenantById(context.control, tenantId(publication.tenantId));
    if (tenant === null) continue;
    const result = await exclusively(context, tenant, async () => ok(await resumeTenant(context, tenant)));
    if (result.ok) ended.push(publication.id);
  }
  return ended;
}

async function failingTests(
  { cells, testTemplate }: PublishContext,
  tenant: Tenant,
  { request, ready: { resolved, document } }: { readonly request: PublishRequest; readonly ready: Prepared },
): Promise<readonly Issue[]> {
  if (request.tests === undefined || testTemplate === undefined) return [];
  return testTemplate({ ...resolved, document, database: placeOf(cells, tenant).database });
}

interface Prepared {
  readonly plan: PublicationPlan;
  readonly resolved: ResolvedDocument;
  /** The document to publish: the one asked for, with the names that it leaves behind. */
  readonly document: JsonDocument;
}

async function prepare(context: PublishContext, tenant: Tenant, request: PublishRequest): Promise<Result<Prepared>> {
  const place = placeOf(context.cells, tenant);
  const { version } = await tenantMeta(place);
  const { baseVersion, onFailedCast } = request;
  if (version !== baseVersion) return refused([staleBase(baseVersion, version)]);
  const former = version === 0 ? null : await versionAt(context, tenant, version);
  const before = former?.model ?? null;
  const given = context.resolve(request.document, former?.document);
  if (!given.ok) return given;
  const { document, resolved } = withAliases(context, before, { document: request.document, resolved: given.value });
  const { model: after, shapeHash } = resolved;
  const input = {
    before,
    after,
    baseVersion,
    shapeHash,
    stamp: stampOf(context),
    ...(onFailedCast === undefined ? {} : { onFailedCast }),
    ...(context.apiChanges === undefined ? {} : { apiChanges: context.apiChanges }),
  };
  const plan = await planPublication(place, ddlContext({ place, tenant, model: after }), input);
  return plan.ok ? ok({ plan: plan.value, resolved, document }) : plan;
}

/**
 * Names that the document gives up live on as aliases, whoever wrote it (SPEC [NAM-8]). Where such a name can't be kept
 * because it now means something else, the document stands as it was given, and the API's differences say what breaks.
 */
export function withAliases(
  context: Pick<PublishContext, 'resolve'>,
  before: Model | null,
  given: { readonly document: JsonDocument; readonly resolved: ResolvedDocument },
): { readonly document: JsonDocument; readonly resolved: ResolvedDocument } {
  if (before === null) return given;
  const document = carryAliases(before, given.document as unknown as Template) as unknown as JsonDocument;
  if (document === given.document) return given;
  const resolved = context.resolve(document, given.document);
  return resolved.ok ? { document, resolved: resolved.value } : given;
}

/** A version that was published, and so resolved then. */
async function versionAt(
  context: PublishContext,
  tenant: Tenant,
  version: number,
): Promise<{ readonly document: JsonDocument; readonly model: Model }> {
  const row = must(
    await templateVersion(context.control, idOf(tenant), version),
    `version ${version} of ${tenant.name}`,
  );
  const resolved = context.resolve(row.document);
  if (!resolved.ok)
    throw new Error(
      `Broken invariant: version ${version} of ${tenant.name} no longer resolves: ${resolved.issues.map(({ code }) => code).join(', ')}`,
    );
  return { document: row.document, model: resolved.value.model };
}

/** One publication of a tenant at a time, in all processes; the lock ends with the process. */
export async function exclusively<T>(
  context: PublishContext,
  tenant: Tenant,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const release = await placeOf(context.cells, tenant).database.tryLock(`publish:${tenant.id}`);
  if (release === null) return refused([issue('PUBLISH_IN_PROGRESS', '')]);
  try {
    return await work();
  } finally {
    await release();
  }
}

interface CarryOut {
  readonly tenant: Tenant;
  readonly publication: Publication;
  readonly model: Model;
  readonly plan: Pick<PublicationPlan, 'atOnce'> & { readonly ddl: { readonly steps: readonly DdlStep[] } };
}

async function carryOut(
  context: PublishContext,
  { tenant, publication, model, plan }: CarryOut,
): Promise<Result<null>> {
  const work = workOf(context, { tenant, publication, model, steps: plan.ddl.steps });
  const shapeHash = asShapeHash(publication.shapeHash);
  try {
    if (!plan.atOnce || !(await atOnce(work, shapeHash))) {
      await beginStepwise(work);
      await runToSwitch(work);
      await switchVersion(work, shapeHash);
    }
  } catch (error) {
    return giveUp(context, { work, publication, error });
  }
  await finish(context, { tenant, publication, model });
  return ok(null);
}

/** `false` when tables turned out to be too full for one transaction. */
async function atOnce(work: Work, shapeHash: ShapeHash): Promise<boolean> {
  try {
    await publishAtOnce(work, { shapeHash, rowsMax: LIMITS.publishAtOnceRowsMax });
    return true;
  } catch (error) {
    if (error instanceof NotSmall) return false;
    throw error;
  }
}

/** The plan goes into the tenant's own books, so that it is carried on just as it began. */
async function beginStepwise({ place, id, version, steps }: Work): Promise<void> {
  await place.database.query({
    text: `INSERT INTO ${publicationTable(place)} (id, version, state, plan) VALUES ($1, $2, 'running', $3) ON CONFLICT (id) DO NOTHING`,
    params: [id, version, JSON.stringify(steps)],
  });
}

/** After the switch: shipped records, then the directory. Each may be done again. */
export async function finish(
  context: PublishContext,
  { tenant, publication, model }: { readonly tenant: Tenant; readonly publication: Publication; readonly model: Model },
): Promise<void> {
  await context.putRecords?.(placeOf(context.cells, tenant), model, publication.number);
  await finishPublication(context.control, publication);
}

/** Takes everything back and says why; a lost connection is left for a resume, since nobody knows what was committed. */
async function giveUp(
  context: PublishContext,
  { work, publication, error }: { readonly work: Work; readonly publication: Publication; readonly error: unknown },
): Promise<Result<null>> {
  const failure = pgFailureOf(error);
  if (failure !== undefined && isConnectionLost(failure)) throw error;
  // Another process may have taken over when the lock was lost with its connection, and may even be done.
  if ((await tenantMeta(work.place)).publication === work.id) return ok(null);
  if (error instanceof Superseded) throw error;
  const known = issueOf(error, publication);
  await undoPublication(work, known.code);
  await abortPublication(context.control, publication, error instanceof Error ? error.message : known.code);
  // What is neither the data's nor the database's fault is ours.
  if (failure === undefined && !(error instanceof StaleBase)) throw error;
  return refused([known]);
}

/** What the failure of a publication is to whoever published. */
export function issueOf(error: unknown, publication: Pick<Publication, 'baseVersion'>): Issue {
  if (error instanceof StaleBase) return staleBase(publication.baseVersion, error.current);
  if (isLockTimeout(error)) return issue('PUBLISH_LOCK_TIMEOUT', '');
  return issue('PUBLISH_FAILED', '', { reason: pgFailureOf(error)?.message ?? 'internal' });
}

function staleBase(base: number, current: number): Issue {
  return issue('PUBLISH_STALE_BASE', '/baseVersion', { base, current });
}

/** Ends the tenant's publication that was cut short, if there is one. The lock is held. */
async function resumeTenant(context: PublishContext, tenant: Tenant): Promise<void> {
  const place = placeOf(context.cells, tenant);
  for (;;) {
    const publication = await runningPublication(context.control, idOf(tenant));
    if (publication === null) return;
    // Its making was cut short before anything was there.
    if (publication.baseVersion === 0 && !(await hasSchema(place))) return removeTenant(context.control, idOf(tenant));
    const resolved = context.resolve(publication.document);
    const meta = await tenantMeta(place);
    if (meta.publication === publication.id) {
      await finish(context, {
        tenant,
        publication,
        model: must(resolved.ok ? resolved.value : null, 'published model').model,
      });
      continue;
    }
    const [left] = await place.database.query<{ state: string; plan: string }>({
      text: `SELECT state, plan FROM ${publicationTable(place)} WHERE id = $1`,
      params: [publication.id],
    });
    if (left?.state !== 'running' || !resolved.ok) {
      await abortPublication(context.control, publication, 'cut short before it began');
      continue;
    }
    // Written by `beginStepwise` and by nothing else.
    const steps = JSON.parse(left.plan) as readonly DdlStep[];
    await carryOut(context, {
      tenant,
      publication,
      model: resolved.value.model,
      plan: { atOnce: false, ddl: { steps } },
    });
  }
}

/** The publication as what is at work in the tenant's schema. */
export function workOf(
  context: PublishContext,
  {
    tenant,
    publication,
    model,
    steps,
  }: Pick<CarryOut, 'tenant' | 'model'> & {
    readonly publication: Pick<Publication, 'id' | 'number'>;
    readonly steps: readonly DdlStep[];
  },
): Work {
  const place = placeOf(context.cells, tenant);
  const { onProgress } = context;
  return {
    id: publication.id,
    place,
    context: ddlContext({ place, tenant, model }),
    version: publication.number,
    steps,
    ledgerColumns: ledgerColumns(model),
    ...(onProgress === undefined ? {} : { onProgress: (progress: Progress) => onProgress(tenant, progress) }),
  };
}

/** `yyyymmddhhmmss` in UTC. */
export function stampOf({ now }: PublishContext): string {
  return (now?.() ?? new Date()).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
