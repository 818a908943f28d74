import semver from 'semver';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { composePacks } from '../../../schema/model/compose.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { JsonDocument, Pack, PackSummary } from '../../db/control-entities.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { findPack, listPacks, savePack } from '../../db/control-templates.ts';
import { audit } from '../../db/control-tenants.ts';
import { authorOf, isOperator, type PlatformContext } from './platform-context.ts';

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
    await audit(control, { ...authorOf(context.caller), action: 'pack.register', detail: { name, version } });
  }
  return saved;
}

/** `registerPack` without a caller: what a start of the server does with the packs that ship with it. */
export async function keepPack(control: ControlPlane, document: JsonDocument): Promise<Result<Pack>> {
  const template = parseTemplate(document);
  if (!template.ok) return template;
  const { pack: name, version } = template.value;
  const present = await findPack(control, name, version);
  if (present !== null) {
    const isSame = canonicalJson(present.document) === canonicalJson(document);
    return isSame ? ok(present) : refused([issue('PACK_VERSION_TAKEN', '/version', { pack: name, version })]);
  }
  await savePack(control, { name, version, document });
  return ok(must(await findPack(control, name, version), 'the pack just saved'));
}

/**
 * The packs of these names (`sales`, `sales@1.2.0`) with all that they require, composed. The newest version that every
 * requirement allows is taken. PACK_UNKNOWN, and what composing refuses.
 */
export async function composeTenant(control: ControlPlane, names: readonly string[]): Promise<Result<Template>> {
  const available = await listPacks(control);
  const chosen = new Map<string, Template>();
  const issues: Issue[] = [];
  const wanted = names.map((text, index) => ({ ...packName(text), path: pointer('', 'packs', index) }));
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    if (chosen.has(next.name)) continue;
    const version = bestVersion(available, next);
    const row = version === undefined ? null : await findPack(control, next.name, version);
    if (row === null) {
      const known = [...new Set(available.map(({ name }) => name))];
      issues.push(
        issue('PACK_UNKNOWN', next.path, {
          pack: next.range === '*' ? next.name : `${next.name}@${next.range}`,
          known,
        }),
      );
      continue;
    }
    const template = parseTemplate(row.document);
    if (!template.ok) return template;
    chosen.set(next.name, template.value);
    const { path } = next;
    for (const [name, range] of Object.entries(template.value.requires ?? {})) wanted.push({ name, range, path });
  }
  return issues.length > 0 ? refused(issues) : composePacks([...chosen.values()]);
}

function packName(text: string): { readonly name: string; readonly range: string } {
  const [name = '', range = '*'] = text.split('@');
  return { name, range };
}

function bestVersion(
  available: readonly PackSummary[],
  { name, range }: { readonly name: string; readonly range: string },
): string | undefined {
  const versions = available.filter((pack) => pack.name === name).map(({ version }) => version);
  return semver.maxSatisfying(versions, range) ?? undefined;
}
