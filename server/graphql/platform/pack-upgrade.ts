import semver from 'semver';
import { must, ok, type Result } from '../../../schema/core/result.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { PackRef, Template } from '../../../schema/template/template.ts';
import { findPack, listPacks, templateVersion } from '../../db/control-templates.ts';
import { tenantVersion } from '../../db/control-tenants.ts';
import type { PackAddition } from './pack-addition.ts';
import { baseOf, packsOf, refText } from './pack-base.ts';
import { bestVersion, composeTenant, packName } from './pack-service.ts';
import { tenantFor, type PlatformContext } from './platform-context.ts';
import { chosenVersion } from './upgrade-service.ts';

/** A pack of a draft that is kept in a newer version. */
export interface PackNews extends Pick<Template, 'label'> {
  readonly pack: string;
  readonly from: string;
  readonly to: string;
}

/** What a draft is made of, as the API names packs: `core@1.0.0`. */
interface DraftPacks {
  readonly tenant: string;
  readonly packs: readonly string[];
}

/** The packs of a draft that there are newer versions of (SPEC [UPG-8]). */
export async function packNews(context: PlatformContext, input: DraftPacks): Promise<Result<readonly PackNews[]>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const available = await listPacks(control);
  const news: PackNews[] = [];
  for (const { pack, version: from } of refsOf(input.packs)) {
    const to = bestVersion(available, { name: pack, range: '*' });
    if (to === undefined || semver.valid(from) === null || !semver.gt(to, from)) continue;
    const found = parseTemplate(must(await findPack(control, pack, to), 'pack that is kept').document);
    // What can't be read any more is not offered.
    if (!found.ok) continue;
    const { label } = found.value;
    news.push({ pack, from, to, ...(label === undefined ? {} : { label }) });
  }
  return ok(news);
}

/**
 * A draft's packs composed as they are and with another version of one (SPEC [UPG-8]), for a three-way merge. What the
 * version in force counts from is the base as long as the draft has its packs. Codes as `planUpgradeFor`'s.
 */
export async function packUpgrade(
  context: PlatformContext,
  input: DraftPacks & { readonly pack: string },
): Promise<Result<PackAddition>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const packs = refsOf(input.packs);
  const chosen = await chosenVersion(context, packs, { pack: input.pack, given: [] });
  if (!chosen.ok) return chosen;
  const { pack, to } = chosen.value;
  const document = await composeTenant(
    control,
    packs.map((ref) => refText(ref.pack === pack ? { pack, version: to } : ref)),
  );
  if (!document.ok) return document;
  const number = (await tenantVersion(control, granted.value.id))?.number ?? 0;
  const inForce = number === 0 ? null : await templateVersion(control, granted.value.id, number);
  const base =
    inForce === null
      ? await composeTenant(control, packs.map(refText))
      : await baseOf(control, inForce, { packs, given: [] });
  if (!base.ok) return base;
  const known = new Set(packs.map(refText));
  const added = packsOf(document.value).filter((ref) => !known.has(refText(ref)));
  return ok({ base: base.value, document: document.value, added });
}

function refsOf(packs: readonly string[]): readonly PackRef[] {
  return packs.map((text) => {
    const { name, range } = packName(text);
    return { pack: name, version: range };
  });
}
