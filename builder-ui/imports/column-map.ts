import { textIn, type Locale } from '../../schema/core/text.ts';
import { suggest } from '../../schema/core/suggest.ts';
import { findField, isComputedField, nameKey, uniqueFields } from '../../schema/model/field-names.ts';
import type { ColumnTarget, ImportMap } from '../../schema/model/import-map.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { statesOf } from '../workplace/documents/field-path.ts';
import { valuesOf, type ImportTable } from './import-table.ts';

/** Where one column goes: to a field of the record, of its lines (`lines.qty`), or nowhere. */
export interface ColumnChoice {
  /** Field id, `state`, or `<lines field>.<field id>`; absent: passed over. */
  readonly to?: string;
  /** Of a reference: the unique field whose value the cells hold. */
  readonly by?: string;
  /** Of choices: what the file's values mean. */
  readonly values?: Readonly<Record<string, string>>;
  /** Of a reference: what is named but not there is made. */
  readonly create?: true;
  /** How it was found. */
  readonly from: 'name' | 'alike' | 'person' | 'memory' | 'nothing';
}

/** The columns of a file and how they are read. */
export interface Mapping {
  readonly columns: readonly ColumnChoice[];
  /** Field ids by which rows are recognised; `new`: every row is a new record. Absent: the server finds them. */
  readonly key?: readonly string[] | 'new';
  readonly dates: 'ymd' | 'dmy' | 'mdy';
  readonly decimal: '.' | ',';
}

/** A field that a column can go to. */
export interface Target {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly field?: FieldModel;
  readonly lines?: FieldModel;
}

/** Everything a column can fill, lines of a document last. */
export function targetsOf(model: Model, entity: EntityModel, locale: Locale): readonly Target[] {
  const isGiven = (field: FieldModel): boolean =>
    !isComputedField(field) && !['lines', 'file', 'image', 'signature'].includes(field.type.kind);
  const own = entity.fields.filter(isGiven).map((field) => targetOf(field, textIn(field.label, locale)));
  const state: readonly Target[] =
    entity.workflow === undefined ? [] : [{ id: 'state', label: locale === 'en' ? 'State' : '状态', required: false }];
  const lines = entity.fields.flatMap((field) => {
    const { type } = field;
    const line = type.kind === 'lines' ? model.entities.find(({ id }) => id === type.of) : undefined;
    const above = textIn(field.label, locale);
    return (line?.fields ?? []).filter(isGiven).map((inner) => ({
      ...targetOf(inner, `${above} › ${textIn(inner.label, locale)}`),
      id: `${field.id}.${inner.id}`,
      lines: field,
    }));
  });
  return [...own, ...state, ...lines];
}

function targetOf(field: FieldModel, label: string): Target {
  const required = field.required && field.default === undefined && field.type.kind !== 'sequence';
  return { id: field.id, label, required, field };
}

/** The unique fields by which a reference's cells may name its record. */
export function waysOf(model: Model, field: FieldModel | undefined): readonly FieldModel[] {
  const { type } = field ?? {};
  if (type?.kind !== 'ref' && type?.kind !== 'multiRef') return [];
  const target = model.entities.find(({ id }) => id === type.to);
  return target === undefined ? [] : uniqueFields(target);
}

export interface GuessInput {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly targets: readonly Target[];
  readonly table: ImportTable;
  /** Gives a label in pinyin: whole, and the first letters. */
  readonly sounds?: (label: string) => readonly string[];
}

/** Finds where each column goes: by its exact name, then by what is most like it. No field is taken twice. */
export function guessMapping(input: GuessInput): Mapping {
  const { header } = input.table;
  const taken = new Set<string>();
  const take = (choice: ColumnChoice | undefined): ColumnChoice | undefined => {
    if (choice?.to === undefined || taken.has(choice.to)) return undefined;
    taken.add(choice.to);
    return choice;
  };
  const exact = header.map((name) => take(byName(input, name)));
  const columns = exact.map(
    (choice, index) => choice ?? take(alike(input, header[index] ?? '', taken)) ?? ({ from: 'nothing' } as const),
  );
  return {
    columns: columns.map((choice, index) => withValues(input, choice, index)),
    dates: 'ymd',
    decimal: '.',
  };
}

function byName({ entity, targets }: GuessInput, name: string): ColumnChoice | undefined {
  if (['state', '状态'].includes(nameKey(name)) && targets.some(({ id }) => id === 'state'))
    return { to: 'state', from: 'name' };
  const field = findField(entity, name);
  if (field !== undefined)
    return targets.some(({ id }) => id === field.id) ? { to: field.id, from: 'name' } : undefined;
  const dot = name.lastIndexOf('.');
  const reference = dot > 0 ? findField(entity, name.slice(0, dot)) : undefined;
  if (reference !== undefined && targets.some(({ id }) => id === reference.id))
    return { to: reference.id, by: name.slice(dot + 1), from: 'name' };
  const line = targets.find(
    ({ lines, field: inner }) => lines !== undefined && inner !== undefined && namesOf(inner).includes(nameKey(name)),
  );
  return line === undefined ? undefined : { to: line.id, from: 'name' };
}

function namesOf({ apiName, label, id }: FieldModel): readonly string[] {
  return [apiName, id, ...Object.values(label)].map(nameKey);
}

function alike({ targets, sounds }: GuessInput, name: string, taken: ReadonlySet<string>): ColumnChoice | undefined {
  const wanted = nameKey(name);
  if (wanted.length < 2) return undefined;
  const names = new Map<string, string>();
  for (const target of targets) {
    if (taken.has(target.id) || target.field === undefined) continue;
    const own = namesOf(target.field);
    const heard = (sounds?.(textIn(target.field.label, 'zh-CN')) ?? []).map(nameKey);
    for (const one of [...own, ...heard]) if (one !== '' && !names.has(one)) names.set(one, target.id);
  }
  const sounded = names.get(wanted);
  const near = sounded ?? names.get(suggest(wanted, names.keys()) ?? '') ?? containing(names, wanted);
  return near === undefined ? undefined : { to: near, from: 'alike' };
}

/** 客户名称 holds 名称: the longest name that is part of the other. */
function containing(names: ReadonlyMap<string, string>, wanted: string): string | undefined {
  const parts = [...names].filter(
    ([name]) => name.length >= 2 && (wanted.includes(name) || (name.includes(wanted) && wanted.length >= 2)),
  );
  return parts.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}

/** More different values than this are no choices. */
const VALUES_MAX = 40;

/** What can be chosen for a target: options of the field, or states. */
export function optionsOf(
  { model, entity }: Pick<GuessInput, 'model' | 'entity'>,
  target: Target | undefined,
  locale: Locale,
): readonly { readonly id: string; readonly label: string }[] {
  if (target?.id === 'state') return statesOf(model, entity, locale).map(({ value, label }) => ({ id: value, label }));
  const type = target?.field?.type;
  return type?.kind === 'enum'
    ? type.options.map(({ id, label }) => ({ id, label: label === undefined ? id : textIn(label, locale) }))
    : [];
}

/** The values of a column that say none of the choices by themselves, with what each is most like. */
export function withValues(input: GuessInput, choice: ColumnChoice, column: number): ColumnChoice {
  const { values: _, ...bare } = choice;
  const target = input.targets.find(({ id }) => id === choice.to);
  const en = optionsOf(input, target, 'en');
  if (en.length === 0) return bare;
  const zh = optionsOf(input, target, 'zh-CN');
  const known = new Map(
    [...en, ...zh].flatMap(({ id, label }) => [
      [nameKey(id), id],
      [nameKey(label), id],
    ]),
  );
  const found = valuesOf(input.table, column, VALUES_MAX) ?? [];
  const strange = found.filter((value) => !known.has(nameKey(value)));
  if (strange.length === 0) return bare;
  const values = Object.fromEntries(
    strange.map((value) => [
      value,
      choice.values?.[value] ??
        known.get(suggest(nameKey(value), known.keys()) ?? '') ??
        containing(known, nameKey(value)) ??
        '',
    ]),
  );
  return { ...bare, values };
}

/** The mapping as the server takes it. */
export function importMapOf(model: Model, entity: EntityModel, table: ImportTable, mapping: Mapping): ImportMap {
  const columns: Record<string, readonly ColumnTarget[]> = {};
  const lineColumns: Record<string, readonly ColumnTarget[]> = {};
  let lines: string | undefined;
  for (const [index, choice] of mapping.columns.entries()) {
    const name = table.header[index];
    if (name === undefined || choice.to === undefined) continue;
    const [first = '', inner] = choice.to.split('.');
    if (inner === undefined) columns[name] = [targetIn(choice, first)];
    else if (lines === undefined || lines === first) {
      lines = first;
      lineColumns[name] = [targetIn(choice, inner)];
    }
  }
  const line = lineEntityOf(model, entity, lines);
  return {
    columns,
    ignore: ['*'],
    delimiter: ',',
    dates: mapping.dates,
    decimal: mapping.decimal,
    ...(mapping.key === undefined ? {} : { key: mapping.key === 'new' ? [] : mapping.key }),
    ...(lines === undefined
      ? {}
      : { lines: { field: lines, columns: lineColumns, match: matchOf(line, lineColumns) } }),
  };
}

function targetIn({ by, values, create }: ColumnChoice, field: string): ColumnTarget {
  const said = Object.entries(values ?? {}).filter(([, value]) => value !== '');
  return {
    field,
    ...(by === undefined ? {} : { by }),
    ...(create === undefined ? {} : { create }),
    ...(said.length === 0 ? {} : { values: Object.fromEntries(said) }),
  };
}

function lineEntityOf(model: Model, entity: EntityModel, lines: string | undefined): EntityModel | undefined {
  const type = entity.fields.find(({ id }) => id === lines)?.type;
  return type?.kind === 'lines' ? model.entities.find(({ id }) => id === type.of) : undefined;
}

/** Lines are told apart by what they refer to, so that a second import changes them and makes no others. */
function matchOf(
  line: EntityModel | undefined,
  columns: Readonly<Record<string, readonly ColumnTarget[]>>,
): readonly string[] {
  const given = Object.values(columns).flatMap((targets) => targets.map(({ field }) => field));
  const reference = line?.fields.find(({ id, type }) => type.kind === 'ref' && given.includes(id));
  return reference === undefined ? [] : [reference.id];
}

/** Whether what a row means depends on others of the file: lines of one document, or references among them. */
export function readsTogether(entity: EntityModel, map: ImportMap): boolean {
  const given = new Set(Object.values(map.columns ?? {}).flatMap((targets) => targets.map(({ field }) => field)));
  const refersToOwn = entity.fields.some(
    ({ id, type }) => given.has(id) && type.kind === 'ref' && type.to === entity.id,
  );
  return map.lines !== undefined || refersToOwn;
}

/** The keys of the entity that the columns fill. */
export function keysOf(entity: EntityModel, mapping: Mapping): readonly (readonly string[])[] {
  const given = new Set(mapping.columns.flatMap(({ to }) => to ?? []));
  const keys = [
    ...uniqueFields(entity).map(({ id }): readonly string[] => [id]),
    ...entity.uniques.map(({ fields }) => fields),
  ];
  return keys.filter((fields) => fields.every((id) => given.has(id)));
}

/** A mapping that was used before, for the columns of today. */
export function rememberedMapping(input: GuessInput, header: readonly string[], map: ImportMap): Mapping | undefined {
  if (!input.table.header.every((name) => header.includes(name))) return undefined;
  const known = new Set(input.targets.map(({ id }) => id));
  const columns = input.table.header.map((name, index): ColumnChoice => {
    const own = map.columns?.[name]?.[0];
    const inner = map.lines?.columns[name]?.[0];
    const given = own ?? inner;
    const to = own?.field ?? (inner === undefined ? undefined : `${map.lines?.field ?? ''}.${inner.field}`);
    if (given === undefined || to === undefined || !known.has(to)) return { from: 'nothing' };
    const { by, values, create } = given;
    const choice: ColumnChoice = {
      to,
      from: 'memory',
      ...(by === undefined ? {} : { by }),
      ...(create === true ? { create } : {}),
      ...(values === undefined ? {} : { values }),
    };
    return withValues(input, choice, index);
  });
  const { key, dates = 'ymd', decimal = '.' } = map;
  return { columns, dates, decimal, ...(key === undefined ? {} : { key: key.length === 0 ? 'new' : key }) };
}
