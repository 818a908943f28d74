import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { importText, packBench } from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';

let db: TestDatabase;
let bench: TenantBench;
beforeAll(async () => {
  db = await freshDatabase();
  bench = await packBench(db.database, ['core', 'sales', 'inventory']);
  const seeded = await importText(bench, 'code,name\nACME,Acme\nBOLT,Bolt works\n', { entity: 'Customer' });
  if (!seeded.ok) throw new Error(JSON.stringify(seeded.issues));
});
afterAll(() => db.drop());

/** File, what is wrong as `CODE line column`, and how it is read. */
interface BadFile {
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly wrong: readonly string[];
  readonly entity?: string;
  readonly map?: ImportMap;
}

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const ITEM = 'Item';
const columns = (map: Readonly<Record<string, string>>): NonNullable<ImportMap['columns']> =>
  Object.fromEntries(Object.entries(map).map(([column, field]) => [column, [{ field }]]));

const FILES: readonly BadFile[] = [
  { name: 'an empty file', text: '', wrong: ['IMPORT_FILE_EMPTY'] },
  { name: 'nothing but a byte order mark', text: '\uFEFF', wrong: ['IMPORT_FILE_EMPTY'] },
  { name: 'only empty lines', text: '\r\n\r\n', wrong: ['IMPORT_FILE_EMPTY'] },
  { name: 'no rows', text: 'code,name\r\n', wrong: ['IMPORT_NO_ROWS 1'] },
  { name: 'an unknown column', text: 'code,name,colour\nX,Y,red\n', wrong: ['IMPORT_COLUMN_UNKNOWN 1 colour'] },
  { name: 'a column without a name', text: 'code,,name\nX,1,Y\n', wrong: ['IMPORT_HEADER_EMPTY 1'] },
  { name: 'a column twice', text: 'code,name,name\nX,Y,Z\n', wrong: ['IMPORT_HEADER_TWICE 1 name'] },
  { name: 'two columns for one field', text: 'code,name,Name\nX,Y,Z\n', wrong: ['IMPORT_FIELD_TWICE 1 Name'] },
  { name: 'a required column that is missing', text: 'name,city\nX,Y\n', wrong: ['IMPORT_REQUIRED_COLUMN 1'] },
  { name: 'a row that is too short', text: 'code,name,city\nX,Y\n', wrong: ['IMPORT_CELLS 2'] },
  { name: 'a row that is too long', text: 'code,name\nX,Y\nX2,Y,Z\n', wrong: ['IMPORT_CELLS 3'] },
  { name: 'a quotation mark that is never closed', text: 'code,name\nX,"Y\nZ,1\n', wrong: ['IMPORT_QUOTE 2'] },
  { name: 'a quotation mark inside a value', text: 'code,name\nX,"Y" and Z\n', wrong: ['IMPORT_QUOTE 2'] },
  { name: 'bytes that are no UTF-8', text: bytes('code,name\nX,Gr', [0xfc], 'n\n'), wrong: ['IMPORT_ENCODING 2'] },
  {
    name: 'bytes that are no UTF-8, further down',
    text: bytes('code,name\nX,Y\nZ,A\nB,', [0xc3, 0x28], '\n'),
    wrong: ['IMPORT_ENCODING 4'],
  },
  {
    name: 'an encoding that does not exist',
    text: 'code,name\nX,Y\n',
    map: { encoding: 'utf-9' },
    wrong: ['IMPORT_ENCODING_UNKNOWN'],
  },
  { name: 'NUL in a text', text: 'code,name\nX,a\u0000b\n', wrong: ['VALUE_FORM 2 name'] },
  { name: 'a text that is too long', text: `code,name\nX,${'n'.repeat(121)}\n`, wrong: ['VALUE_TOO_LONG 2 name'] },
  { name: 'a text that does not fit its pattern', text: 'code,name\nlower case,Y\n', wrong: ['VALUE_PATTERN 2 code'] },
  { name: 'a required value that is empty', text: 'code,name\nX1,\n', wrong: ['VALUE_REQUIRED 2 name'] },
  { name: 'a key that is empty', text: 'code,name\n,Y\n', wrong: ['IMPORT_KEY_MISSING 2 code'] },
  { name: 'a key twice', text: 'code,name\nX,Y\nZ,A\nX,B\n', wrong: ['IMPORT_KEY_TWICE 4 code'] },
  { name: 'a number that is none', text: 'code,name,price\nX,Y,cheap\n', entity: ITEM, wrong: ['VALUE_FORM 2 price'] },
  {
    name: 'a separator in the wrong place',
    text: 'code,name,price\nX,Y,"1,23"\n',
    entity: ITEM,
    wrong: ['VALUE_FORM 2 price'],
  },
  { name: 'a negative price', text: 'code,name,price\nX,Y,-1\n', entity: ITEM, wrong: ['VALUE_BELOW_MIN 2 price'] },
  {
    name: 'a number with too many places',
    text: 'code,name,price\nX,Y,1.00001\n',
    entity: ITEM,
    wrong: ['VALUE_TOO_PRECISE 2 price'],
  },
  {
    name: 'a whole number that is none',
    text: 'code,name,days\nX,Y,1.5\n',
    entity: 'PaymentTerm',
    wrong: ['VALUE_FORM 2 days'],
  },
  {
    name: 'a yes or no that is neither',
    text: 'code,name,discontinued\nX,Y,maybe\n',
    entity: ITEM,
    wrong: ['VALUE_FORM 2 discontinued'],
  },
  {
    name: 'an option that does not exist',
    text: 'code,name,kind\nX,Y,gadget\n',
    entity: ITEM,
    wrong: ['VALUE_OPTION 2 kind'],
  },
  {
    name: 'a date that does not exist',
    text: 'code,name,validFrom\nX,Y,2026-02-30\n',
    entity: 'PriceList',
    wrong: ['VALUE_FORM 2 validFrom'],
  },
  {
    name: 'a date with day and month in doubt',
    text: 'code,name,validFrom\nX,Y,03/04/2026\n',
    entity: 'PriceList',
    wrong: ['IMPORT_DATE_AMBIGUOUS 2 validFrom'],
  },
  {
    name: 'a date with a time that would be lost',
    text: 'code,name,validFrom\nX,Y,2026-02-01 13:00\n',
    entity: 'PriceList',
    wrong: ['VALUE_FORM 2 validFrom'],
  },
  {
    name: 'a reference to nothing',
    text: 'code,name,country.code\nX,Y,QQ\n',
    wrong: ['REFERENCE_NOT_FOUND 2 country.code'],
  },
  {
    name: 'a member that is none',
    text: 'code,name,owner\nX,Y,nobody@example.com\n',
    wrong: ['REFERENCE_NOT_FOUND 2 owner'],
  },
  {
    name: 'a reference by a field that is not unique',
    text: 'code,name,country.dialCode\nX,Y,+49\n',
    wrong: ['IMPORT_REFERENCE_KEY 1 country.dialCode'],
  },
  {
    name: 'a value that is there already, in another record',
    text: 'code,name\nN1,Main warehouse 主仓库\n',
    entity: 'Warehouse',
    wrong: ['RECORD_NOT_UNIQUE 2 name'],
  },
  {
    name: 'a value twice in the file that must be unique',
    text: 'code,name\nN1,North\nN2,South\nN3,North\n',
    entity: 'Warehouse',
    wrong: ['RECORD_NOT_UNIQUE 4 name'],
  },
  {
    name: 'a rule of the record',
    text: 'code,name,validFrom,validTo\nX,Y,2026-03-01,2026-02-01\n',
    entity: 'PriceList',
    wrong: ['CHECK_FAILED 2'],
  },
  {
    name: 'a state that does not exist',
    text: 'customer.code,warehouse.code,state\nACME,MAIN,lost\n',
    entity: 'SalesOrder',
    wrong: ['IMPORT_STATE_UNKNOWN 2 state'],
  },
  { name: 'an entity that does not exist', text: 'a\n1\n', entity: 'Custommer', wrong: ['IMPORT_ENTITY_UNKNOWN'] },
  { name: 'a map for another entity', text: 'code,name\nX,Y\n', map: { entity: 'Item' }, wrong: ['IMPORT_MAP_ENTITY'] },
  {
    name: 'a map with a column that is missing',
    text: 'code,name\nX,Y\n',
    map: { columns: columns({ code: 'code', name: 'name', town: 'city' }) },
    wrong: ['IMPORT_COLUMN_MISSING town'],
  },
  {
    name: 'a map with a field that is missing',
    text: 'code,name\nX,Y\n',
    map: { columns: columns({ code: 'code', name: 'nam' }) },
    wrong: ['IMPORT_FIELD_UNKNOWN'],
  },
  {
    name: 'a map that sets what is computed',
    text: 'code,name,n\nX,Y,1\n',
    map: { columns: columns({ code: 'code', name: 'name', n: 'orderCount' }) },
    wrong: ['IMPORT_FIELD_COMPUTED'],
  },
  { name: 'a key that is none', text: 'code,name\nX,Y\n', map: { key: ['name'] }, wrong: ['IMPORT_KEY_UNFIT'] },
  {
    name: 'lines without their file',
    text: 'customer,warehouse\nACME,MAIN\n',
    entity: 'SalesOrder',
    map: { lines: { field: 'lines', file: 'lines.csv', by: { order: 'order' }, columns: columns({ item: 'item' }) } },
    wrong: ['IMPORT_LINES_FILE'],
  },
  {
    name: 'everything at once, in the order of the lines',
    text: 'code,name,email,country.code\nX,Y,none,DE\nlow,Y,a@b.example,QQ\nZ,,c@d.example,CN\n',
    wrong: ['VALUE_PATTERN 2 email', 'VALUE_PATTERN 3 code', 'VALUE_REQUIRED 4 name'],
  },
];

describe('[IMP-2] what is wrong with a file is told by its line and column, and nothing is written', () => {
  it.each(FILES)('$name', async ({ text, wrong, entity = 'Customer', map }) => {
    const before = await counts();
    for (const dryRun of [true, false]) {
      const done = await importText(bench, text, { entity, dryRun, ...(map === undefined ? {} : { map }) });
      const found = done.ok
        ? []
        : done.issues.map(({ code, params }) =>
            [code, params['line'], params['column']].filter((part) => part !== undefined).join(' '),
          );
      expect(found).toEqual(wrong);
      expect(done.ok).toBe(false);
    }
    expect(await counts()).toEqual(before);
  });

  it('[IMP-3] lists at most two hundred problems and says how many more there are', async () => {
    const text = `code,name\n${Array.from({ length: 250 }, (_, index) => `bad code ${index},Y`).join('\n')}\n`;
    const done = await importText(bench, text, { entity: 'Customer' });
    const issues = done.ok ? [] : done.issues;
    expect(issues).toHaveLength(201);
    expect(issues.at(-1)).toMatchObject({ code: 'IMPORT_MORE_ISSUES', params: { count: 50 } });
  });
});

async function counts(): Promise<unknown> {
  const [row] = await bench.query(
    'SELECT (SELECT count(*) FROM @.customer)::int AS customers, (SELECT count(*) FROM @.item)::int AS items, (SELECT count(*) FROM @.warehouse)::int AS warehouses, (SELECT count(*) FROM @.fw_event)::int AS events, (SELECT count(*) FROM @.fw_import)::int AS imports',
  );
  return row;
}
