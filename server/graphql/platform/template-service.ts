import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { describeChange } from '../../../schema/model/change-words.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { Draft, JsonDocument } from '../../db/control-entities.ts';
import { tellLive } from '../../db/control-live.ts';
import { createDraft, deleteDraft, findDraft, saveDraft, templateVersion } from '../../db/control-templates.ts';
import { audit, tenantVersion } from '../../db/control-tenants.ts';
import type { PublicationPlan } from '../../tenancy/publication-plan.ts';
import {
  planPublish,
  publish,
  rollback,
  type Published,
  type PublishRequest,
  withAliases,
} from '../../tenancy/publish.ts';
import { apiChanges, type ApiChange } from '../api-changes.ts';
import { tenantApi } from '../tenant/tenant-api.ts';
import { userIdOf } from './caller.ts';
import { baseToPublish } from './pack-base.ts';
import { labelIssues } from './people-service.ts';
import { actorOf, authorOf, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';

export interface SaveDraftInput {
  readonly tenant: string;
  readonly name: string;
  readonly document: JsonDocument;
  /** The revision that the edits were made on; 0 begins the draft. */
  readonly revision: number;
  readonly baseVersion?: number | undefined;
}

/** Keeps a draft, whatever is wrong with it: work in progress is never lost to a rule. DRAFT_STALE, DRAFT_EXISTS, LABEL_FORM. */
export async function keepDraft(context: PlatformContext, input: SaveDraftInput): Promise<Result<Draft>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const misnamed = labelIssues('name', input.name);
  if (misnamed.length > 0) return refused(misnamed);
  const { name, document, revision } = input;
  const baseVersion = input.baseVersion ?? (await versionInForce(context, granted.value));
  const draft = { name, document, baseVersion, author: userIdOf(context.caller) };
  const kept =
    revision === 0
      ? await createDraft(control, granted.value.id, draft)
      : await saveDraft(control, granted.value.id, { ...draft, revision });
  if (kept.ok) await tellLive(control, granted.value.id);
  return kept;
}

/** Throws a draft away. Nothing happens when there is none. */
export async function discardDraft(
  context: PlatformContext,
  input: { readonly tenant: string; readonly name: string },
): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  await deleteDraft(control, granted.value.id, input.name);
  await tellLive(control, granted.value.id);
  return ok(null);
}

export interface PlanInput {
  readonly tenant: string;
  readonly document?: JsonDocument | undefined;
  /** The draft to take when no document is given. */
  readonly draft: string;
  readonly baseVersion?: number | undefined;
  readonly emptyFailedCasts?: readonly string[] | undefined;
}

/** What publishing would do, as its author sees it. */
export interface PlanView {
  readonly plan: PublicationPlan;
  readonly changes: readonly ChangeView[];
  readonly apiChanges: readonly ApiChange[];
}

export interface ChangeView {
  readonly kind: string;
  readonly class: string;
  readonly path: string;
  readonly sentence: string;
}

/** A plan when the document means something, with all that stands in the way of it; else what is wrong with the document. */
export async function planFor(context: PlatformContext, input: PlanInput): Promise<Result<PlanView>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const request = await requestOf(context, granted.value, input);
  if (!request.ok) return request;
  const { publishing } = context.services;
  const planned = await planPublish(publishing, granted.value.tenant, request.value);
  if (!planned.ok) return planned;
  const given = publishing.resolve(request.value.document);
  if (!given.ok) return given;
  const before = await modelInForce(context, granted.value, request.value.baseVersion);
  const { resolved } = withAliases(publishing, before, { document: request.value.document, resolved: given.value });
  return ok({ plan: planned.value, ...changesBetween(before, resolved.model, context.locale) });
}

/** Publishes; every issue of document and data at once when it may not be, and every failing test of the template. */
export async function publishFor(
  context: PlatformContext,
  input: PlanInput & { readonly note: string; readonly despiteTests?: string | undefined },
): Promise<Result<Published>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const request = await requestOf(context, granted.value, input);
  if (!request.ok) return request;
  const { publishing } = context.services;
  const base = await baseDocument(context, granted.value, request.value.document);
  const done = await publish(publishing, granted.value.tenant, {
    ...request.value,
    ...base,
    note: input.note,
    tests: { despite: input.despiteTests ?? null },
    ...authorOf(context.caller),
  });
  await Promise.all([
    context.services.refresh(),
    ...(done.ok ? [endOfDraft(context, granted.value, input)] : []),
    ...(done.ok ? [notePublication(context, granted.value, { version: done.value.version, note: input.note })] : []),
  ]);
  return done;
}

/** A published draft has become the version; keeping it would offer the same change again. */
async function endOfDraft({ services }: PlatformContext, { id }: TenantGrant, input: PlanInput): Promise<void> {
  const { control } = services.publishing;
  if (input.document === undefined) await deleteDraft(control, id, input.draft);
  await tellLive(control, id);
}

/** Publishes a former version anew. VERSION_UNKNOWN and whatever the data refuses. */
export async function rollbackFor(
  context: PlatformContext,
  input: { readonly tenant: string; readonly version: number; readonly note: string },
): Promise<Result<Published>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const note = input.note === '' ? {} : { note: input.note };
  const done = await rollback(context.services.publishing, granted.value.tenant, {
    to: input.version,
    ...note,
    ...authorOf(context.caller),
  });
  await context.services.refresh();
  if (done.ok)
    await notePublication(context, granted.value, {
      version: done.value.version,
      note: input.note,
      back: input.version,
    });
  return done;
}

async function notePublication(
  { services, caller }: PlatformContext,
  { id }: TenantGrant,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await audit(services.publishing.control, { tenant: id, ...actorOf(caller), action: 'template.publish', detail });
}

/** The document that is meant: the one given, else the draft's. DRAFT_UNKNOWN. */
export async function requestOf(
  context: PlatformContext,
  granted: TenantGrant,
  input: PlanInput,
): Promise<Result<PublishRequest>> {
  const casts = input.emptyFailedCasts ?? [];
  const onFailedCast =
    casts.length === 0 ? {} : { onFailedCast: Object.fromEntries(casts.map((cast) => [cast, 'setNull' as const])) };
  if (input.document !== undefined) {
    const baseVersion = input.baseVersion ?? (await versionInForce(context, granted));
    return ok({ document: input.document, baseVersion, ...onFailedCast });
  }
  const draft = await findDraft(context.services.publishing.control, granted.id, input.draft);
  if (draft === null) return refused([issue('DRAFT_UNKNOWN', '/draft')]);
  return ok({ document: draft.document, baseVersion: input.baseVersion ?? draft.baseVersion, ...onFailedCast });
}

export async function versionInForce({ services }: PlatformContext, { id }: TenantGrant): Promise<number> {
  return (await tenantVersion(services.publishing.control, id))?.number ?? 0;
}

/** What the tenant's packs say stays the same when only the tenant's own edits are published. */
async function baseDocument(
  context: PlatformContext,
  granted: TenantGrant,
  document: JsonDocument,
): Promise<{ readonly baseDocument?: JsonDocument }> {
  const { control } = context.services.publishing;
  const number = await versionInForce(context, granted);
  const inForce = number === 0 ? null : await templateVersion(control, granted.id, number);
  const base = await baseToPublish(control, document, inForce);
  return base === undefined ? {} : { baseDocument: base };
}

/** The model of a version; `null` before the first. */
export async function modelInForce(
  { services }: PlatformContext,
  { id }: TenantGrant,
  version: number,
): Promise<Model | null> {
  if (version === 0) return null;
  const row = must(await templateVersion(services.publishing.control, id, version), `version ${version}`);
  const resolved = services.publishing.resolve(row.document);
  return resolved.ok ? resolved.value.model : null;
}

/** Before the first version. */
export const NOTHING: Model = {
  format: 1,
  packs: [],
  entities: [],
  roles: [],
  views: [],
  workflows: [],
  records: [],
  kept: {},
  behaviour: { workflows: [], ledgers: [], postings: [], tables: [], awards: [], automations: [], schedules: [] },
};

/** The differences as sentences and as what API clients notice. Before the first version, everything is new. */
export function changesBetween(before: Model | null, after: Model, locale: Locale): Omit<PlanView, 'plan'> {
  const old = before ?? NOTHING;
  return {
    changes: diffModels(old, after).map((change) => ({
      kind: change.kind,
      class: change.class,
      path: change.path,
      sentence: describeChange(change, locale),
    })),
    apiChanges: before === null ? [] : apiChanges(tenantApi(before).plan, tenantApi(after).plan),
  };
}
