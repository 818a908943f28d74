import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { ok, type Result } from '../../../schema/core/result.ts';
import { TENANT_PACK } from '../../../schema/model/compose.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { PackRef, Template } from '../../../schema/template/template.ts';
import type { JsonDocument, TemplateVersion } from '../../db/control-entities.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { composeTenant } from './pack-service.ts';
import { documentOf } from './template-document.ts';

/**
 * What a document that is published counts its own edits from (SPEC [UPG-1], [DSG-94]): what the version in force counts
 * from, or, where the document is made of other packs than that, its packs composed. Packs that aren't kept leave the
 * base as it was; the next upgrade tells which one it lacks.
 */
export async function baseToPublish(
  control: ControlPlane,
  document: JsonDocument,
  inForce: Pick<TemplateVersion, 'baseDocument'> | null,
): Promise<JsonDocument | undefined> {
  if (inForce === null) return undefined;
  if (sameText(document['packs'], inForce.baseDocument['packs'])) return inForce.baseDocument;
  const [next, base] = [parseTemplate(document), parseTemplate(inForce.baseDocument)];
  if (!next.ok || !base.ok || next.value.packs === undefined || samePacks(next.value, base.value))
    return inForce.baseDocument;
  const composed = await composeTenant(control, next.value.packs.map(refText));
  return composed.ok ? documentOf(composed.value) : inForce.baseDocument;
}

/** The base of a version that is in force; its packs composed anew where it came to have others since. */
export async function baseOf(
  control: ControlPlane,
  { baseDocument }: Pick<TemplateVersion, 'baseDocument'>,
  { packs, given }: { readonly packs: readonly PackRef[]; readonly given: readonly Template[] },
): Promise<Result<Template>> {
  const base = parseTemplate(baseDocument);
  if (!base.ok) return base;
  // Else all of the new packs' content would count as the tenant's own.
  return sameRefs(packsOf(base.value), packs) ? ok(base.value) : composeTenant(control, packs.map(refText), given);
}

/** What a template is made of; a pack alone is made of itself. */
export function packsOf({ packs, pack, version }: Template): readonly PackRef[] {
  return packs ?? (pack === TENANT_PACK ? [] : [{ pack, version }]);
}

/** `sales@1.2.0` */
export function refText({ pack, version }: PackRef): string {
  return `${pack}@${version}`;
}

/** Whether both say the same of what they are made of, before anything is read. */
function sameText(a: unknown, b: unknown): boolean {
  return a !== undefined && canonicalJson(a) === canonicalJson(b);
}

function samePacks(a: Template, b: Template): boolean {
  return sameRefs(packsOf(a), packsOf(b));
}

function sameRefs(a: readonly PackRef[], b: readonly PackRef[]): boolean {
  const text = (refs: readonly PackRef[]): string => refs.map(refText).sort().join(' ');
  return text(a) === text(b);
}
