import { LOCALES } from '../core/text.ts';
import { issue, pointer, type Issue, type JsonPointer } from '../core/result.ts';
import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';

/** Items that people see by name: their key in the document, and which of their texts must be there. */
const LABELLED: ReadonlySet<string> = new Set([
  'entities',
  'fields',
  'options',
  'states',
  'transitions',
  'roles',
  'views',
  'reports',
  'rewards',
  'awards',
  'leaderboards',
  'levels',
]);

/** Texts that, where they stand, stand in every language. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['label', 'help', 'message', 'explain', 'text']);

/**
 * What a shipped pack must have beyond being right (SPEC [TPL-10]): every label in English and Chinese
 * (`MODEL_LABEL_MISSING`), a message for every check, and no `origin` (`MODEL_ORIGIN_IN_PACK`).
 */
export function lintPack(template: Template): readonly Issue[] {
  const issues: Issue[] = [];
  lintTexts(template.pack, 'label', { path: '', value: template.label, issues });
  visit(template, '', { path: '', issues, list: '' });
  return issues;
}

interface Visit {
  readonly path: JsonPointer;
  readonly issues: Issue[];
  /** The list that the value is an item of. */
  readonly list: string;
}

function visit(value: unknown, id: string, { path, issues, list }: Visit): void {
  if (!isRecord(value)) return;
  if (list !== '') {
    if (LABELLED.has(list)) lintTexts(id, 'label', { path, value: value['label'], issues });
    if (list === 'checks') lintTexts(id, 'message', { path, value: value['message'], issues });
    if (value['origin'] !== undefined) issues.push(issue('MODEL_ORIGIN_IN_PACK', pointer(path, 'origin'), {}));
  }
  for (const [key, child] of Object.entries(value)) {
    const here = pointer(path, key);
    const required = key === 'label' ? LABELLED.has(list) || list === '' : key === 'message' && list === 'checks';
    if (TEXT_KEYS.has(key) && isRecord(child) && !required) lintTexts(id, key, { path, value: child, issues });
    // Rows, inputs and expectations are data, whatever their keys are called.
    if (key === 'records' || key === 'tests') continue;
    if (Array.isArray(child)) {
      for (const [index, item] of child.entries())
        visit(item, itemKey(item) ?? id, { path: pointer(here, index), issues, list: key });
    } else if (isRecord(child) && !TEXT_KEYS.has(key)) visit(child, id, { path: here, issues, list: '' });
  }
}

interface TextsToLint {
  readonly path: JsonPointer;
  readonly value: unknown;
  readonly issues: Issue[];
}

function lintTexts(id: string, key: string, { path, value, issues }: TextsToLint): void {
  const texts = isRecord(value) ? value : {};
  for (const language of LOCALES) {
    const text = texts[language];
    if (typeof text !== 'string' || text.trim() === '') {
      issues.push(issue('MODEL_LABEL_MISSING', value === undefined ? path : pointer(path, key), { id, key, language }));
    }
  }
}
