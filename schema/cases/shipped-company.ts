import { readFileSync } from 'node:fs';
import path from 'node:path';
import { must } from '../core/result.ts';
import { composePacks } from '../model/compose.ts';
import type { Model } from '../model/model.ts';
import { resolveModel } from '../model/resolve.ts';
import { applyEdits, type Edit } from '../model/edits.ts';
import { parseTemplateText } from '../template/parse.ts';
import type { Template } from '../template/template.ts';

const FOLDER = path.join(import.meta.dirname, '../../templates');
const PACKS = ['core', 'inventory', 'sales', 'purchasing', 'points'];

/** The packs that ship, composed: a company as large as real ones. */
export function shippedCompany(): Template {
  const packs = PACKS.map((pack) => {
    const parsed = parseTemplateText(readFileSync(path.join(FOLDER, pack, 'template.json'), 'utf8'));
    return must(parsed.ok ? parsed.value : undefined, `the pack ${pack}`);
  });
  const composed = composePacks(packs);
  return must(composed.ok ? composed.value : undefined, 'the packs together');
}

/** The template after edits; throws with what was refused. */
export function edited(template: Template, edits: readonly Edit[]): Template {
  const applied = applyEdits(template, edits);
  if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
  return applied.value.template;
}

/** What a template means; throws with its mistakes. */
export function resolved(template: Template): Model {
  const model = resolveModel(template);
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return model.value;
}
