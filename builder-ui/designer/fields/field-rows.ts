import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import { fieldKindSpec, TYPED_ATTRIBUTES } from '../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { cellsOf } from '../words/words-file.ts';
import { addField } from '../form/field-additions.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';

/** The columns of the grid of fields, in order. */
export const FIELD_COLUMNS = ['label', 'type', 'required', 'unique', 'default', 'help'] as const;
export type FieldColumn = (typeof FIELD_COLUMNS)[number];

/** What a cell shows: a field's attribute in the reader's language. */
export function cellText(field: FieldDef, column: FieldColumn, locale: Locale): string {
  switch (column) {
    case 'label':
      return field.label?.[locale] ?? textIn(field.label, locale);
    case 'help':
      return field.help?.[locale] ?? '';
    case 'type':
      return kindOf(field.type);
    case 'required':
    case 'unique':
      return field[column] === true ? 'yes' : typeof field[column] === 'string' ? 'rule' : 'no';
    case 'default':
      return defaultText(field, locale);
  }
}

/** `decimal(18,4)` → `decimal`. */
export function kindOf(type: string): FieldKind {
  const name = type.replace(/\(.*$/, '');
  return isFieldKind(name) ? name : 'text';
}

function isFieldKind(name: string): name is FieldKind {
  return Object.hasOwn(FIELD_TYPE_INFO, name);
}

/** Types that a grid can give without asking for more: what a reference points to, and rows, are asked for elsewhere. */
export const PLAIN_KINDS: readonly FieldKind[] = Object.keys(FIELD_TYPE_INFO)
  .filter(isFieldKind)
  .filter((kind) => !['ref', 'multiRef', 'lines', 'sequence'].includes(kind));

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', '1', 'x', '✓', '√', '是', '必填', '唯一']);

/** The type that a word means: its name in either language, or a word that people look for it by. */
export function kindNamed(word: string): FieldKind | undefined {
  const wanted = word.trim().toLowerCase();
  if (wanted === '') return undefined;
  const kinds = Object.keys(FIELD_TYPE_INFO).filter(isFieldKind);
  const names = (kind: FieldKind): readonly string[] => {
    const { name } = FIELD_TYPE_INFO[kind];
    return [kind, name.en, name['zh-CN']];
  };
  return (
    kinds.find((kind) => names(kind).some((name) => name.toLowerCase() === wanted)) ??
    kinds.find((kind) => FIELD_TYPE_INFO[kind].words.some((one) => one.toLowerCase() === wanted))
  );
}

/** The edits that give a field's cell another text; none where it can't be (an unknown type). */
export function cellEdits(
  entity: EntityDef,
  field: FieldDef,
  { column, text, locale }: { readonly column: FieldColumn; readonly text: string; readonly locale: Locale },
): readonly Edit[] {
  const at = ['entities', entity.id, 'fields', field.id];
  const set = (key: string, value: Json | undefined): Edit => ({
    kind: 'setProperty',
    at,
    key,
    ...(value === undefined ? {} : { value }),
  });
  switch (column) {
    case 'label':
    case 'help':
      return [set(column, textWith(field[column], text, locale))];
    case 'required':
    case 'unique':
      return [set(column, YES.has(text.trim().toLowerCase()) ? true : undefined)];
    case 'default': {
      const value = text === defaultText(field, locale) ? field.default : defaultSource(field, text);
      return [set('default', value)];
    }
    case 'type': {
      const kind = kindNamed(text);
      return kind === undefined || kind === kindOf(field.type) ? [] : typeEdits(field, kind, set);
    }
  }
}

/** What is of one type is of no other. */
const OF_ONE_TYPE: ReadonlySet<string> = new Set(['min', 'max', 'pattern', 'unit', 'currency']);

/** Another type: what only the former type had goes, and a choice begins with two options. */
function typeEdits(
  field: FieldDef,
  kind: FieldKind,
  set: (key: string, value: Json | undefined) => Edit,
): readonly Edit[] {
  const { attributes } = fieldKindSpec(kind);
  const drop = TYPED_ATTRIBUTES.filter(
    (key) => field[key] !== undefined && (OF_ONE_TYPE.has(key) || !attributes.includes(key)),
  );
  const isChoice = (kind === 'enum' || kind === 'multiEnum') && field.options === undefined;
  return [
    set('type', kind),
    ...drop.map((key) => set(key, undefined)),
    ...(isChoice ? [set('options', START_OPTIONS)] : []),
  ];
}

const START_OPTIONS: Json = [
  { id: 'a', label: { en: 'Option A', 'zh-CN': '选项一' } },
  { id: 'b', label: { en: 'Option B', 'zh-CN': '选项二' } },
];

function textWith(text: Text | undefined, typed: string, locale: Locale): Json | undefined {
  const { [locale]: _, ...rest } = text ?? {};
  const next = typed.trim() === '' ? rest : { ...rest, [locale]: typed.trim() };
  return Object.keys(next).length === 0 ? undefined : next;
}

/** A default as people write it: an option by its label, a plain text without its quotes. */
function defaultText({ default: value, options }: FieldDef, locale: Locale): string {
  if (value === undefined) return '';
  const option = options?.find(({ id }) => id === value);
  if (option !== undefined) return textIn(option.label, locale) || option.id;
  return String(value).replace(PLAIN_TEXT, '$1');
}

const PLAIN_TEXT = /^'([^"'()\\]+)'$/;

/** What is typed as a default: a value for plain types (options by their label, texts in quotes), else an expression. */
function defaultSource(field: FieldDef, text: string): Json | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const kind = kindOf(field.type);
  if (kind === 'bool') return YES.has(typed.toLowerCase());
  const option = field.options?.find(({ id, label }) =>
    [id, ...Object.values(label ?? {})].some((one) => one.toLowerCase() === typed.toLowerCase()),
  );
  if (option !== undefined) return option.id;
  if (['text', 'longtext', 'richtext'].includes(kind) && !/["'()\\]/.test(typed)) return `'${typed}'`;
  return typed;
}

/** What a paste comes to: its edits, and the cells that did not fit, as row and column of what was pasted. */
export interface Pasted {
  readonly edits: readonly Edit[];
  readonly misfits: readonly { readonly row: number; readonly text: string }[];
  readonly added: number;
}

/**
 * Puts a block of cells, as spreadsheets copy it, into the grid from a place on (SPEC [DSG-10]); rows past the end
 * become new fields. The first row is skipped where it is a heading.
 */
export function pasteFields(
  template: Template,
  entity: EntityDef,
  { shown = entity.fields, block, row, column, locale, pinyinOf }: PastedBlock,
): Pasted {
  const edits: Edit[] = [];
  const misfits: { row: number; text: string }[] = [];
  let grown = entity;
  for (const [index, cells] of rowsOf(block).entries()) {
    const typeCell = cells[1 - column] ?? '';
    if (typeCell.trim() !== '' && kindNamed(typeCell) === undefined) misfits.push({ row: index + 1, text: typeCell });
    const present = shown[row + index];
    const label = (cells[0 - column] ?? '').trim();
    if (present === undefined && label === '') continue;
    const pinyin = pinyinOf(label);
    const added =
      present === undefined
        ? addField(template, grown, {
            kind: plainKind(typeCell),
            label: { [locale]: label },
            ...(pinyin === undefined ? {} : { pinyin }),
          })
        : undefined;
    const field = present ?? added?.field;
    if (field === undefined) continue;
    if (added !== undefined) {
      edits.push(...added.edits);
      grown = { ...grown, fields: [...grown.fields, added.field] };
    }
    for (const [offset, text] of cells.entries()) {
      const name = FIELD_COLUMNS[column + offset];
      const isSaid = added !== undefined && (name === 'label' || name === 'type' || text.trim() === '');
      if (name !== undefined && !isSaid) edits.push(...cellEdits(entity, field, { column: name, text, locale }));
    }
  }
  return { edits, misfits, added: grown.fields.length - entity.fields.length };
}

/** A block of cells and where it goes. */
export interface PastedBlock {
  /** The fields that rows stand for; all of the object's unless some are hidden. */
  readonly shown?: readonly FieldDef[];
  readonly block: string;
  readonly row: number;
  readonly column: number;
  readonly locale: Locale;
  /** The words of a Chinese label, for an id. */
  readonly pinyinOf: (text: string) => string | undefined;
}

/** A new field's type: what it is called, as far as a grid can give it; else text. */
function plainKind(name: string): FieldKind {
  const kind = kindNamed(name);
  return kind !== undefined && PLAIN_KINDS.includes(kind) ? kind : 'text';
}

/** Rows and cells of a block: tabs between cells, a heading row of our own column names left out. */
function rowsOf(block: string): readonly (readonly string[])[] {
  const rows = cellsOf(block, '\t');
  const [first] = rows;
  const isHeading =
    first !== undefined && first.length > 1 && first.every((cell) => HEADINGS.has(cell.trim().toLowerCase()));
  return isHeading ? rows.slice(1) : rows;
}

const HEADINGS: ReadonlySet<string> = new Set([
  'label',
  'field',
  'name',
  'type',
  'required',
  'unique',
  'default',
  'help',
  '字段',
  '名称',
  '字段名称',
  '类型',
  '字段类型',
  '必填',
  '唯一',
  '默认值',
  '说明',
  '帮助',
]);
