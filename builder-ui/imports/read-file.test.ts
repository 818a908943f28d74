import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import type { Result } from '../../schema/core/result.ts';
import { headerRow, importTable, tableIssue, type ImportTable } from './import-table.ts';
import { readBytes, readFile, type ReadFile } from './read-file.ts';
import { csvFile, parseTable, tableText, type Cells } from './table-text.ts';

const told = (read: Result<ReadFile>): unknown =>
  read.ok ? read.value.sheets[0]?.cells : read.issues.map(({ code, params }) => [code, params]);
const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part])),
  );
const fileOf = (name: string, bytes: Uint8Array): File => new File([Uint8Array.from(bytes)], name);
const tableOf = (cells: Cells): ImportTable => importTable(cells, headerRow(cells), (position) => `Column ${position}`);

/** 客户 in GBK. */
const KEHU = [0xbf, 0xcd, 0xbb, 0xa7] as const;

describe('[IMP-40] reading files', () => {
  it('knows what is no table by its bytes, whatever its name', async () => {
    const png = bytesOf([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]);
    expect(told(await readFile(fileOf('customers.csv', png)))).toEqual([
      ['IMPORT_NOT_A_TABLE', { file: 'customers.csv', kind: 'PNG' }],
    ]);
    const old = bytesOf([0xd0, 0xcf, 0x11, 0xe0, 0, 0]);
    expect(told(await readFile(fileOf('a.xls', old)))).toMatchObject([['IMPORT_NOT_A_TABLE', { file: 'a.xls' }]]);
    expect(told(await readFile(fileOf('empty.csv', bytesOf())))).toEqual([['IMPORT_FILE_EMPTY', {}]]);
    expect(told(await readFile(fileOf('blank.csv', bytesOf(' \n\n'))))).toEqual([['IMPORT_FILE_EMPTY', {}]]);
  });

  it('recognises UTF-8, UTF-16 and GBK, takes another that is named, and tells the line where none fits', () => {
    expect(told(readBytes('a', bytesOf('code\n客户\n')))).toEqual([['code'], ['客户']]);
    const gbk = readBytes('a', bytesOf('code\n', KEHU, '\n'));
    expect(gbk).toMatchObject({ ok: true, value: { encoding: 'gb18030' } });
    expect(told(gbk)).toEqual([['code'], ['客户']]);
    expect(told(readBytes('a', bytesOf([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62, 0])))).toEqual([['a'], ['b']]);
    expect(told(readBytes('a', bytesOf('caf', [0xe9], '\n'), 'windows-1252'))).toEqual([['café']]);
    // One line of each: nothing is guessed, nothing is lost.
    expect(told(readBytes('a', bytesOf('code\n客户\n', KEHU, [0xff], '\n')))).toEqual([
      ['IMPORT_ENCODING', { line: 3, encoding: 'UTF-8' }],
    ]);
  });

  it('reads cells with marks, breaks and any of four delimiters, and tells the line of a mark that never ends', () => {
    expect(parseTable('a;b\r\n"x;""y""\nz";2\r\n')).toEqual({
      ok: true,
      value: [
        ['a', 'b'],
        ['x;"y"\nz', '2'],
      ],
    });
    expect(parseTable('a\tb\n1\t\n')).toEqual({
      ok: true,
      value: [
        ['a', 'b'],
        ['1', ''],
      ],
    });
    expect(parseTable('a,b\n1,"2\n3,4\n')).toMatchObject({
      ok: false,
      issues: [{ code: 'IMPORT_QUOTE', params: { line: 2 } }],
    });
  });

  it('finds the row of names below a title; names columns that have none or the same; drops empty rows', () => {
    const table = tableOf([
      ['Customers 2026'],
      [],
      ['code', 'name', 'name', '', 'gone'],
      ['C1', 'One', '1', 'x'],
      ['', ' ', '', ''],
      ['C2', 'Two', '2', ''],
    ]);
    expect(table.header).toEqual(['code', 'name', 'name (2)', 'Column 4', 'gone']);
    expect(table.rows).toEqual([
      ['C1', 'One', '1', 'x', ''],
      ['C2', 'Two', '2', '', ''],
    ]);
    expect(table.places).toEqual([4, 6]);
  });

  it('tells what can never be imported before anything is sent', () => {
    const wrong = (cells: Cells): unknown => {
      const found = tableIssue(tableOf(cells));
      return found === undefined ? undefined : [found.code, found.params];
    };
    expect(wrong([['code', 'name']])).toEqual(['IMPORT_NO_ROWS', {}]);
    const rows = (count: number): Cells => [['code'], ...Array.from({ length: count }, (_, index) => [String(index)])];
    expect(wrong(rows(LIMITS.importWizardRowsMax))).toBeUndefined();
    expect(wrong(rows(LIMITS.importWizardRowsMax + 1))).toEqual([
      'IMPORT_TOO_MANY_ROWS',
      { count: 50_001, max: 50_000 },
    ]);
    expect(
      wrong([
        ['code', 'name'],
        ['C1', 'x'.repeat(1_048_576)],
      ]),
    ).toMatchObject(['IMPORT_CELL_TOO_LONG', { line: 2, column: 'name', count: 1_048_576 }]);
  });

  it('writes CSV of which every line is known, and CSV for people that runs no formula', async () => {
    const text = tableText(['a', 'b'], [['1', 'x\ny'], ['2'], [' 3', '"']], [2, 0, 1]);
    expect(text.csv).toBe('a,b\n" 3",""""\n1,"x\ny"\n2,\n');
    expect([...text.rowOfLine]).toEqual([
      [2, 2],
      [3, 0],
      [5, 1],
    ]);
    expect(await csvFile([['=1+1', '-5', '-a']]).text()).toBe("'=1+1,-5,'-a\r\n");
  });
});
