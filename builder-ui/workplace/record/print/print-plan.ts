import { addDecimal, DECIMAL_ZERO, decimalText, parseDecimal } from '../../../../schema/core/decimal.ts';
import { LOCALES, textIn, type Locale, type Text } from '../../../../schema/core/text.ts';
import type { ExprScope } from '../../../../schema/expr/ast.ts';
import { evaluate, type EvalContext } from '../../../../schema/expr/evaluate.ts';
import type { EntityModel, FieldKind } from '../../../../schema/model/model.ts';
import type { ChildGridNode, LayoutNode } from '../../../../schema/template/template-views.ts';
import { compileCondition, formScope } from '../../../form-runtime/form-scope.ts';
import { entityById, pathEnd, type PathEnd } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { expressionRow, rowsOf, textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { chineseAmount } from './chinese-amount.ts';
import { SHEET_TEXTS } from './print-texts.ts';

/** The language of a document's labels; both beside each other is how trade with abroad is written. */
export type SheetLanguage = Locale | 'both';

export interface SheetField {
  readonly label: string;
  readonly value: string;
  /** Long texts have the whole width. */
  readonly isWide: boolean;
}

/** A piece of a printed document, from top to bottom. */
export type SheetBlock =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'fields'; readonly items: readonly SheetField[] }
  /** Amounts beneath a table, the last of them the one that counts. */
  | { readonly kind: 'totals'; readonly items: readonly SheetField[]; readonly inWords?: string }
  | { readonly kind: 'text'; readonly text: string }
  | SheetTable;

export interface SheetTable {
  readonly kind: 'table';
  readonly label: string;
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Texts under the columns, `''` where there is none; absent without any. */
  readonly sums?: readonly string[];
}

export interface PrintAsk {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly row: ApiRow;
  readonly language: SheetLanguage;
  readonly context: EvalContext;
  /** A document that nobody designed says only what there is. */
  readonly leavesOutEmpty: boolean;
}

interface Printing extends PrintAsk {
  readonly scope: ExprScope;
  readonly doc: ApiRow;
}

/** A text in the language of the document. */
export function sheetText(text: Text | undefined, language: SheetLanguage): string {
  if (language !== 'both') return textIn(text, language);
  return [...new Set([...LOCALES].reverse().map((locale) => textIn(text, locale)))]
    .filter((one) => one !== '')
    .join(' ');
}

/** A layout as a document on paper: what the reader may not see leaves no gap (SPEC [WRK-53]). */
export function planSheet(layout: readonly LayoutNode[], ask: PrintAsk): readonly SheetBlock[] {
  const { model, entity } = ask.columning;
  const printing: Printing = { ...ask, scope: formScope(model, entity), doc: expressionRow(model, entity, ask.row) };
  const blocks = joined(layout.flatMap((node) => blocksOf(node, printing)));
  const lastTable = blocks.findLastIndex(({ kind }) => kind === 'table');
  return blocks
    .filter((block, index) => block.kind !== 'title' || (blocks[index + 1]?.kind ?? 'title') !== 'title')
    .map((block, index) => (index > lastTable && lastTable >= 0 ? asTotals(block, ask.language) : block));
}

type NumberedBlock = SheetBlock | { readonly kind: 'field'; readonly item: SheetField; readonly of: FieldKind };

function blocksOf(node: LayoutNode, printing: Printing): readonly NumberedBlock[] {
  if (!isShown(node, printing)) return [];
  switch (node.kind) {
    case 'section':
      return [
        { kind: 'title', text: sheetText(node.label, printing.language) },
        ...node.children.flatMap((child) => blocksOf(child, printing)),
      ];
    case 'tabs':
    case 'columns':
      return node.children.flatMap((child) => blocksOf(child, printing));
    case 'text':
      return [{ kind: 'text', text: sheetText(node.text, printing.language) }];
    case 'childGrid':
      return tableOf(node, printing);
    case 'field':
      return fieldOf(node, printing);
  }
}

/** A condition that the browser can't judge leaves the node where it is. */
function isShown({ visible }: LayoutNode, { scope, doc, context }: Printing): boolean {
  const condition = compileCondition(visible, scope);
  return condition === undefined || evaluate(condition, { doc }, context) !== false;
}

function fieldOf(node: Extract<LayoutNode, { kind: 'field' }>, printing: Printing): readonly NumberedBlock[] {
  const { columning, row, reading, leavesOutEmpty } = printing;
  const { model, entity } = columning;
  const end = pathEnd(model, entity, { path: node.field, locale: reading.locale });
  if (end === undefined || !isSeen(end, columning) || end.isSecret) return [];
  // The number stands at the top of the sheet.
  if (node.field === entity.title && end.kind === 'sequence') return [];
  const value = valueText(end, valueIn(row, end.steps), reading);
  if (value === '' && leavesOutEmpty) return [];
  const label = sheetText(node.label, printing.language) || endLabel(entity, end, printing);
  const item = { label, value, isWide: WIDE.has(end.kind) };
  return [{ kind: 'field', item, of: end.kind }];
}

const WIDE: ReadonlySet<FieldKind> = new Set(['longtext', 'richtext', 'json']);
const AMOUNTS: ReadonlySet<FieldKind> = new Set(['int', 'decimal', 'money', 'quantity', 'percent']);

function endLabel(entity: EntityModel, end: PathEnd, { columning, language }: Printing): string {
  const both = language === 'both' ? [...LOCALES].reverse() : [language];
  const labels = both.map((locale) => pathEnd(columning.model, entity, { path: end.path, locale })?.label ?? '');
  const label = [...new Set(labels)].join(' ');
  return end.currency !== undefined && /^[A-Z]{3}$/.test(end.currency) ? `${label} (${end.currency})` : label;
}

function valueText(end: PathEnd, value: unknown, reading: Reading): string {
  const text = cellText(end, value, reading);
  if (text === '' || end.kind === 'money') return text;
  if (end.kind === 'percent') return `${text}%`;
  return end.unit === undefined ? text : `${text} ${end.unit}`;
}

function isSeen(end: PathEnd, { rights }: Columning): boolean {
  return end.steps.every((step, index) => {
    const owner = end.owners[index];
    return owner !== undefined && rights.shows(owner, step);
  });
}

function tableOf(node: ChildGridNode, printing: Printing): readonly SheetBlock[] {
  const { columning, row, reading, language, leavesOutEmpty } = printing;
  const { model, entity, rights } = columning;
  const field = entity.fields.find(({ id }) => id === node.field);
  const target = field?.type.kind === 'lines' ? entityById(model, field.type.of) : undefined;
  if (field === undefined || target === undefined || !rights.shows(entity, field.apiName)) return [];
  const lines = rowsOf(row[field.apiName]);
  const columns = (node.columns ?? []).flatMap((column) => {
    const end = pathEnd(model, target, { path: column.field ?? column.id, locale: reading.locale });
    if (end === undefined || end.isSecret || !isSeen(end, columning)) return [];
    const texts = lines.map((line) => valueText(end, valueIn(line, end.steps), reading));
    if (leavesOutEmpty && texts.every((text) => text === '')) return [];
    const label = sheetText(column.label, language) || endLabel(target, end, printing);
    return [{ end, label, texts, isSummed: column.summary === 'sum' || isSummed(target, end) }];
  });
  if (columns.length === 0 || (leavesOutEmpty && lines.length === 0)) return [];
  const sums = columns.map(({ end, isSummed: isAdded }) => (isAdded ? sumText(end, lines, reading) : ''));
  return [
    {
      kind: 'table',
      label: sheetText(node.label ?? field.label, language),
      columns: [
        { label: sheetText(SHEET_TEXTS.row, language), isNumber: true },
        ...columns.map(({ end, label }) => ({ label, isNumber: AMOUNTS.has(end.kind) })),
      ],
      rows: lines.map((_, index) => [String(index + 1), ...columns.map(({ texts }) => texts[index] ?? '')]),
      ...(lines.length > 1 && sums.some((sum) => sum !== '') ? { sums: ['', ...sums] } : {}),
    },
  ];
}

/** Amounts that are computed for each line add up to something; prices do not. */
function isSummed(target: EntityModel, { path, kind }: PathEnd): boolean {
  return kind === 'money' && target.fields.find(({ id }) => id === path)?.formula !== undefined;
}

function sumText(end: PathEnd, lines: readonly ApiRow[], reading: Reading): string {
  const numbers = lines.flatMap((line) => parseDecimal(textOf(valueIn(line, end.steps))) ?? []);
  return valueText(end, decimalText(numbers.reduce(addDecimal, DECIMAL_ZERO)), reading);
}

/** Fields that follow each other are one group. */
function joined(blocks: readonly NumberedBlock[]): readonly (SheetBlock & { readonly amounts?: boolean })[] {
  const result: (SheetBlock & { readonly amounts?: boolean })[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (block.kind !== 'field') result.push(block);
    else if (last?.kind === 'fields')
      result.splice(-1, 1, {
        kind: 'fields',
        items: [...last.items, block.item],
        amounts: last.amounts === true && AMOUNTS.has(block.of),
      });
    else result.push({ kind: 'fields', items: [block.item], amounts: AMOUNTS.has(block.of) });
  }
  return result;
}

function asTotals(block: SheetBlock & { readonly amounts?: boolean }, language: SheetLanguage): SheetBlock {
  if (block.kind !== 'fields' || block.amounts !== true) return block;
  const last = block.items.at(-1)?.value.replaceAll(',', '') ?? '';
  const words = language === 'en' || !last.includes('.') ? undefined : chineseAmount(last);
  return { kind: 'totals', items: block.items, ...(words === undefined ? {} : { inWords: words }) };
}
