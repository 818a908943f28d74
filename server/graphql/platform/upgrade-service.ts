import semver from 'semver';
import { issue, must, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { mergeTemplates, type MergeConflict } from '../../../schema/model/merge.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { PackRef, Template } from '../../../schema/template/template.ts';
import type { JsonDocument } from '../../db/control-entities.ts';
import { templateVersion } from '../../db/control-templates.ts';
import { audit, tenantVersion } from '../../db/control-tenants.ts';
import type { PublicationPlan } from '../../tenancy/publication-plan.ts';
import { planPublish, publish, type Published, type PublishRequest } from '../../tenancy/publish.ts';
import { userIdOf } from './caller.ts';
import { baseOf, packsOf, refText } from './pack-base.ts';
import { bestVersion, composeTenant, packName, packVersions, presentPack, registerPack } from './pack-service.ts';
import { authorOf, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { documentOf } from './template-document.ts';
import { changesBetween, type PlanView } from './template-service.ts';

export interface UpgradeInput {
  readonly tenant: string;
  /** `sales@1.1.0`; a range is allowed, and without a version it is the newest one. */
  readonly pack: string;
  /** The pack itself, when it isn't kept yet: what it upgrades to. */
  readonly document?: Template | undefined;
  /** Packs that may be used although they aren't kept, such as those that ship with the server. */
  readonly given?: readonly Template[] | undefined;
  readonly emptyFailedCasts?: readonly string[] | undefined;
  /** Why it is done although tests of the merged template fail. */
  readonly despiteTests?: string | undefined;
}

/** What an upgrade is and what came of merging; the changes are those of the whole tenant. */
export interface Upgrade extends Omit<PlanView, 'plan'> {
  readonly pack: string;
  readonly from: string;
  readonly to: string;
  /** Where the tenant's stays although the pack changed it too. */
  readonly conflicts: readonly MergeConflict[];
}

export interface UpgradePlan extends Upgrade {
  /** Absent when the merged template itself is refused. */
  readonly plan?: PublicationPlan;
  /** All that stands in the way, of the merged template or of the rows. */
  readonly issues: readonly Issue[];
}

/**
 * What upgrading would change, what both sides changed, and what stands in the way; changes nothing (SPEC [UPG-4]).
 * PACK_UNKNOWN, PACK_VERSION_TAKEN, UPGRADE_PACK_ABSENT, UPGRADE_VERSION_UNKNOWN, UPGRADE_NOT_NEWER, and what composing
 * the packs refuses.
 */
export async function planUpgradeFor(context: PlatformContext, input: UpgradeInput): Promise<Result<UpgradePlan>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const merged = await mergedUpgrade(context, granted.value, input);
  if (!merged.ok) return merged;
  const planned = await planPublish(context.services.publishing, granted.value.tenant, merged.value.request);
  const upgrade = told(context, merged.value);
  return planned.ok
    ? ok({ ...upgrade, plan: planned.value, issues: planned.value.issues })
    : ok({ ...upgrade, issues: planned.issues });
}

/**
 * Publishes the tenant's template merged with the pack's new version, and keeps the new base for the next upgrade
 * (SPEC [UPG-1]). Refuses with what `planUpgradeFor` refuses with and finds, all at once; then the tenant is as it was.
 */
export async function upgradeFor(
  context: PlatformContext,
  input: UpgradeInput & { readonly note: string },
): Promise<Result<Upgrade & { readonly published: Published }>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const merged = await mergedUpgrade(context, granted.value, input);
  if (!merged.ok) return merged;
  const { pack, from, to, request, unkept, conflicts } = merged.value;
  const { publishing, refresh } = context.services;
  // A pack that makes no sense isn't worth keeping; rows that refuse it are only this tenant's.
  const resolved = publishing.resolve(request.document);
  if (!resolved.ok) return resolved;
  // Kept before they are used: the next upgrade composes the tenant's packs from what is kept.
  for (const template of unkept) {
    const kept = await registerPack(context, documentOf(template));
    if (!kept.ok) return kept;
  }
  const upgrade = told(context, merged.value);
  const published = await publish(publishing, granted.value.tenant, {
    ...request,
    note: input.note === '' ? `${pack} ${from} → ${to}` : input.note,
    tests: { despite: input.despiteTests ?? null },
    ...authorOf(context.caller),
  });
  await refresh();
  if (!published.ok) return published;
  const actor = userIdOf(context.caller);
  await audit(publishing.control, {
    tenant: granted.value.id,
    ...(actor === null ? {} : { actor }),
    action: 'tenant.upgrade',
    detail: { pack, from, to, version: published.value.version, conflicts: conflicts.length },
  });
  return ok({ ...upgrade, published: published.value });
}

interface MergedUpgrade {
  readonly pack: string;
  readonly from: string;
  readonly to: string;
  readonly before: JsonDocument;
  readonly request: PublishRequest;
  readonly conflicts: readonly MergeConflict[];
  /** Packs that were used and have to be kept from now on. */
  readonly unkept: readonly Template[];
}

async function mergedUpgrade(
  context: PlatformContext,
  granted: TenantGrant,
  input: UpgradeInput,
): Promise<Result<MergedUpgrade>> {
  const { control } = context.services.publishing;
  const number = (await tenantVersion(control, granted.id))?.number ?? 0;
  const version = number === 0 ? null : await templateVersion(control, granted.id, number);
  const ours = version === null ? ok(null) : parseTemplate(version.document);
  if (!ours.ok) return ours;
  const packs = ours.value === null ? [] : packsOf(ours.value);
  const given = [...(input.document === undefined ? [] : [input.document]), ...(input.given ?? [])];
  const chosen = await chosenVersion(context, packs, { ...input, given });
  if (!chosen.ok) return chosen;
  const { pack, from, to } = chosen.value;
  const refs = packs.map((ref) => (ref.pack === pack ? { pack, version: to } : ref));
  const theirs = await composeTenant(control, refs.map(refText), given);
  if (!theirs.ok) return theirs;
  const base = await baseOf(control, must(version, 'version in force'), { packs, given });
  if (!base.ok) return base;
  const merged = mergeTemplates({
    base: withPacks(base.value, []),
    ours: withPacks(must(ours.value, 'template in force'), []),
    theirs: withPacks(theirs.value, []),
  });
  const used = packsOf(theirs.value);
  return ok({
    pack,
    from,
    to,
    before: must(version, 'version in force').document,
    request: requestOf(input, { number, merged: withPacks(merged.template, used), theirs: theirs.value }),
    conflicts: merged.conflicts,
    unkept: await notKept(context, given, used),
  });
}

function requestOf(
  { emptyFailedCasts: casts = [] }: UpgradeInput,
  { number, merged, theirs }: { readonly number: number; readonly merged: Template; readonly theirs: Template },
): PublishRequest {
  return {
    document: documentOf(merged),
    baseDocument: documentOf(theirs),
    baseVersion: number,
    ...(casts.length === 0
      ? {}
      : { onFailedCast: Object.fromEntries(casts.map((cast) => [cast, 'setNull' as const])) }),
  };
}

interface Chosen {
  readonly pack: string;
  readonly from: string;
  readonly to: string;
}

/** The pack's version now and then; every reason why it cannot be, at once. */
export async function chosenVersion(
  { services }: PlatformContext,
  packs: readonly PackRef[],
  { pack: text, document, given }: Pick<UpgradeInput, 'pack' | 'document'> & { readonly given: readonly Template[] },
): Promise<Result<Chosen>> {
  const { control } = services.publishing;
  const { name: pack, range } = packName(text);
  const available = await packVersions(control, given);
  const known = available.filter(({ name }) => name === pack).map(({ version }) => version);
  const from = packs.find((ref) => ref.pack === pack)?.version;
  const to = bestVersion(available, { name: pack, range });
  const issues: Issue[] = [];
  if (known.length === 0) {
    issues.push(issue('PACK_UNKNOWN', '/pack', { pack, known: [...new Set(available.map(({ name }) => name))] }));
  } else if (to === undefined) issues.push(issue('UPGRADE_VERSION_UNKNOWN', '/pack', { pack, version: range, known }));
  if (from === undefined) {
    issues.push(issue('UPGRADE_PACK_ABSENT', '/pack', { pack, packs: packs.map(refText) }));
  } else if (to !== undefined && !semver.gt(to, from)) {
    issues.push(issue('UPGRADE_NOT_NEWER', '/pack', { pack, version: to, current: from }));
  }
  if (document !== undefined) {
    const { pack: name, version } = document;
    const present = await presentPack(control, { name, version, document: documentOf(document) });
    if (!present.ok) issues.push(...present.issues);
  }
  if (issues.length > 0 || from === undefined || to === undefined) return refused(issues);
  return ok({ pack, from, to });
}

/** Which of the given packs were used and aren't kept yet; the first where two are of one name and version. */
async function notKept(
  { services }: PlatformContext,
  given: readonly Template[],
  used: readonly PackRef[],
): Promise<readonly Template[]> {
  const kept = await packVersions(services.publishing.control, []);
  return used.flatMap(({ pack, version }) => {
    const isKept = kept.some((row) => row.name === pack && row.version === version);
    const found = given.find((template) => template.pack === pack && template.version === version);
    return isKept || found === undefined ? [] : [found];
  });
}

/** The changes as the caller reads them; none when the merged template means nothing. */
function told({ services, locale }: PlatformContext, merged: MergedUpgrade): Upgrade {
  const { pack, from, to, conflicts, before, request } = merged;
  const [old, next] = [services.publishing.resolve(before), services.publishing.resolve(request.document)];
  const changes = next.ok
    ? changesBetween(old.ok ? old.value.model : null, next.value.model, locale)
    : { changes: [], apiChanges: [] };
  return { pack, from, to, conflicts, ...changes };
}

/** `packs` is what is merged, not content to be merged. */
function withPacks(template: Template, packs: readonly PackRef[]): Template {
  return { ...template, packs };
}
