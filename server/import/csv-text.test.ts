import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { openCsv, detectDelimiter } from './csv-reader.ts';
import { hashSource, memorySource } from './csv-source.ts';
import { csvLine, guardedCell, unguardedCell } from './csv-text.ts';

async function read(
  content: string | Uint8Array,
  format = {},
): Promise<readonly { line: number; cells: readonly string[] }[]> {
  const opened = await openCsv(memorySource('t.csv', content), format);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const rows = [{ line: 1, cells: opened.value.header }];
  for await (const { line, cells } of opened.value.rows) rows.push({ line, cells });
  return rows;
}

describe('csv', () => {
  it.each(['=1+1', '+49 30 1', '-cmd', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
    '[IMP-14] no spreadsheet runs %j',
    (value) => {
      expect(guardedCell(value)).toBe(`'${value}`);
      expect(csvLine([value]).replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it.each(['-1', '+1.5', '12', 'plain', "it's", "'quoted'", ''])('[IMP-14] leaves %j as it is', (value) => {
    expect(guardedCell(value)).toBe(value);
  });

  it('[IMP-14] what was guarded is read as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@\t]?[ab1'=]{0,4}$/)), (value) => {
        expect(unguardedCell(guardedCell(value))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[IMP-1] reads what it wrote: quotes, delimiters, line breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 }), {
          minLength: 1,
          maxLength: 6,
        }),
        async (rows) => {
          const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/[\r\uFEFF]/g, '')));
          const text = csvLine(['a', 'b']) + clean.map((row) => csvLine(row)).join('');
          const found = await read(text);
          const wanted = clean.filter((row) => row.some((cell) => guardedCell(cell) !== '') || row.length > 1);
          expect(found.slice(1).map(({ cells }) => cells.map(unguardedCell))).toEqual(wanted);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('[IMP-1] knows the line of each row, past empty lines and breaks inside cells', async () => {
    expect(await read('\uFEFFa;b\r\n1;"x\ny"\r\n\r\n2;z\r\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', 'z'] },
    ]);
  });

  it.each([
    ['a,b;c,d', ','],
    ['a;b,c;d', ';'],
    ['a\tb\tc', '\t'],
    ['"a,b,c";d', ';'],
    ['a|b', '|'],
    ['alone', ','],
  ])('[IMP-1] finds the delimiter of %j', (text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });

  it('[IMP-1] reads UTF-16 by its mark and other encodings by name', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\n茶,ü\n', 'utf16le')]);
    expect((await read(utf16))[1]?.cells).toEqual(['茶', 'ü']);
    expect((await read(Buffer.from([0x61, 0x0a, 0xb2, 0xe8]), { encoding: 'gb18030' }))[1]?.cells).toEqual(['茶']);
  });

  it('[IMP-10] knows a file again by its content', async () => {
    const [a, b] = [
      await hashSource(memorySource('x.csv', 'a\n1\n')),
      await hashSource(memorySource('y.csv', 'a\n1\n')),
    ];
    expect(must(a, 'hash')).toBe(b);
    expect(await hashSource(memorySource('x.csv', 'a\n2\n'))).not.toBe(a);
  });
});
