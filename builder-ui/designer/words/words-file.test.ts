import { describe, expect, it } from 'vitest';
import type { Template } from '../../../schema/template/template.ts';
import { textsOf } from './texts-of.ts';
import { cellsOf, csvOf, importWords, pasteWords, wordsCsv } from './words-file.ts';

const SHOP = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [
    {
      id: 'Customer',
      kind: 'master',
      label: { en: 'Customer', 'zh-CN': '客户' },
      fields: [
        { id: 'name', type: 'text', label: { en: 'Name' } },
        { id: 'city', type: 'text' },
      ],
    },
  ],
} as const satisfies Template;
const PLACES = textsOf(SHOP);
const [LABEL = '', NAME = '', CITY = ''] = PLACES.map(({ id }) => id);

describe('words from and to spreadsheets', () => {
  it('[DSG-71] cells with quotes, line ends and what looks like a formula come back as they were', () => {
    const rows = [
      ['a', 'says "so"', 'two\nlines'],
      ['=SUM(A1)', '折扣，不超过 30%', '-1'],
      ['', ' x ', '1,5'],
    ];
    expect(cellsOf(csvOf(rows), ',')).toEqual(rows);
    expect(csvOf([['=1+1']])).toBe("\u{FEFF}'=1+1\r\n");
  });

  it('[DSG-71] reads what a spreadsheet copies', () => {
    expect(cellsOf('Name\t名称\r\n"Two\nlines"\t"说""好"""\r\n', '\t')).toEqual([
      ['Name', '名称'],
      ['Two\nlines', '说"好"'],
    ]);
  });

  it('[DSG-71] a pasted block fills the rows below and the languages beside, and nothing past the end', () => {
    const cells = cellsOf('Client\t客戶\nFull name\t姓名\nTown\t城市\nToo far\t多余', '\t');
    expect(pasteWords(cells, { rows: PLACES, from: 1, locale: 'en' })).toEqual([
      {
        kind: 'setProperty',
        at: ['entities', 'Customer', 'fields', 'name'],
        key: 'label',
        value: { en: 'Client', 'zh-CN': '客戶' },
      },
      {
        kind: 'setProperty',
        at: ['entities', 'Customer', 'fields', 'city'],
        key: 'label',
        value: { en: 'Full name', 'zh-CN': '姓名' },
      },
    ]);
    expect(pasteWords([['名称', 'no such column']], { rows: PLACES, from: 1, locale: 'zh-CN' })).toEqual([
      {
        kind: 'setProperty',
        at: ['entities', 'Customer', 'fields', 'name'],
        key: 'label',
        value: { en: 'Name', 'zh-CN': '名称' },
      },
    ]);
  });

  it('[DSG-72] a file that is sent back unchanged changes nothing; empty cells leave what is there', () => {
    expect(
      importWords(
        wordsCsv(PLACES, ({ id }) => id),
        PLACES,
      ),
    ).toEqual({ edits: [], unknown: [], isUnreadable: false });
    const sent = `id,zh-CN\r\n${LABEL},\r\n${NAME},名称\r\n${CITY},城市\r\nentities/Gone/label,没了\r\n`;
    expect(importWords(sent, PLACES)).toEqual({
      edits: [
        {
          kind: 'setProperty',
          at: ['entities', 'Customer', 'fields', 'name'],
          key: 'label',
          value: { en: 'Name', 'zh-CN': '名称' },
        },
        {
          kind: 'setProperty',
          at: ['entities', 'Customer', 'fields', 'city'],
          key: 'label',
          value: { 'zh-CN': '城市' },
        },
      ],
      unknown: ['entities/Gone/label'],
      isUnreadable: false,
    });
    expect(importWords('name,text\r\na,b\r\n', PLACES).isUnreadable).toBe(true);
  });
});
