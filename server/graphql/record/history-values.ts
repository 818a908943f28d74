import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { entityOf } from '../../compile/storage.ts';
import { isObject, lineTitle, plainText, type SeenRecord, type Sight } from './seen-record.ts';
import { plain } from '../tenant/points-context.ts';
import { idsIn, type ShownNames, type WantedNames } from './shown-names.ts';

/** One field of an event: from what to what, as kept. */
interface RawChange {
  readonly field: FieldModel;
  readonly sight: Sight;
  readonly before: unknown;
  readonly after: unknown;
}

interface RawLine {
  readonly lines: FieldModel;
  readonly of: EntityModel;
  readonly id: string;
  readonly kind: 'ADDED' | 'CHANGED' | 'MOVED' | 'REMOVED';
  readonly title: unknown;
  readonly changes: readonly RawChange[];
}

/** What an event changed of a record, as far as the caller may see it. */
export interface RawChanges {
  readonly own: readonly RawChange[];
  readonly lines: readonly RawLine[];
  /** The state before and after. */
  readonly state: readonly [unknown, unknown] | null;
}

const NOTHING: RawChanges = { own: [], lines: [], state: null };

/** The changes of an event out of the log, fields in the order of the entity; what the caller may not see is left out. */
export function rawChanges(model: Model, record: SeenRecord, changes: unknown): RawChanges {
  if (!isObject(changes)) return NOTHING;
  const { entity } = record;
  const { state } = changes;
  return {
    own: fieldChanges(record, entity, (id) => pair(changes[id])),
    lines: entity.fields.flatMap((field) => {
      const entries = changes[field.id];
      if (field.type.kind !== 'lines' || !Array.isArray(entries) || record.sight(entity, field) === 'none') return [];
      const of = entityOf(model, field.type.of);
      return entries.filter(isObject).map((entry) => rawLine(record, { lines: field, of, entry }));
    }),
    state: pair(state) ?? null,
  };
}

function rawLine(
  record: SeenRecord,
  {
    lines,
    of,
    entry,
  }: { readonly lines: FieldModel; readonly of: EntityModel; readonly entry: Readonly<Record<string, unknown>> },
): RawLine {
  const { added, changed, removed } = entry;
  const id = String(entry['id']);
  const kind = isObject(added) ? 'ADDED' : isObject(removed) ? 'REMOVED' : 'moved' in entry ? 'MOVED' : 'CHANGED';
  const values = isObject(added) ? added : isObject(changed) ? changed : {};
  const changes = isObject(removed)
    ? fieldChanges(record, of, (field) => (isEmpty(removed[field]) ? undefined : [removed[field], null]))
    : fieldChanges(record, of, (field) => pair(values[field]));
  const naming = lineTitle(of);
  const isNamed = naming !== undefined && record.sight(of, naming) === 'full';
  const last = naming === undefined ? undefined : changes.find(({ field }) => field.id === naming.id);
  const title = record.lines.get(id)?.title ?? last?.after ?? last?.before ?? null;
  return { lines, of, id, kind, title: isNamed ? title : null, changes };
}

function fieldChanges(
  record: SeenRecord,
  of: EntityModel,
  change: (id: string) => readonly [unknown, unknown] | undefined,
): readonly RawChange[] {
  return of.fields.flatMap((field): readonly RawChange[] => {
    const sight = record.sight(of, field);
    const found = field.type.kind === 'lines' || sight === 'none' ? undefined : change(field.id);
    if (found === undefined || (isEmpty(found[0]) && isEmpty(found[1]))) return [];
    return [{ field, sight, before: found[0], after: found[1] }];
  });
}

function pair(value: unknown): readonly [unknown, unknown] | undefined {
  return Array.isArray(value) && value.length === 2 ? [value[0], value[1]] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Asks for the names of whatever the changes point at. */
export function wantNames({ own, lines }: RawChanges, wanted: WantedNames): void {
  for (const { field, sight, before, after } of [...own, ...lines.flatMap(({ changes }) => changes)]) {
    if (sight !== 'full') continue;
    wanted.add(field, before);
    wanted.add(field, after);
  }
  for (const { of, title } of lines) {
    const naming = lineTitle(of);
    if (naming !== undefined) wanted.add(naming, title);
  }
}

/** What telling values needs. */
export interface Telling {
  readonly model: Model;
  readonly locale: Locale;
  readonly names: ShownNames;
}

/** The changes in the caller's words, under the properties of the API's types. */
export function toldChanges(
  telling: Telling,
  record: SeenRecord,
  raw: RawChanges,
): { readonly changes: readonly object[]; readonly lines: readonly object[] } {
  const state = raw.state === null ? [] : [toldState(telling, record.entity, raw.state)];
  return {
    changes: [...state, ...raw.own.map((change) => toldChange(telling, change))],
    lines: raw.lines.map((line) => {
      const naming = lineTitle(line.of);
      return {
        id: line.id,
        field: line.lines.apiName,
        label: textIn(line.lines.label, telling.locale),
        kind: line.kind,
        number: record.lines.get(line.id)?.number ?? null,
        title: naming === undefined ? null : toldValue(telling, naming, line.title),
        changes: line.changes.map((change) => toldChange(telling, change)),
      };
    }),
  };
}

function toldChange(telling: Telling, { field, sight, before, after }: RawChange): object {
  const told = (value: unknown): string | null =>
    isEmpty(value) ? null : sight === 'masked' ? MASK : toldValue(telling, field, value);
  return {
    field: field.apiName,
    label: textIn(field.label, telling.locale),
    type: field.type.kind,
    computed: field.readonly,
    before: told(before),
    after: told(after),
  };
}

const MASK = '•••';
const STATE = { en: 'State', 'zh-CN': '状态' };
const UNSEEN = { en: '(not for you to see)', 'zh-CN': '（无权查看）' };

function toldState(
  { model, locale }: Telling,
  entity: EntityModel,
  [before, after]: readonly [unknown, unknown],
): object {
  const states = model.behaviour.workflows.find((one) => one.entity === entity.id)?.states ?? [];
  const label = (id: unknown): string | null => {
    if (typeof id !== 'string') return null;
    const text = textIn(states.find((state) => state.id === id)?.label, locale);
    return text === '' ? id : text;
  };
  return {
    field: 'state',
    label: textIn(STATE, locale),
    type: 'enum',
    computed: true,
    before: label(before),
    after: label(after),
  };
}

/** A kept value as the API tells it in a history; null for what is empty. */
export function toldValue({ locale, names }: Telling, field: FieldModel, value: unknown): string | null {
  if (isEmpty(value)) return null;
  const { type } = field;
  switch (type.kind) {
    case 'enum':
    case 'multiEnum':
      return listed(
        locale,
        several(value).map((id) => textIn(type.options.find((one) => one.id === id)?.label, locale) || id),
      );
    case 'ref':
    case 'multiRef':
    case 'user':
    case 'org':
      return listed(
        locale,
        idsIn(value).map((id) => names.get(id) ?? textIn(UNSEEN, locale)),
      );
    case 'file':
    case 'image':
    case 'signature':
      return isObject(value) && typeof value['name'] === 'string' ? value['name'] : JSON.stringify(value);
    case 'duration':
      // Kept as seconds.
      return `PT${plain(plainText(value))}S`;
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return plain(String(value));
    default:
      return typeof value === 'object' ? JSON.stringify(value) : plainText(value);
  }
}

function several(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function listed(locale: Locale, parts: readonly string[]): string {
  return parts.join(locale === 'zh-CN' ? '、' : ', ');
}

/** The label of a role; its id when the template no longer has it. */
export function roleLabel({ model, locale }: Telling, id: string): string {
  const role = model.roles.find((one) => one.id === id);
  return role === undefined ? id : textIn(role.label, locale);
}

/** The label of a step; its id when the template no longer has it. */
export function transitionLabel({ model, locale }: Telling, entity: EntityModel, id: string): string {
  const workflow = model.behaviour.workflows.find((one) => one.entity === entity.id);
  const found = workflow?.transitions.find((one) => one.id === id);
  return found === undefined ? id : textIn(found.label, locale) || id;
}
