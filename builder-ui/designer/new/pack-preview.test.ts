import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { addPacks } from '../../../schema/model/add-packs.ts';
import { composePacks } from '../../../schema/model/compose.ts';
import { applyEdits } from '../../../schema/model/edits.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { packPreview } from './pack-preview.ts';

function pack(name: string): Template {
  const file = path.join(import.meta.dirname, '../../../templates', name, 'template.json');
  const parsed = parseTemplate(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

function composed(...names: readonly string[]): Template {
  const done = composePacks(names.map(pack));
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
}

const PACKS = { base: composed('core'), document: composed('core', 'inventory', 'sales') };

describe('[DSG-94] the preview of a pack', () => {
  it('has edits that make of the draft what the merge makes of it, and can be undone', () => {
    const own = applyEdits(PACKS.base, [
      { kind: 'addItem', list: ['entities'], item: { id: 'x_Visit', kind: 'log', fields: [], label: { en: 'Visit' } } },
    ]);
    if (!own.ok) throw new Error('own edits');
    const draft = own.value.template;
    const preview = packPreview(draft, PACKS);
    const done = applyEdits(draft, preview.edits);
    if (!done.ok) throw new Error(JSON.stringify(done.issues));
    expect(canonicalJson(done.value.template)).toBe(canonicalJson(addPacks(draft, PACKS).template));
    const undone = applyEdits(done.value.template, done.value.inverse);
    expect(undone.ok && canonicalJson(undone.value.template)).toBe(canonicalJson(draft));
    expect(preview).toMatchObject({ conflicts: [], clashes: [], issues: [] });
    expect(preview.entities.map(({ id }) => id)).toContain('SalesOrder');
    expect(preview.others.map(({ section }) => section)).toEqual(expect.arrayContaining(['workflows', 'tests']));
  });

  it('tells what is called as something that is there, and mistakes that would come', () => {
    const own = applyEdits(PACKS.base, [
      {
        kind: 'addItem',
        list: ['entities'],
        item: {
          id: 'x_Order',
          kind: 'master',
          label: { 'zh-CN': '销售订单' },
          apiName: 'SalesOrder',
          title: 'name',
          fields: [{ id: 'name', type: 'text' }],
        },
      },
    ]);
    if (!own.ok) throw new Error('own edits');
    const { clashes, issues } = packPreview(own.value.template, PACKS);
    expect(clashes.map(({ id }) => id)).toEqual(['SalesOrder']);
    expect(issues.map(({ code }) => code)).toContain('MODEL_NAME_TAKEN');
  });
});
