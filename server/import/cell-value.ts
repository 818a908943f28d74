import { decimalText, parseDecimal } from '../../schema/core/decimal.ts';
import { issue, ok, refused, type JsonPointer, type Result } from '../../schema/core/result.ts';
import type { FieldKind, FieldModel } from '../../schema/model/model.ts';
import { storedValue } from '../compile/write-values.ts';
import { unguardedCell } from './csv-text.ts';
import { localInstant, readDate, type DateOrder } from './local-time.ts';

/** How the cells of one file are written. */
export interface CellFormat {
  readonly escapes: boolean;
  readonly dates: DateOrder;
  readonly decimal: '.' | ',';
  /** Of the tenant: in it are datetimes without an offset. */
  readonly timeZone: string;
}

/** The text of a cell: guard taken off, escapes put in. */
export function cellText(cell: string, format: CellFormat): string {
  const text = unguardedCell(cell);
  return format.escapes && text.includes('\\')
    ? text.replaceAll(/\\([nrt\\])/g, (_, name: string) => ESCAPES[name] ?? name)
    : text;
}
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

/**
 * A cell as the database keeps it: people's ways of writing numbers, dates and percentages are brought into the one
 * form that every path in knows, which then checks it (`storedValue`). `VALUE_*`, `IMPORT_DATE_AMBIGUOUS`.
 */
export function cellValue(
  field: FieldModel,
  text: string,
  at: { readonly path: JsonPointer; readonly format: CellFormat },
): Result<unknown> {
  const { path, format } = at;
  const { kind } = field.type;
  if (text === '' || TEXT_KINDS.has(kind)) return storedValue(field, text, path);
  const trimmed = text.trim();
  if (trimmed === '') return storedValue(field, null, path);
  if (kind === 'int' || NUMBER_KINDS.has(kind)) return storedValue(field, plainNumber(trimmed, format, kind), path);
  if (kind === 'date' || kind === 'datetime') return moment(field, trimmed, at);
  if (kind === 'json' || kind === 'geo' || FILE_KINDS.has(kind)) return structure(field, trimmed, path);
  return storedValue(field, trimmed, path);
}

const TEXT_KINDS: ReadonlySet<FieldKind> = new Set<FieldKind>(['text', 'longtext', 'richtext', 'sequence']);
const NUMBER_KINDS: ReadonlySet<FieldKind> = new Set<FieldKind>(['decimal', 'money', 'quantity', 'percent']);
const FILE_KINDS: ReadonlySet<FieldKind> = new Set<FieldKind>(['file', 'image', 'signature']);

const CURRENCY = /^(?:[¥￥$€£]|[A-Z]{3} )\s*|\s*(?:[¥￥$€£元]|[A-Z]{3})$/g;

/** `¥1,234.50`, `１２`, `15%` as the plain number; what is none stays as it is, for the check to name. */
export function plainNumber(text: string, format: Pick<CellFormat, 'decimal'>, kind: FieldKind): string {
  const half = text.normalize('NFKC').replaceAll('\u00A0', ' ').trim();
  const isPercent = kind === 'percent' && half.endsWith('%');
  const isMoney = kind === 'money';
  const bare = isPercent ? half.slice(0, -1).trim() : isMoney ? half.replaceAll(CURRENCY, '') : half;
  const number = format.decimal === ',' ? withoutGroups(bare, '.').replace(',', '.') : withoutGroups(bare, ',');
  if (!isPercent) return number;
  const value = parseDecimal(number);
  return value === undefined ? text : decimalText({ coefficient: value.coefficient, scale: value.scale + 2 });
}

/** Groups of three digits; a separator anywhere else is a mistake and stays. */
function withoutGroups(text: string, separator: '.' | ','): string {
  const group = separator === ',' ? /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/ : /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
  const spaced = /^[+-]?\d{1,3}( \d{3})+([.,]\d+)?$/;
  if (group.test(text)) return text.replaceAll(separator, '');
  return spaced.test(text) ? text.replaceAll(' ', '') : text;
}

function moment(
  field: FieldModel,
  text: string,
  { path, format }: { readonly path: JsonPointer; readonly format: CellFormat },
): Result<unknown> {
  const read = readDate(text, format.dates);
  if (read === 'ambiguous')
    return refused([issue('IMPORT_DATE_AMBIGUOUS', path, { field: field.apiName, value: text.slice(0, 40) })]);
  if (read === undefined) return storedValue(field, text, path);
  if (field.type.kind === 'date') {
    // Spreadsheets add a midnight to dates; any other time would be lost silently.
    return storedValue(field, /^(0?0:00(:00(\.0+)?)?)?$/.test(read.rest) ? read.date : text, path);
  }
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(read.rest)) return storedValue(field, `${read.date}T${read.rest}`, path);
  return storedValue(field, localInstant(read.date, read.rest, format.timeZone) ?? text, path);
}

function structure(field: FieldModel, text: string, path: JsonPointer): Result<unknown> {
  const point = field.type.kind === 'geo' ? /^(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text) : null;
  if (point !== null) return storedValue(field, { lat: Number(point[1]), lng: Number(point[2]) }, path);
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? ok(null) : storedValue(field, value, path);
  } catch {
    return refused([
      issue('VALUE_FORM', path, {
        field: field.apiName,
        form: field.type.kind === 'geo' ? '39.9,116.4' : '{ "a": 1 }',
      }),
    ]);
  }
}
