import { compareDecimal, decimalFrom } from '../core/decimal.ts';
import { pointer } from '../core/result.ts';
import { diffTexts, ids, otherLanguage, pairs, same, type ChangeList, type DiffPlace } from './change-list.ts';
import type { ChangeClass } from './changes.ts';
import type { EntityModel, FieldModel, FieldType } from './model.ts';

/** Differences of an entity's fields. */
export function diffFields(list: ChangeList, before: EntityModel, after: EntityModel): void {
  for (const { key, old, now } of pairs(before.fields, after.fields, ({ id }) => id)) {
    const field = now ?? old;
    if (field === undefined) continue;
    const place: DiffPlace = { path: pointer('/entities', after.id, 'fields', key), name: field.label, entity: after };
    if (old === undefined) {
      const empty = field.required && field.default === undefined && !isComputed(field);
      list.add('fieldAdded', place, {
        field: field.id,
        class: empty || field.unique ? 'needsData' : 'safe',
        to: typeText(field.type),
      });
    } else if (now === undefined) {
      const lossless = isComputed(field) && field.formula?.stored !== true;
      list.add('fieldRemoved', place, {
        field: field.id,
        class: lossless ? 'breaking' : 'lossy',
        from: typeText(field.type),
      });
    } else diffField(list, { old, now }, place);
  }
}

interface FieldPair {
  readonly old: FieldModel;
  readonly now: FieldModel;
}

function isComputed(field: FieldModel): boolean {
  return field.formula !== undefined || field.rollup !== undefined;
}

function diffField(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): void {
  const field = now.id;
  if (old.apiName !== now.apiName) {
    const kept = now.aliases.includes(old.apiName);
    list.add('fieldRenamedApi', place, {
      field,
      from: old.apiName,
      to: now.apiName,
      class: kept ? 'safe' : 'breaking',
    });
  }
  for (const alias of old.aliases) {
    if (alias !== now.apiName && !now.aliases.includes(alias)) list.add('aliasRemoved', place, { field, from: alias });
  }
  diffTexts(list, place, { old, now, details: { field }, other: otherLanguage });
  diffType(list, { old, now }, place);
  if (old.required !== now.required) list.add(now.required ? 'requiredSet' : 'requiredDropped', place, { field });
  if (old.unique !== now.unique) list.add(now.unique ? 'uniqueAdded' : 'uniqueRemoved', place, { field });
  if (old.secret !== now.secret) list.add(now.secret ? 'secretSet' : 'secretDropped', place, { field });
  diffLimits(list, { old, now }, place);
  diffComputed(list, { old, now }, place);
  const [from, to] = [old.default?.source, now.default?.source];
  if (from !== to) list.add('defaultChanged', place, { field, from, to });
  diffChoices(list, { old, now }, place);
  const conditions = ({
    visibleWhen,
    readonlyWhen,
    requiredWhen,
    editableAfterPost,
    unit,
    currency,
  }: FieldModel): unknown => [
    visibleWhen?.source ?? null,
    readonlyWhen?.source ?? null,
    requiredWhen?.source ?? null,
    editableAfterPost,
    unit ?? null,
    currency ?? null,
  ];
  if (!same(conditions(old), conditions(now))) list.add('behaviourChanged', place, { field });
}

function diffChoices(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): void {
  const [from, to] = [old.choices?.source, now.choices?.source];
  if (from === to) return;
  const kind = from === undefined ? 'choicesSet' : to === undefined ? 'choicesDropped' : 'choicesChanged';
  list.add(kind, place, { field: now.id, from, to });
}

function diffType(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): void {
  const field = now.id;
  const [from, to] = [typeText(old.type), typeText(now.type)];
  if (from !== to) list.add('fieldTypeChanged', place, { field, from, to, class: typeChangeClass(old.type, now.type) });
  if ('options' in old.type && 'options' in now.type) {
    const [had, has] = [old.type.options, now.type.options];
    for (const pair of pairs(had, has, ({ id }) => id)) {
      const here = { ...place, path: pointer(place.path, 'options', pair.key) };
      if (pair.old === undefined) list.add('optionAdded', here, { field, item: pair.key, to: pair.key });
      else if (pair.now === undefined) list.add('optionRemoved', here, { field, item: pair.key, from: pair.key });
      else if (!same(pair.old, pair.now)) {
        const texts = { old: pair.old, now: pair.now, details: { field, item: pair.key }, other: otherLanguage };
        if (same(pair.old.label, pair.now.label)) list.add('behaviourChanged', here, { field, item: pair.key });
        else diffTexts(list, here, texts);
      }
    }
    const stayed = ids(had).filter((id) => ids(has).includes(id));
    if (
      stayed.join(' ') !==
      ids(has)
        .filter((id) => stayed.includes(id))
        .join(' ')
    )
      list.add('orderChanged', place, { field });
  }
  if (old.type.kind === 'ref' && now.type.kind === 'ref' && old.type.onDelete !== now.type.onDelete) {
    list.add('onDeleteChanged', place, { field, from: old.type.onDelete, to: now.type.onDelete });
  }
  if (old.type.kind === 'lines' && now.type.kind === 'lines') {
    const [had, has] = [old.type, now.type].map(({ min, max }) => `${min}–${max}`);
    const tighter = now.type.min > old.type.min || now.type.max < old.type.max;
    if (had !== has)
      list.add('boundsChanged', place, { field, from: had, to: has, class: tighter ? 'needsData' : 'safe' });
  }
}

/** The type as authored: `decimal(18,4)`, `ref Customer`. */
export function typeText(type: FieldType): string {
  if ('precision' in type) return `${type.kind}(${type.precision},${type.scale})`;
  if ('to' in type) return `${type.kind} ${type.to}`;
  return type.kind === 'lines' ? `lines ${type.of}` : type.kind;
}

const TEXTS = ['text', 'longtext', 'richtext'];
/** Values that a text can hold exactly and show. */
const WRITABLE = ['int', 'date', 'datetime', 'time', 'bool', 'enum', 'sequence'];

/** Widening within one API type is safe; values that may not fit need data; another API type breaks clients. */
function typeChangeClass(old: FieldType, now: FieldType): ChangeClass {
  if ('precision' in old && 'precision' in now) {
    const wider = now.scale >= old.scale && now.precision - now.scale >= old.precision - old.scale;
    return wider ? (old.kind === now.kind ? 'safe' : 'breaking') : 'needsData';
  }
  if (old.kind === 'int' && 'precision' in now) return 'breaking';
  if (TEXTS.includes(old.kind) && TEXTS.includes(now.kind)) return now.kind === 'text' ? 'needsData' : 'safe';
  if (WRITABLE.includes(old.kind) && TEXTS.includes(now.kind)) return 'breaking';
  if (old.kind === 'date' && now.kind === 'datetime') return 'breaking';
  if (old.kind === 'enum' && now.kind === 'multiEnum') return 'breaking';
  return 'lossy';
}

function diffLimits(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): void {
  const field = now.id;
  if (old.min !== now.min || old.max !== now.max) {
    const text = ({ min, max }: FieldModel): string | undefined =>
      min === undefined && max === undefined ? undefined : `${min ?? ''}–${max ?? ''}`;
    const tighter = isTighter(old.min, now.min, 1) || isTighter(old.max, now.max, -1);
    list.add('boundsChanged', place, { field, from: text(old), to: text(now), class: tighter ? 'needsData' : 'safe' });
  }
  if (old.pattern !== now.pattern) {
    list.add('patternChanged', place, {
      field,
      from: old.pattern,
      to: now.pattern,
      class: now.pattern === undefined ? 'safe' : 'needsData',
    });
  }
}

function isTighter(old: string | undefined, now: string | undefined, direction: 1 | -1): boolean {
  if (now === undefined || old === now) return false;
  if (old === undefined) return true;
  const [was, is] = [decimalFrom(old), decimalFrom(now)];
  const order = was === undefined || is === undefined ? now.localeCompare(old, 'en') : compareDecimal(is, was);
  return order * direction > 0;
}

function diffComputed(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): void {
  const [from, to] = [computedText(old), computedText(now)];
  const field = now.id;
  if (diffBalance(list, { old, now }, place)) return;
  if (from === to) {
    if (old.readonly !== now.readonly) list.add(now.readonly ? 'readonlySet' : 'readonlyDropped', place, { field });
    return;
  }
  if (from === undefined) list.add('formulaAdded', place, { field, to });
  else list.add(to === undefined ? 'formulaRemoved' : 'formulaChanged', place, { field, from, to });
}

/** Whether the field is told by what it is read from: it is, or was and is entered now. */
function diffBalance(list: ChangeList, { old, now }: FieldPair, place: DiffPlace): boolean {
  const [from, to] = [balanceText(old), balanceText(now)];
  if (from === to || (to === undefined && computedText(now) !== undefined)) return false;
  const kind = from === undefined ? 'balanceAdded' : to === undefined ? 'balanceRemoved' : 'balanceChanged';
  list.add(kind, place, { field: now.id, from, to });
  return true;
}

function balanceText({ balance }: FieldModel): string | undefined {
  if (balance === undefined) return undefined;
  const key = balance.key.map(({ dimension, value }) => `${dimension}: ${value.source}`);
  return `${balance.ledger}.${balance.measure}(${key.join(', ')})`;
}

function computedText({ formula, rollup }: FieldModel): string | undefined {
  if (formula !== undefined) return `${formula.expr.source}${formula.stored ? ' (stored)' : ''}`;
  if (rollup === undefined) return undefined;
  const where = rollup.where === undefined ? '' : ` where ${rollup.where.source}`;
  const side = `${rollup.account === undefined ? '' : ` of ${rollup.account}`}${rollup.via === undefined ? '' : ` via ${rollup.via}`}`;
  return `${rollup.fn}(${rollup.entity}.${rollup.by}${side}${rollup.field === undefined ? '' : ` ${rollup.field}`}${where}) ${rollup.mode}`;
}
