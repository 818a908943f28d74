import type { Template } from '../template/template.ts';
import { mergeTemplates, type Merged } from './merge.ts';

/**
 * A tenant's template with packs added (SPEC [DSG-94]): three-way, so that what the packs bring to items that are there
 * comes too and what the tenant made stays. `base` and `document` are its packs composed without and with the new ones.
 */
export function addPacks(ours: Template, packs: { readonly base: Template; readonly document: Template }): Merged {
  // Which packs it is made of is decided here, not merged.
  const apart = (template: Template): Template => ({ ...template, packs: [] });
  const merged = mergeTemplates({ base: apart(packs.base), ours: apart(ours), theirs: apart(packs.document) });
  return { ...merged, template: { ...merged.template, packs: packs.document.packs ?? [] } };
}
