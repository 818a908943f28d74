import type { Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, FieldDef, OptionDef, Template } from '../../../schema/template/template.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';
import type { GuessedColumn } from './guess-types.ts';

/** What a new object is made of. */
export interface NewEntity {
  readonly label: Text;
  readonly kind: 'document' | 'master' | 'log';
  readonly fields: readonly FieldDef[];
  readonly title?: string;
  /** Turns Chinese into the words of an id. */
  readonly pinyinOf: (text: string) => string | undefined;
}

/** The edit that makes an object. One without fields gets a name, which records are called by. */
export function newEntity(template: Template, made: NewEntity): { readonly edit: Edit; readonly id: string } {
  const id = newId({
    label: made.label,
    ...pinyinPart(made.label, made.pinyinOf),
    taken: (template.entities ?? []).map((entity) => entity.id),
    style: 'pascal',
    fallback: 'object',
  });
  const fields = made.fields.length > 0 ? made.fields : [NAME_FIELD];
  const title = made.title ?? titleOf(fields);
  const entity: EntityDef = {
    id,
    kind: made.kind,
    label: made.label,
    fields,
    ...(title === undefined ? {} : { title }),
  };
  return { id, edit: { kind: 'addItem', list: ['entities'], item: toJson(entity) } };
}

const NAME_FIELD: FieldDef = { id: 'x_name', type: 'text', label: { en: 'Name', 'zh-CN': '名称' }, required: true };

/** What best names a record: something unique, else the first required text, else the first text. */
function titleOf(fields: readonly FieldDef[]): string | undefined {
  const texts = fields.filter(({ type }) => type === 'text');
  return (
    texts.find(({ id, required }) => /name|title|mingcheng|biaoti/i.test(id) && required === true) ??
    texts.find(({ unique }) => unique === true) ??
    texts.find(({ required }) => required === true) ??
    texts[0]
  )?.id;
}

/** Fields made of the columns of a table, ids of their own. */
export function fieldsOfColumns(
  columns: readonly GuessedColumn[],
  { locale, pinyinOf }: { readonly locale: 'en' | 'zh-CN'; readonly pinyinOf: (text: string) => string | undefined },
): readonly FieldDef[] {
  const taken: string[] = [];
  return columns.map((column): FieldDef => {
    const label = labelOf(column.heading, locale);
    const id = newId({ label, ...pinyinPart(label, pinyinOf), taken, style: 'camel', fallback: 'column' });
    taken.push(id);
    return {
      id,
      type: column.kind,
      label,
      ...(column.required ? { required: true } : {}),
      ...(column.unique ? { unique: true } : {}),
      ...(column.kind === 'enum' || column.kind === 'multiEnum' ? { options: optionsOf(column, pinyinOf) } : {}),
    };
  });
}

/** A heading is in the language of its letters, whatever language the reader has. */
function labelOf(heading: string, locale: 'en' | 'zh-CN'): Text {
  if (/\p{Script=Han}/u.test(heading)) return { 'zh-CN': heading };
  return /[A-Za-z]/.test(heading) ? { en: words(heading) } : { [locale]: heading };
}

/** `unit_price`, `unitPrice` → `Unit price`. */
function words(heading: string): string {
  const apart = heading
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim();
  return /^[a-z ]+$/.test(apart) || apart !== heading.trim()
    ? `${apart.charAt(0).toUpperCase()}${apart.slice(1).replaceAll(/\b([A-Z])([a-z])/g, (_, a: string, b: string) => a.toLowerCase() + b)}`
    : apart;
}

function optionsOf({ options }: GuessedColumn, pinyinOf: (text: string) => string | undefined): readonly OptionDef[] {
  const taken: string[] = [];
  const list = options.length > 0 ? options : ['A', 'B'];
  return list.map((value): OptionDef => {
    const label = labelOf(value, 'en');
    const id = newId({ label, ...pinyinPart(label, pinyinOf), taken, style: 'camel', fallback: 'option' });
    taken.push(id);
    return { id, label };
  });
}

function pinyinPart(label: Text, pinyinOf: (text: string) => string | undefined): { readonly pinyin?: string } {
  const pinyin = pinyinOf(label['zh-CN'] ?? '');
  return pinyin === undefined ? {} : { pinyin };
}

/**
 * The fields of another object as a start (SPEC [DSG-23]): what points to it, is computed or given by the system is left
 * out, and conditions with it, for they speak of the other object's fields by name.
 */
export function copiedFields(entity: EntityDef): readonly FieldDef[] {
  const copied = entity.fields.filter(
    ({ type, formula, rollup, balance }) =>
      type !== 'sequence' && type !== 'lines' && formula === undefined && rollup === undefined && balance === undefined,
  );
  const ids = new Map(copied.map(({ id }) => [id, id.startsWith('x_') ? id : `x_${id}`]));
  return copied.map((field): FieldDef => {
    const { origin: _o, apiName: _a, formerApiNames: _f, visible: _v, choices: _c, ...rest } = field;
    const { required, readonly, default: value, currency, ...plain } = rest;
    // A currency is a code, or stands in another field.
    const money = currency === undefined ? undefined : (ids.get(currency) ?? currency);
    return {
      ...plain,
      id: ids.get(field.id) ?? field.id,
      ...(required === true ? { required } : {}),
      ...(readonly === true ? { readonly } : {}),
      ...(value === undefined || readsRecord(value) ? {} : { default: value }),
      ...(money === undefined || (entity.fields.some(({ id }) => id === money) && !ids.has(money))
        ? {}
        : { currency: money }),
    };
  });
}

function readsRecord(value: string | number | boolean): boolean {
  return typeof value === 'string' && /\b(?:doc|line)\b/.test(value);
}
