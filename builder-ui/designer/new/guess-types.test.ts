import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { guessColumns, type Cell } from './guess-types.ts';

const kinds = (rows: readonly (readonly Cell[])[]): Record<string, string> =>
  Object.fromEntries(guessColumns(rows).map(({ heading, kind }) => [heading, kind]));

/** What a person would say that each column of the sample company is. */
const NORTHWIND: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  customers: {
    customerID: ['text'],
    companyName: ['text'],
    contactName: ['text'],
    contactTitle: ['text', 'enum'],
    address: ['text'],
    city: ['text'],
    region: ['text'],
    postalCode: ['text'],
    country: ['text', 'enum'],
    phone: ['text'],
    fax: ['text'],
  },
  products: {
    productID: ['int'],
    productName: ['text'],
    supplierID: ['int'],
    categoryID: ['int'],
    quantityPerUnit: ['text'],
    unitPrice: ['money'],
    unitsInStock: ['int'],
    unitsOnOrder: ['int'],
    reorderLevel: ['int'],
    discontinued: ['int', 'bool'],
  },
  orders: {
    orderID: ['int'],
    customerID: ['text'],
    employeeID: ['int'],
    orderDate: ['date', 'datetime'],
    requiredDate: ['date', 'datetime'],
    shippedDate: ['date', 'datetime'],
    shipVia: ['int'],
    freight: ['money'],
    shipName: ['text'],
    shipAddress: ['text'],
    shipCity: ['text'],
    shipRegion: ['text'],
    shipPostalCode: ['text'],
    shipCountry: ['text', 'enum'],
  },
  order_details: {
    orderID: ['int'],
    productID: ['int'],
    unitPrice: ['money'],
    quantity: ['int', 'quantity'],
    discount: ['percent'],
  },
  categories: { categoryID: ['int'], categoryName: ['text'], description: ['longtext', 'text'] },
};

const plain = (heading: string): string => heading.toLowerCase().replaceAll('_', '');
const labelled = (columns: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(columns).map(([heading, found]) => [plain(heading), found]));

describe('[DSG-11] what the columns of a table hold', () => {
  it('is told from headings and cells, in both languages', () => {
    const rows: readonly (readonly Cell[])[] = [
      ['编号', '客户名称', '金额', '折扣率', '下单日期', '是否加急', '状态', '备注', '工时', '手机'],
      ...Array.from({ length: 12 }, (_, n) => [
        `SO-${n}`,
        `客户${n}`,
        `¥${n},000.50`,
        `${n}%`,
        `2026/3/${n + 1}`,
        n % 2 === 0 ? '是' : '否',
        ['草稿', '已确认', '已发货'][n % 3] ?? '',
        n === 3 ? '加急\n请电话联系' : '',
        `${n}.5`,
        `1380000${String(n).padStart(4, '0')}`,
      ]),
    ];
    expect(kinds(rows)).toEqual({
      编号: 'text',
      客户名称: 'text',
      金额: 'money',
      折扣率: 'percent',
      下单日期: 'date',
      是否加急: 'bool',
      状态: 'enum',
      备注: 'longtext',
      工时: 'decimal',
      手机: 'text',
    });
    const [code, , , , , , state, note] = guessColumns(rows);
    expect([code?.unique, code?.required, state?.options, note?.required]).toEqual([
      true,
      true,
      ['草稿', '已确认', '已发货'],
      false,
    ]);
  });

  it('takes the cells of spreadsheets as they are', () => {
    const day = new Date(Date.UTC(2026, 2, 1));
    const moment = new Date(Date.UTC(2026, 2, 1, 8, 30));
    expect(
      kinds([
        ['on', 'at', 'done', 'count', 'code'],
        [day, moment, true, 3, '007'],
        [day, moment, false, 4, '008'],
      ]),
    ).toEqual({ on: 'date', at: 'datetime', done: 'bool', count: 'int', code: 'text' });
  });

  it('leaves out columns without heading and cells, and names those without a heading', () => {
    expect(
      guessColumns([
        ['a', '', ''],
        ['1', '', 'x'],
      ]).map(({ heading }) => heading),
    ).toEqual(['a', '#3']);
    expect(guessColumns([])).toEqual([]);
  });

  const folder = path.join(import.meta.dirname, '../../../../shared/data/northwind');
  it.runIf(existsSync(folder))('is right for at least nine of ten columns of the sample company', () => {
    let right = 0;
    const wrong: string[] = [];
    for (const [name, columns] of Object.entries(NORTHWIND)) {
      const rows: string[][] = parse(readFileSync(path.join(folder, `${name}.csv`)), { bom: true, relax_quotes: true });
      for (const { heading, kind } of guessColumns(rows)) {
        if (labelled(columns)[plain(heading)]?.includes(kind)) right += 1;
        else wrong.push(`${name}.${heading}: ${kind}`);
      }
    }
    console.log(`columns guessed right: ${right} of ${right + wrong.length}; wrong: ${wrong.join(', ')}`);
    expect(right / (right + wrong.length)).toBeGreaterThanOrEqual(0.9);
  });
});
