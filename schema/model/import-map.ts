import { issue, ok, pointer, refused, type Issue, type Result } from '../core/result.ts';
import { isRecord } from '../template/item-key.ts';

/** What may stand between the cells of a line. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Where the cells of a column go, as a map file says it. Fields are named by id or API name. */
export interface ColumnTarget {
  readonly field: string;
  /** Of a reference: the unique field of the row pointed at, whose value the cell holds. */
  readonly by?: string;
  /** Cell → value; `''` stands for an empty cell, `*` for any other. What is not listed stays as it is, unless `*` is. */
  readonly values?: Readonly<Record<string, string>>;
  /** Rows of one key that follow each other each add one reference to the list. */
  readonly gather?: boolean;
  /** Of a reference: a row that is named but not there is made, with its name alone. */
  readonly create?: boolean;
}

/** Which rows are lines of a document. */
export interface LinesMap {
  /** The `lines` field of the entity. */
  readonly field: string;
  /** The file that holds them; without it they stand in the same file, each row repeating its document's key. */
  readonly file?: string;
  /** Column of the lines' file → column of the documents' file: which line belongs to which document. */
  readonly by?: Readonly<Record<string, string>>;
  /** Fields that tell the lines of one document apart when it is imported again; without them lines are replaced. */
  readonly match?: readonly string[];
  readonly columns: Readonly<Record<string, readonly ColumnTarget[]>>;
}

/** How a file becomes rows of an entity. */
export interface ImportMap {
  readonly entity?: string;
  /** Fields by which rows are recognised; none: every row is new. Absent: chosen from the columns. */
  readonly key?: readonly string[];
  /** Absent: found from the names of the columns. */
  readonly columns?: Readonly<Record<string, readonly ColumnTarget[]>>;
  /** Field → value for every row. */
  readonly constants?: Readonly<Record<string, string>>;
  /** Columns that go nowhere; `*` for all that the map does not name. */
  readonly ignore?: readonly string[];
  readonly lines?: LinesMap;
  /** `\n`, `\t` and `\\` in cells stand for a line break, a tab and a backslash. */
  readonly escapes?: boolean;
  readonly dates?: 'ymd' | 'dmy' | 'mdy';
  /** What stands before the decimals. */
  readonly decimal?: '.' | ',';
  readonly delimiter?: Delimiter;
  readonly encoding?: string;
}

/** Reads a map file: `IMPORT_MAP_FORM` at each place that is not as it should be. */
export function parseImportMap(json: unknown): Result<ImportMap> {
  const reader = new MapReader();
  const map = reader.map(json);
  return reader.issues.length > 0 ? refused(reader.issues) : ok(map);
}

const MAP_KEYS = [
  'entity',
  'key',
  'columns',
  'constants',
  'ignore',
  'lines',
  'escapes',
  'dates',
  'decimal',
  'delimiter',
  'encoding',
];
const LINES_KEYS = ['field', 'file', 'by', 'match', 'columns'];
const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;
const DECIMAL_MARKS = ['.', ','] as const;
const TARGET_KEYS = ['field', 'by', 'values', 'gather', 'create'];

class MapReader {
  readonly issues: Issue[] = [];

  map(json: unknown): ImportMap {
    if (!isRecord(json)) {
      this.wrong('', 'an object');
      return {};
    }
    this.onlyKeys(json, MAP_KEYS, '');
    const { entity, key, columns, constants, ignore, lines, escapes, dates, decimal, delimiter, encoding } = json;
    return {
      ...optional('entity', this.text(entity, '/entity')),
      ...optional('key', this.texts(key, '/key')),
      ...(columns === undefined ? {} : { columns: this.columns(columns, '/columns') }),
      ...optional('constants', this.textMap(constants, '/constants')),
      ...optional('ignore', this.texts(ignore, '/ignore')),
      ...(lines === undefined ? {} : { lines: this.lines(lines) }),
      ...optional('escapes', this.flag(escapes, '/escapes')),
      ...optional('dates', this.choice(dates, DATE_ORDERS, '/dates')),
      ...optional('decimal', this.choice(decimal, DECIMAL_MARKS, '/decimal')),
      ...optional('delimiter', this.choice(delimiter, DELIMITERS, '/delimiter')),
      ...optional('encoding', this.text(encoding, '/encoding')),
    };
  }

  private lines(json: unknown): LinesMap {
    if (!isRecord(json)) {
      this.wrong('/lines', 'an object');
      return { field: '', columns: {} };
    }
    this.onlyKeys(json, LINES_KEYS, '/lines');
    if (json['field'] === undefined) this.wrong('/lines/field', 'a text');
    return {
      field: this.text(json['field'], '/lines/field') ?? '',
      ...optional('file', this.text(json['file'], '/lines/file')),
      ...optional('by', this.textMap(json['by'], '/lines/by')),
      ...optional('match', this.texts(json['match'], '/lines/match')),
      columns: this.columns(json['columns'], '/lines/columns'),
    };
  }

  private columns(json: unknown, path: string): Readonly<Record<string, readonly ColumnTarget[]>> {
    if (!isRecord(json)) {
      this.wrong(path, 'an object');
      return {};
    }
    return Object.fromEntries(
      Object.entries(json).map(([column, value]) => {
        const at = pointer(path, column);
        const targets: readonly unknown[] = Array.isArray(value) ? value : [value];
        return [
          column,
          targets.map((target, index) => this.target(target, Array.isArray(value) ? pointer(at, index) : at)),
        ];
      }),
    );
  }

  private target(json: unknown, path: string): ColumnTarget {
    if (typeof json === 'string') return { field: json };
    if (!isRecord(json) || typeof json['field'] !== 'string') {
      this.wrong(path, 'a field name or { "field": … }');
      return { field: '' };
    }
    this.onlyKeys(json, TARGET_KEYS, path);
    return {
      field: json['field'],
      ...optional('by', this.text(json['by'], pointer(path, 'by'))),
      ...optional('values', this.textMap(json['values'], pointer(path, 'values'))),
      ...optional('gather', this.flag(json['gather'], pointer(path, 'gather'))),
      ...optional('create', this.flag(json['create'], pointer(path, 'create'))),
    };
  }

  private onlyKeys(json: Readonly<Record<string, unknown>>, known: readonly string[], path: string): void {
    for (const key of Object.keys(json)) if (!known.includes(key)) this.wrong(pointer(path, key), known.join(', '));
  }

  private text(value: unknown, path: string): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    this.wrong(path, 'a text');
    return undefined;
  }

  private flag(value: unknown, path: string): boolean | undefined {
    if (value === undefined || typeof value === 'boolean') return value;
    this.wrong(path, 'true or false');
    return undefined;
  }

  private choice<Choice extends string>(value: unknown, choices: readonly Choice[], path: string): Choice | undefined {
    const found = choices.find((choice) => choice === value);
    if (value !== undefined && found === undefined)
      this.wrong(path, choices.map((choice) => JSON.stringify(choice)).join(', '));
    return found;
  }

  private texts(value: unknown, path: string): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const texts = items.filter((item) => typeof item === 'string');
    if (!Array.isArray(value) || texts.length < items.length) this.wrong(path, 'a list of texts');
    return texts;
  }

  private textMap(value: unknown, path: string): Readonly<Record<string, string>> | undefined {
    if (value === undefined) return undefined;
    if (!isRecord(value)) {
      this.wrong(path, 'an object of texts');
      return undefined;
    }
    const entries = Object.entries(value).flatMap(([key, item]): [string, string][] => {
      if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
        return [[key, String(item)]];
      this.wrong(pointer(path, key), 'a text');
      return [];
    });
    return Object.fromEntries(entries);
  }

  private wrong(path: string, reason: string): void {
    this.issues.push(issue('IMPORT_MAP_FORM', path, { reason }));
  }
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  const entry: { [K in Key]?: Value } = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}
