import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { guessColumns } from './guess-types.ts';
import { copiedFields, fieldsOfColumns, newEntity } from './new-entity.ts';

const COMPANY = shippedCompany();
const noPinyin = (): undefined => undefined;
const plan = { kind: 'document', fields: [], pinyinOf: noPinyin } as const;

describe('a new object', () => {
  it('[DSG-23] has an id of its own, made of its name, and a name that records are called by', () => {
    const { edit, id } = newEntity(COMPANY, { ...plan, label: { en: 'Visit report' } });
    expect(id).toBe('x_VisitReport');
    const once = edited(COMPANY, [edit]);
    const entity = resolved(once).entities.find((one) => one.id === id);
    expect(entity).toMatchObject({ kind: 'document', label: { en: 'Visit report' }, title: 'x_name' });
    expect(newEntity(once, { ...plan, label: { en: 'Visit report' } }).id).toBe('x_VisitReport2');
  });

  it('[DSG-23] that is named in Chinese takes its id from pinyin, else a plain word', () => {
    const label = { 'zh-CN': '拜访记录' };
    expect(newEntity(COMPANY, { ...plan, label, pinyinOf: () => 'bai fang ji lu' }).id).toBe('x_BaiFangJiLu');
    expect(newEntity(COMPANY, { ...plan, label }).id).toBe('x_Object');
  });

  it.each((COMPANY.entities ?? []).map((entity) => [entity.id, entity] as const))(
    '[DSG-23] with the fields of %s is without mistakes and shares no id with it',
    (_, entity) => {
      const fields = copiedFields(entity);
      expect(fields.filter(({ id }) => !id.startsWith('x_'))).toEqual([]);
      const { edit, id } = newEntity(COMPANY, { ...plan, label: { en: 'Copy' }, fields });
      const made = resolved(edited(COMPANY, [edit])).entities.find((one) => one.id === id);
      const own = made?.fields.filter((field) => field.id.startsWith('x_')).map((field) => field.id);
      expect(own).toEqual(fields.length > 0 ? fields.map((field) => field.id) : ['x_name']);
    },
  );

  it('[DSG-23] leaves behind conditions that read the other object, and keeps what holds by itself', () => {
    const [copied] = copiedFields({
      id: 'Order',
      kind: 'document',
      fields: [
        {
          id: 'note',
          type: 'text',
          label: { en: 'Note' },
          required: 'doc.amount > 3',
          visible: 'doc.amount > 2',
          readonly: true,
          default: "'none'",
          apiName: 'remark',
        },
      ],
    });
    expect(copied).toEqual({ id: 'x_note', type: 'text', label: { en: 'Note' }, readonly: true, default: "'none'" });
  });

  it('[DSG-11] takes its fields from columns, in the language of each heading', () => {
    const columns = guessColumns([
      ['order_no', '客户', 'Level', 'Amount', 'Due'],
      ['A-1', '晨光', 'high', '12.50', '2026-01-31'],
      ['A-2', '晨光', 'low', '8.00', '2026-02-28'],
      ['A-3', '得力', 'low', '1.25', '2026-03-31'],
      ['A-4', '得力', 'high', '3.10', '2026-04-30'],
    ]);
    const fields = fieldsOfColumns(columns, { locale: 'en', pinyinOf: () => 'ke hu' });
    expect(fields.map(({ id, label }) => [id, label])).toEqual([
      ['x_orderNo', { en: 'Order no' }],
      ['x_keHu', { 'zh-CN': '客户' }],
      ['x_level', { en: 'Level' }],
      ['x_amount', { en: 'Amount' }],
      ['x_due', { en: 'Due' }],
    ]);
    const { edit, id } = newEntity(COMPANY, { ...plan, label: { en: 'Import' }, fields });
    expect(resolved(edited(COMPANY, [edit])).entities.find((one) => one.id === id)?.title).toBe('x_orderNo');
  });

  it('[DSG-11] two columns of one heading become two fields', () => {
    const column = {
      heading: 'Name',
      kind: 'text',
      required: false,
      unique: false,
      options: [],
      examples: [],
    } as const;
    const ids = fieldsOfColumns([column, column], { locale: 'en', pinyinOf: noPinyin }).map(({ id }) => id);
    expect(ids).toEqual(['x_name', 'x_name2']);
  });
});
