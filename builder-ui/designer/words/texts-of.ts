import type { Locale, Text } from '../../../schema/core/text.ts';
import { LOCALES, textIn } from '../../../schema/core/text.ts';
import type { EditPath } from '../../../schema/model/edits.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { NAMED_SHAPES, TEMPLATE_SHAPE } from '../../../schema/template/format.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import type { ObjectShape, Shape } from '../../../schema/template/shape.ts';
import { deedText } from '../changes/deed-text.ts';
import type { Template } from '../../../schema/template/template.ts';

/** One item on the way to a text. */
export interface TextOwner {
  /** The list that it is in: `fields`. */
  readonly list: string;
  readonly id: string;
  readonly label: Text;
}

/** A place of the template that has, or should have, a text for people. */
export interface TextPlace {
  /** Unique in the template: the way to the text, by names and ids. */
  readonly id: string;
  /** Of the object that has the text; `setProperty` of `key` there sets it. */
  readonly at: EditPath;
  readonly key: string;
  readonly text: Text | undefined;
  /** What is shown until somebody writes a text. */
  readonly fallback: Text;
  /** From the outermost item to the one whose text it is. */
  readonly owners: readonly TextOwner[];
  /** The entity that it belongs to. */
  readonly entity?: string;
}

/** Lists whose items are shown to people by name: without a label they would read an id. */
const NAMED_LISTS: ReadonlySet<string> = new Set([
  'entities',
  'fields',
  'options',
  'views',
  'states',
  'transitions',
  'roles',
  'ledgers',
  'dimensions',
  'measures',
  'accounts',
  'awards',
  'levels',
  'rewards',
  'leaderboards',
  'reports',
  'automations',
  'schedules',
]);

/**
 * All texts of a template, in its order, and the labels that are missing (SPEC [DSG-70]). The template's own format
 * says where texts may be; nothing here repeats it.
 */
export function textsOf(template: Template): readonly TextPlace[] {
  const entities = new Set((template.entities ?? []).map(({ id }) => id));
  const places: TextPlace[] = [];
  walkObject(TEMPLATE_SHAPE, { node: template, at: [], owners: [] }, { places, entities, template });
  return places;
}

/** The languages in which the place has nothing to show. */
export function missingIn({ text }: Pick<TextPlace, 'text'>): readonly Locale[] {
  return LOCALES.filter((locale) => (text?.[locale] ?? '').trim() === '');
}

/** The way to the text in words: object, item, part. */
export function wordsOf({ owners }: Pick<TextPlace, 'owners'>, locale: Locale): readonly string[] {
  return owners.map(({ label }) => textIn(label, locale));
}

interface Visit {
  readonly node: unknown;
  readonly at: EditPath;
  readonly owners: readonly TextOwner[];
}

interface Found {
  readonly template: Template;
  readonly places: TextPlace[];
  readonly entities: ReadonlySet<string>;
}

function walk(shape: Shape, visit: Visit, found: Found): void {
  const { node, at, owners } = visit;
  switch (shape.kind) {
    case 'object':
      return walkObject(shape, visit, found);
    case 'variants': {
      const by = isRecord(node) ? node[shape.by] : undefined;
      const variant = typeof by === 'string' ? shape.of[by] : undefined;
      if (variant !== undefined) walkObject(variant, visit, found);
      return;
    }
    case 'byKey': {
      const key = Object.keys(shape.of).find((one) => isRecord(node) && Object.hasOwn(node, one));
      const variant = key === undefined ? undefined : shape.of[key];
      if (variant !== undefined) walkObject(variant, visit, found);
      return;
    }
    case 'named': {
      const named = NAMED_SHAPES[shape.name];
      if (named !== undefined) walk(named, visit, found);
      return;
    }
    case 'list': {
      // Items without an identity can't be edited one by one; none of them has texts.
      if (!shape.keyed || !Array.isArray(node)) return;
      for (const item of node) {
        const id = itemKey(item);
        if (id === undefined) continue;
        const owner = {
          list: at.at(-1) ?? '',
          id,
          label: labelOf(item, id, { list: at.at(-1) ?? '', template: found.template }),
        };
        walk(shape.of, { node: item, at: [...at, id], owners: [...owners, owner] }, found);
      }
      return;
    }
    default:
  }
}

function walkObject(shape: ObjectShape, { node, at, owners }: Visit, found: Found): void {
  if (!isRecord(node)) return;
  for (const [key, part] of Object.entries(shape.keys)) {
    const value = node[key];
    if (part.shape.kind !== 'labels') {
      walk(part.shape, { node: value, at: [...at, key], owners }, found);
      continue;
    }
    const isNamed = key === 'label' && NAMED_LISTS.has(at.at(-2) ?? '');
    if (value === undefined && !isNamed) continue;
    const entity = entityOf(owners, node, found.entities);
    found.places.push({
      id: [...at, key].join('/'),
      at,
      key,
      text: isRecord(value) ? plainText(value) : undefined,
      fallback: humanText(at.at(-1) ?? ''),
      owners,
      ...(entity === undefined ? {} : { entity }),
    });
  }
}

/** What is of one entity alone stands with it. */
function entityOf(owners: readonly TextOwner[], node: unknown, entities: ReadonlySet<string>): string | undefined {
  const [first] = owners;
  if (first === undefined) return undefined;
  if (first.list === 'entities') return first.id;
  const of = owners.length === 1 && isRecord(node) ? node['of'] : undefined;
  return typeof of === 'string' && entities.has(of) ? of : undefined;
}

function labelOf(
  item: unknown,
  id: string,
  { list, template }: { readonly list: string; readonly template: Template },
): Text {
  if (!isRecord(item)) return humanText(id);
  const { label, field } = item;
  if (isRecord(label)) return plainText(label);
  return deedText(template, list, item) ?? humanText(typeof field === 'string' ? field : id);
}

function plainText(value: Readonly<Record<string, unknown>>): Text {
  return Object.fromEntries(
    Object.entries(value).flatMap(([tag, one]) => (typeof one === 'string' ? [[tag, one]] : [])),
  );
}
