import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../schema/model/edits.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { missingIn, textsOf } from './texts-of.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../templates');
const PACKS = fs
  .readdirSync(FOLDER)
  .flatMap((name) =>
    fs.existsSync(path.join(FOLDER, name, 'template.json')) ? [path.join(FOLDER, name, 'template.json')] : [],
  );

function read(file: string): Template {
  const parsed = parseTemplate(JSON.parse(fs.readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues.slice(0, 3)));
  return parsed.value;
}

/** Every object of the document that has an English or Chinese text, found without the format. */
function textsByEye(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, item) => sum + textsByEye(item), 0);
  if (!isRecord(node)) return 0;
  const isText = Object.keys(node).length > 0 && Object.keys(node).every((key) => key === 'en' || key === 'zh-CN');
  if (isText) return 1;
  return Object.values(node).reduce<number>((sum, value) => sum + textsByEye(value), 0);
}

describe('the texts of a template', () => {
  it.each(PACKS.map((file) => [path.basename(path.dirname(file)), file] as const))(
    '[DSG-70] finds every text of the pack %s, and can set it',
    (_, file) => {
      const template = read(file);
      const { records: _records, ...rest } = template;
      const places = textsOf(template);
      expect(places.filter(({ text }) => text !== undefined)).toHaveLength(textsByEye(rest));
      expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
      for (const { at, key, id } of places) {
        const edited = applyEdit(template, { kind: 'setProperty', at, key, value: { en: 'Other', 'zh-CN': '其他' } });
        if (!edited.ok) throw new Error(JSON.stringify(edited.issues));
        const after = textsOf(edited.value.template).find((place) => place.id === id);
        expect(after?.text).toEqual({ en: 'Other', 'zh-CN': '其他' });
      }
    },
  );

  it('[DSG-70] an item that people see and that has no label is a missing text; a help that nobody wrote is none', () => {
    const template = {
      format: 1,
      pack: 'shop',
      version: '1.0.0',
      entities: [
        {
          id: 'Customer',
          kind: 'master',
          label: { en: 'Customer', 'zh-CN': '客户' },
          fields: [
            { id: 'name', type: 'text', label: { en: 'Name' }, help: { en: 'In full', 'zh-CN': '全称' } },
            { id: 'grade', type: 'enum', options: [{ id: 'a' }] },
          ],
        },
      ],
    } as const satisfies Template;
    expect(textsOf(template).map((place) => [place.id, place.entity, missingIn(place)])).toEqual([
      ['entities/Customer/label', 'Customer', []],
      ['entities/Customer/fields/name/label', 'Customer', ['zh-CN']],
      ['entities/Customer/fields/name/help', 'Customer', []],
      ['entities/Customer/fields/grade/label', 'Customer', ['en', 'zh-CN']],
      ['entities/Customer/fields/grade/options/a/label', 'Customer', ['en', 'zh-CN']],
    ]);
  });
});
