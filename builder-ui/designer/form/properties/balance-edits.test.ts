import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../../schema/cases/shipped-company.ts';
import { must } from '../../../../schema/core/result.ts';
import { diffModels } from '../../../../schema/model/diff.ts';
import type { EntityDef, FieldDef, Template } from '../../../../schema/template/template.ts';
import { editsOfChange } from '../../changes/change-edits.ts';
import { changeSentence } from '../../changes/change-sentence.ts';
import { balanceEdits, balanceLedgers, balanceOf, keyFields } from './balance-edits.ts';

const COMPANY = shippedCompany();
const COUNT = COMPANY.entities?.flatMap(({ fields }) => fields).find(({ balance }) => balance !== undefined);
const LINE = lineOf(COMPANY);

function lineOf({ entities = [] }: Template): EntityDef {
  return must(
    entities.find(({ fields }) => fields.some(({ id }) => id === COUNT?.id && id === 'expected')),
    'the lines of a stocktake',
  );
}

function fieldOf(template: Template, id: string): FieldDef {
  return must(
    lineOf(template).fields.find((field) => field.id === id),
    id,
  );
}

function told(before: Template, after: Template): readonly (readonly string[])[] {
  const models = { before: resolved(before), after: resolved(after) };
  return diffModels(models.before, models.after).map((change) => [
    change.kind,
    changeSentence(change, models, 'en'),
    changeSentence(change, models, 'zh-CN'),
  ]);
}

describe('a number that is read from the books', () => {
  it('[DSG-141] is of the fields that fit, those of the row before those of its document', () => {
    const ledger = must(
      balanceLedgers(COMPANY).find(({ id }) => id === 'stock'),
      'stock',
    );
    expect(balanceOf(COMPANY, LINE, { ledger, measure: 'onHand' })).toEqual(fieldOf(COMPANY, 'expected').balance);
    const warehouse = must(
      ledger.dimensions.find(({ id }) => id === 'warehouse'),
      'warehouse',
    );
    expect(keyFields(COMPANY, LINE, warehouse).map(({ source }) => source)).toEqual(['doc.warehouse']);
  });

  it('[DSG-141] takes the place of what can’t stand beside it, is told by names, and is taken back', () => {
    const counted = fieldOf(COMPANY, 'counted');
    const { balance } = fieldOf(COMPANY, 'expected');
    const draft = edited(COMPANY, balanceEdits(LINE, counted, balance));
    const { required: _, min: _min, ...rest } = counted;
    expect(fieldOf(draft, 'counted')).toEqual({ ...rest, balance });
    const [row] = told(COMPANY, draft).filter(([kind]) => kind === 'balanceAdded');
    expect(row?.slice(1)).toEqual([
      '“Counted” of “Count line” is read from the books: “Stock · On hand” by Item, Warehouse, Lot. It can no longer be entered; what was entered stays',
      '“盘点明细”的“实盘数量”改为取自台账：“库存账 · 现存量”（物料、仓库、批次）。不可再录入，已录入的值保留',
    ]);
    const models = [resolved(draft), resolved(COMPANY)] as const;
    const back = diffModels(...models).filter(({ kind }) => kind === 'balanceRemoved');
    const reverted = back.flatMap((change) => editsOfChange(change, { from: draft, to: COMPANY }));
    expect(fieldOf(edited(draft, reverted), 'counted').balance).toBeUndefined();
  });

  it('[DSG-141] is told when it becomes another, and what can be chosen too', () => {
    const expected = fieldOf(COMPANY, 'expected');
    const balance = must(expected.balance, 'balance');
    const other = edited(COMPANY, balanceEdits(LINE, expected, { ...balance, measure: 'available' }));
    expect(told(COMPANY, other).map(([kind]) => kind)).toEqual(['balanceChanged']);
    const lot = ['entities', LINE.id, 'fields', 'lot'];
    const any = edited(COMPANY, [{ kind: 'setProperty', at: lot, key: 'choices' }]);
    expect(told(any, COMPANY)).toEqual([
      [
        'choicesSet',
        '“Lot” of “Count line” offers only what meets: Item of Lot is Item',
        '“盘点明细”的“批次”仅可选择满足以下条件的记录：批次的物料等于物料',
      ],
    ]);
    expect(told(COMPANY, any).map(([kind]) => kind)).toEqual(['choicesDropped']);
  });
});
