import { canonicalJson } from '../core/canonical-json.ts';
import type { JsonPointer } from '../core/result.ts';
import type { Text } from '../core/text.ts';
import { CHANGES, type ChangeClass, type ChangeKind, type ModelChange } from './changes.ts';
import type { EntityModel } from './model.ts';

/** Where a difference is being looked for. */
export interface DiffPlace {
  readonly path: JsonPointer;
  readonly name: Text;
  readonly entity?: EntityModel;
}

/** Collects changes; the class is the kind's usual one unless the case says another. */
export class ChangeList {
  readonly changes: ModelChange[] = [];

  add(kind: ChangeKind, place: DiffPlace, more: ChangeDetails = {}): void {
    const { entity, path, name } = place;
    const { class: given, ...rest } = more;
    this.changes.push({
      kind,
      class: given ?? CHANGES[kind].class,
      path,
      ...(entity === undefined ? {} : { entity: entity.id, entityName: entity.label }),
      ...definedOnly(rest),
      name,
    });
  }
}

export interface ChangeDetails {
  readonly class?: ChangeClass;
  readonly field?: ModelChange['field'];
  readonly item?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly labels?: ModelChange['labels'];
}

function definedOnly(details: ChangeDetails): Partial<Pick<ModelChange, 'field' | 'item' | 'from' | 'to' | 'labels'>> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** Items of both lists by key: those of `before` in their order, then the new ones in theirs. */
export function pairs<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string) {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Map(after.map((item) => [keyOf(item), item]));
  return [...new Set([...old.keys(), ...now.keys()])].map((key) => ({ key, old: old.get(key), now: now.get(key) }));
}

/** Equality of plain JSON. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

export function ids(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

/** Reports another order of what both have; additions and removals move nothing. */
export function diffOrder(
  list: ChangeList,
  before: readonly string[],
  after: readonly string[],
  place: DiffPlace,
): void {
  const stayed = (own: readonly string[], other: readonly string[]): string =>
    own.filter((id) => other.includes(id)).join(' ');
  if (stayed(before, after) !== stayed(after, before)) list.add('orderChanged', place);
}

/** Reports another label or help. */
export function diffTexts(list: ChangeList, place: DiffPlace, texts: Texts): void {
  const { old, now } = texts;
  if (!same(old.label, now.label)) {
    const [from, to] = [old.label, now.label].map((label) => label?.['en'] ?? Object.values(label ?? {})[0]);
    const shown = from === to ? texts.other(old.label, now.label) : { from, to };
    const labels = old.label === undefined || now.label === undefined ? undefined : { from: old.label, to: now.label };
    list.add('labelChanged', place, { ...texts.details, ...shown, ...(labels === undefined ? {} : { labels }) });
  }
  if (!same(old.help, now.help)) list.add('helpChanged', place, texts.details);
}

export interface Texts {
  readonly old: { readonly label?: Text; readonly help?: Text };
  readonly now: { readonly label?: Text; readonly help?: Text };
  readonly details: ChangeDetails;
  readonly other: (old: Text | undefined, now: Text | undefined) => ChangeDetails;
}

/** The first language in which two labels differ. */
export function otherLanguage(old: Text | undefined, now: Text | undefined): ChangeDetails {
  const language = Object.keys({ ...old, ...now }).find((tag) => old?.[tag] !== now?.[tag]) ?? 'en';
  return { from: old?.[language], to: now?.[language] };
}
