import semver from 'semver';
import { issue, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { ITEM_SECTIONS, type ItemSection } from '../../../schema/model/compose.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { PackRef, Template } from '../../../schema/template/template.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { findPack, listPacks } from '../../db/control-templates.ts';
import { packsOf } from './pack-base.ts';
import { bestVersion, composeTenant, packName } from './pack-service.ts';
import { isOperator, tenantFor, type PlatformContext } from './platform-context.ts';

/** A pack that a draft could be made of besides, and what is in it. */
export interface PackChoice {
  readonly template: Template;
  /** All packs that it needs, at least through others, in the versions that would come or are there. */
  readonly needs: readonly (Pick<Template, 'label'> & PackRef & { readonly isThere: boolean })[];
}

/** Sections whose items are told by name before a pack is added. */
export const TOLD_SECTIONS: readonly ItemSection[] = ITEM_SECTIONS;

/**
 * The packs that are kept and that a draft made of `packs` (`core@1.0.0`) has not, each in its newest version
 * (SPEC [DSG-94]). The packs come from the draft, since it may have been given some that are not published yet.
 */
export async function packChoices(
  context: PlatformContext,
  input: { readonly tenant: string; readonly packs: readonly string[] },
): Promise<Result<readonly PackChoice[]>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  return ok(await choicesBeside(context, input.packs));
}

/** The packs that a new tenant can be made of, each in its newest version (SPEC [ADM-53]). The operator's to ask. */
export async function newTenantPacks(context: PlatformContext): Promise<Result<readonly PackChoice[]>> {
  const { caller } = context;
  if (isOperator(caller)) return ok(await choicesBeside(context, []));
  return refused([issue(caller.kind === 'anonymous' ? 'NOT_SIGNED_IN' : 'FORBIDDEN', '')]);
}

async function choicesBeside({ services }: PlatformContext, packs: readonly string[]): Promise<readonly PackChoice[]> {
  const newest = await newestPacks(services.publishing.control);
  const there = new Map(packs.map((text) => [packName(text).name, packName(text).range]));
  return [...newest.values()]
    .filter(({ pack }) => !there.has(pack))
    .map((template) => ({ template, needs: needsOf(template, { newest, there }) }));
}

/** The packs of a draft composed without and with further ones: what adding them means, for a three-way merge. */
export interface PackAddition {
  readonly base: Template;
  readonly document: Template;
  readonly added: readonly PackRef[];
}

/**
 * What a draft made of `packs` gets by adding `add` and all that they require (SPEC [DSG-94]). PACK_UNKNOWN,
 * PACK_ALREADY_THERE and what composing refuses.
 */
export async function packAddition(
  context: PlatformContext,
  input: { readonly tenant: string; readonly packs: readonly string[]; readonly add: readonly string[] },
): Promise<Result<PackAddition>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { control } = context.services.publishing;
  const names = new Set(input.packs.map((text) => packName(text).name));
  const twice = input.add.flatMap((text, index): readonly Issue[] => {
    const { name } = packName(text);
    return names.has(name) ? [issue('PACK_ALREADY_THERE', `/add/${index}`, { pack: name })] : [];
  });
  if (twice.length > 0) return refused(twice);
  const base = await composeTenant(control, input.packs);
  if (!base.ok) return base;
  const document = await composeTenant(control, [...packTexts(base.value), ...input.add]);
  if (!document.ok) return document;
  const added = packsOf(document.value).filter(({ pack }) => !names.has(pack));
  return ok({ base: base.value, document: document.value, added });
}

function packTexts(template: Template): readonly string[] {
  return packsOf(template).map(({ pack, version }) => `${pack}@${version}`);
}

/** By name; what can't be read any more is not offered. */
async function newestPacks(control: ControlPlane): Promise<ReadonlyMap<string, Template>> {
  const available = await listPacks(control);
  const newest = new Map<string, Template>();
  for (const name of new Set(available.map((one) => one.name))) {
    const version = bestVersion(available, { name, range: '*' });
    const row = version === undefined ? null : await findPack(control, name, version);
    const template = row === null ? undefined : parseTemplate(row.document);
    if (template?.ok === true) newest.set(name, template.value);
  }
  return newest;
}

function needsOf(
  template: Template,
  { newest, there }: { readonly newest: ReadonlyMap<string, Template>; readonly there: ReadonlyMap<string, string> },
): PackChoice['needs'] {
  const names = new Set(Object.keys(template.requires ?? {}));
  // A set is walked through to what is added meanwhile.
  for (const name of names) for (const other of Object.keys(newest.get(name)?.requires ?? {})) names.add(other);
  return [...names].map((name) => {
    const found = newest.get(name);
    const version = there.get(name) ?? found?.version ?? '';
    return {
      pack: name,
      version: semver.valid(version) ?? '',
      isThere: there.has(name),
      ...(found?.label === undefined ? {} : { label: found.label }),
    };
  });
}
