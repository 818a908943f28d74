import { LRUCache } from 'lru-cache';
import semver from 'semver';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { composePacks } from '../../../schema/model/compose.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { JsonDocument, Pack, PackSummary } from '../../db/control-entities.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { findPack, listPacks, savePack } from '../../db/control-templates.ts';
import { audit } from '../../db/control-tenants.ts';
import { actorOf, isOperator, type PlatformContext } from './platform-context.ts';

/**
 * Keeps a pack for tenants to be made of. The operator's to do. A name and version that is there already must have the
 * same content (PACK_VERSION_TAKEN); besides, what is wrong with its form.
 */
export async function registerPack(context: PlatformContext, document: JsonDocument): Promise<Result<Pack>> {
  if (!isOperator(context.caller))
    return refused([issue(context.caller.kind === 'anonymous' ? 'NOT_SIGNED_IN' : 'FORBIDDEN', '')]);
  const { control } = context.services.publishing;
  const saved = await keepPack(control, document);
  if (saved.ok) {
    const { name, version } = saved.value;
    await audit(control, { ...actorOf(context.caller), action: 'pack.register', detail: { name, version } });
  }
  return saved;
}

/** `registerPack` without a caller: what a start of the server does with the packs that ship with it. */
export async function keepPack(control: ControlPlane, document: JsonDocument): Promise<Result<Pack>> {
  const template = parseTemplate(document);
  if (!template.ok) return template;
  const { pack: name, version } = template.value;
  const present = await presentPack(control, { name, version, document });
  if (!present.ok) return present;
  if (present.value !== null) return ok(present.value);
  await savePack(control, { name, version, document });
  return ok(must(await findPack(control, name, version), 'the pack just saved'));
}

/** The pack as it is kept, `null` when it isn't. Kept with another content: PACK_VERSION_TAKEN. */
export async function presentPack(
  control: ControlPlane,
  { name, version, document }: Pick<Pack, 'name' | 'version' | 'document'>,
): Promise<Result<Pack | null>> {
  const present = await findPack(control, name, version);
  return present === null || canonicalJson(present.document) === canonicalJson(document)
    ? ok(present)
    : refused([issue('PACK_VERSION_TAKEN', '/version', { pack: name, version })]);
}

/** The packs that there are: those kept, and those of `given` whose name and version isn't kept yet. */
export async function packVersions(
  control: ControlPlane,
  given: readonly Template[],
): Promise<readonly Pick<PackSummary, 'name' | 'version'>[]> {
  const kept = await listPacks(control);
  const isKept = (pack: Template): boolean =>
    kept.some(({ name, version }) => name === pack.pack && version === pack.version);
  return [...kept, ...given.filter((pack) => !isKept(pack)).map(({ pack: name, version }) => ({ name, version }))];
}

/**
 * The packs of these names (`sales`, `sales@1.2.0`) with all that they require, composed. The newest version that every
 * requirement allows is taken. `given` are packs that may be used although they aren't kept. PACK_UNKNOWN, and what
 * composing refuses.
 */
export async function composeTenant(
  control: ControlPlane,
  names: readonly string[],
  given: readonly Template[] = [],
): Promise<Result<Template>> {
  const available = await packVersions(control, given);
  const chosen = new Map<string, Template>();
  const issues: Issue[] = [];
  const wanted = names.map((text, index) => ({ ...packName(text), path: pointer('', 'packs', index) }));
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    if (chosen.has(next.name)) continue;
    const version = bestVersion(available, next);
    const template = version === undefined ? null : await packTemplate(control, given, { name: next.name, version });
    if (template === null) {
      const known = [...new Set(available.map(({ name }) => name))];
      issues.push(
        issue('PACK_UNKNOWN', next.path, {
          pack: next.range === '*' ? next.name : `${next.name}@${next.range}`,
          known,
        }),
      );
      continue;
    }
    if (!template.ok) return template;
    chosen.set(next.name, template.value);
    const { path } = next;
    for (const [name, range] of Object.entries(template.value.requires ?? {})) wanted.push({ name, range, path });
  }
  return issues.length > 0 ? refused(issues) : composeKnown(control, [...chosen.values()]);
}

/** What was made of the packs that are kept. A version of a pack never says anything else, so neither do these. */
interface KnownPacks {
  /** By name and version. */
  readonly parsed: LRUCache<string, Result<Template>>;
  /** By the names and versions, of packs that are all of these. */
  readonly composed: LRUCache<string, { readonly of: readonly Template[]; readonly outcome: Result<Template> }>;
}

const packsOf = new WeakMap<ControlPlane, KnownPacks>();

function knownPacks(control: ControlPlane): KnownPacks {
  const max = LIMITS.packsParsedKept;
  const known = packsOf.get(control) ?? { parsed: new LRUCache({ max }), composed: new LRUCache({ max }) };
  packsOf.set(control, known);
  return known;
}

/** `composePacks`, once for the same packs. */
function composeKnown(control: ControlPlane, packs: readonly Template[]): Result<Template> {
  const { composed } = knownPacks(control);
  const key = packs.map(({ pack, version }) => `${pack}@${version}`).join(' ');
  const same = composed.get(key);
  if (same !== undefined && packs.every((pack, index) => pack === same.of[index])) return same.outcome;
  const outcome = composePacks(packs);
  composed.set(key, { of: packs, outcome });
  return outcome;
}

/** What is kept comes first: tenants were made of it. */
async function packTemplate(
  control: ControlPlane,
  given: readonly Template[],
  { name, version }: Pick<PackSummary, 'name' | 'version'>,
): Promise<Result<Template> | null> {
  const { parsed } = knownPacks(control);
  const key = `${name}@${version}`;
  const same = parsed.get(key);
  if (same !== undefined) return same;
  const row = await findPack(control, name, version);
  if (row !== null) {
    const template = parseTemplate(row.document);
    parsed.set(key, template);
    return template;
  }
  const found = given.find((pack) => pack.pack === name && pack.version === version);
  return found === undefined ? null : ok(found);
}

/** `sales@1.2.0` in its parts; any version when none is said. */
export function packName(text: string): { readonly name: string; readonly range: string } {
  const [name = '', range = '*'] = text.split('@');
  return { name, range };
}

/** The newest of the available versions of a pack that a range allows. */
export function bestVersion(
  available: readonly Pick<PackSummary, 'name' | 'version'>[],
  { name, range }: { readonly name: string; readonly range: string },
): string | undefined {
  const versions = available.filter((pack) => pack.name === name).map(({ version }) => version);
  return semver.maxSatisfying(versions, range) ?? undefined;
}
