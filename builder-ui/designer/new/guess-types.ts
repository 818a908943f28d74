import type { FieldKind } from '../../../schema/model/model.ts';

/** A cell as a spreadsheet or a text file gives it. */
export type Cell = string | number | boolean | Date | null;

/** A column of a table with the field that it looks like. */
export interface GuessedColumn {
  readonly heading: string;
  readonly kind: FieldKind;
  /** Of a choice: its values, the commonest first. */
  readonly options: readonly string[];
  readonly required: boolean;
  readonly unique: boolean;
  /** A few of its values as text. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;
const OPTIONS_MAX = 12;
/** How often each value of a choice comes again, at least. */
const REPEATS_MIN = 3;
/** Among many cells a few may be odd (notes, “n/a”) without changing what the column is. */
const ODD_SHARE = 0.02;

/** What the columns of a table hold (SPEC [DSG-11]): the first row has the headings, empty columns are left out. */
export function guessColumns(rows: readonly (readonly Cell[])[]): readonly GuessedColumn[] {
  const [headings = [], ...body] = rows;
  return headings.flatMap((heading, index) => {
    const title = textOf(heading).trim();
    const cells = body.map((row) => row[index] ?? null);
    const filled = cells.filter((cell) => textOf(cell).trim() !== '');
    if (title === '' && filled.length === 0) return [];
    return [guessColumn(title === '' ? `#${index + 1}` : title, { filled, count: cells.length })];
  });
}

function guessColumn(
  heading: string,
  { filled, count }: { readonly filled: readonly Cell[]; readonly count: number },
): GuessedColumn {
  const texts = filled.map((cell) => textOf(cell).trim());
  const distinct = new Set(texts);
  const kind = kindOfCells(heading, filled, texts);
  const isChoice = kind === 'text' && isFewValues(texts, distinct) && !CODE_WORDS.test(heading);
  return {
    heading,
    kind: isChoice ? 'enum' : kind,
    options: isChoice ? byFrequency(texts) : [],
    required: count > 0 && filled.length === count,
    unique:
      CODE_WORDS.test(heading) &&
      distinct.size === texts.length &&
      texts.length > 1 &&
      (kind === 'text' || kind === 'int'),
    examples: [...distinct].slice(0, EXAMPLES),
  };
}

const CODE_WORDS = /(?:code|number|\bno\b|\bid\b|sku|e-?mail|编号|编码|代码|单号|工号|邮箱|账号)/i;
const MONEY_WORDS =
  /(?:price|amount|cost|total|salary|fee|budget|revenue|freight|discount amount|金额|价|费|成本|预算|工资|收入|货款)/i;
const PERCENT_WORDS = /(?:percent|rate|discount|ratio|%|百分比|比例|折扣|税率|率$)/i;
const QUANTITY_WORDS = /(?:weight|length|width|height|volume|重量|长度|宽度|高度|体积)/i;
const NOTE_WORDS = /(?:note|comment|description|remark|备注|说明|描述)/i;

/** Digits that nobody adds up. */
const DIGIT_TEXTS = /(?:phone|mobile|\bfax\b|postal|\bzip\b|电话|手机|传真|邮编)/i;

type Test = (text: string, cell: Cell) => boolean;

const TESTS: readonly (readonly [kind: FieldKind, test: Test])[] = [
  ['bool', (text, cell) => typeof cell === 'boolean' || /^(?:yes|no|true|false|是|否|✓|✗|√|×)$/i.test(text)],
  ['int', (text) => /^[-+]?(?:\d{1,15}|\d{1,3}(?:[,，]\d{3})+)$/.test(text) && !/^0\d/.test(text)],
  ['decimal', (text) => /^[-+]?(?:\d+|\d{1,3}(?:[,，]\d{3})+)(?:\.\d+)?$/.test(text) && !/^0\d/.test(text)],
  [
    'money',
    (text) => /^[-+]?[¥￥$€£]\s?\d[\d,，]*(?:\.\d+)?$|^[-+]?\d[\d,，]*(?:\.\d+)?\s?(?:元|USD|EUR|CNY|RMB)$/.test(text),
  ],
  ['percent', (text) => /^[-+]?\d+(?:\.\d+)?\s?[%％]$/.test(text)],
  ['date', (text) => DATE.test(text)],
  ['datetime', (text) => DATE_TIME.test(text) || DATE.test(text)],
  ['time', (text) => /^\d{1,2}:\d{2}(?::\d{2})?$/.test(text)],
];

const DAY = String.raw`(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[/.]\d{1,2}[/.]\d{4})`;
const DATE = new RegExp(`^${DAY}$`);
const DATE_TIME = new RegExp(`^${DAY}[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?$`);

function kindOfCells(heading: string, filled: readonly Cell[], texts: readonly string[]): FieldKind {
  if (texts.length === 0) return NOTE_WORDS.test(heading) ? 'longtext' : 'text';
  const odd = Math.floor(texts.length * ODD_SHARE);
  const fits = ([, test]: (typeof TESTS)[number]): boolean =>
    texts.filter((text, index) => !test(text, filled[index] ?? null)).length <= odd;
  const found = TESTS.find(fits)?.[0];
  if (found === 'int' && DIGIT_TEXTS.test(heading)) return 'text';
  if (found === 'int' || found === 'decimal') return numberKind(heading, found, texts);
  if (found !== undefined) return found;
  const isLong = texts.some((text) => text.includes('\n') || text.length > 120) || NOTE_WORDS.test(heading);
  return isLong ? 'longtext' : 'text';
}

/** A number by what it is called; `0` and `1` alone under a heading like a question are yes and no. */
function numberKind(heading: string, kind: 'int' | 'decimal', texts: readonly string[]): FieldKind {
  if (/^(?:is|has)\b|^是否/i.test(heading) && texts.every((text) => text === '0' || text === '1')) return 'bool';
  if (PERCENT_WORDS.test(heading) && kind === 'decimal') return 'percent';
  if (MONEY_WORDS.test(heading)) return 'money';
  return QUANTITY_WORDS.test(heading) ? 'quantity' : kind;
}

function isFewValues(texts: readonly string[], distinct: ReadonlySet<string>): boolean {
  const isShort = [...distinct].every((text) => text.length <= 40);
  return isShort && distinct.size > 1 && distinct.size <= OPTIONS_MAX && texts.length >= distinct.size * REPEATS_MIN;
}

function byFrequency(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([text]) => text);
}

/** A cell as people read it; moments of spreadsheets are in no time zone. */
function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  const iso = cell.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}
