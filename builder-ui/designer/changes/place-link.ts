import type { JsonPointer } from '../../../schema/core/result.ts';
import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import type { ScenarioDef } from '../../../schema/template/template-tests.ts';
import type { Template } from '../../../schema/template/template.ts';
import { deedText, testSteps } from './deed-text.ts';

/** The pages of the designer that a place of the template is edited on. */
export type DesignRoute =
  | {
      readonly to:
        | '/w/$tenant/design/o/$entity/fields'
        | '/w/$tenant/design/o/$entity/form'
        | '/w/$tenant/design/o/$entity/views'
        | '/w/$tenant/design/o/$entity/rules'
        | '/w/$tenant/design/o/$entity/flow';
      readonly entity: string;
    }
  | {
      readonly to:
        | '/w/$tenant/design'
        | '/w/$tenant/design/access'
        | '/w/$tenant/design/changes'
        | '/w/$tenant/design/ledgers'
        | '/w/$tenant/design/points'
        | '/w/$tenant/design/versions';
    };

/** Where a place of the template is, in the designer and in words. */
export interface PlaceLink {
  readonly route: DesignRoute;
  /** The item that the page is to show: its id, as the address's hash. */
  readonly hash?: string;
  /** The object, and what of it: `['Sales order', 'Due']`. */
  readonly words: readonly string[];
  /** The entity that the place belongs to. */
  readonly entity?: string;
}

/** Who reads where it is; what the template no longer has goes by its name in the former one. */
export interface PlaceReader {
  readonly locale: Locale;
  readonly former?: Template | undefined;
}

/**
 * Where the place of a JSON pointer is edited (SPEC [DSG-61]): of an issue, whose lists are counted, or of a change,
 * whose items are named. A place that is not there any more leads to what there is of it.
 */
export function placeLink(template: Template, path: JsonPointer, reader: Locale | PlaceReader): PlaceLink {
  const { locale, former }: PlaceReader = typeof reader === 'string' ? { locale: reader } : reader;
  const { sections, items } = walked(template, tokensOf(path));
  const [section = ''] = sections;
  const first = items[0];
  // Sections and rows of a form that have no label are nobody's words.
  const words = items
    .filter((item, index) => section !== 'views' || index === 0 || index === items.length - 1 || hasLabel(item))
    .map(
      (item, index) =>
        nameOf(item, locale) ||
        textIn(deedText(template, sections[index] ?? '', item), locale) ||
        borrowedName([template, former], { item, of: first }, locale),
    )
    .filter((word) => word !== '');
  const scenario = section === 'tests' ? scenarioAt(template, { test: first, step: items[1] }) : undefined;
  const last = items.at(-1);
  const entity = entityOf(template, section, first);
  const shown =
    section === 'entities' || section === 'workflows' ? items[1] : isLaidOut(sections, first) ? last : first;
  if (scenario !== undefined) {
    const { test, step } = scenario;
    const said = step === undefined ? words : [...words.slice(0, 1), testSteps(template, test, locale)[step] ?? ''];
    const hash = step === undefined ? test.id : `${test.id}/${String(step + 1)}`;
    return { route: { to: '/w/$tenant/design/changes' }, hash, words: said };
  }
  const hash = section === 'tests' ? ruleOf(first) : shown === undefined ? undefined : itemKey(shown);
  return {
    route: routeOf({ section, below: sections[1], item: first }, entity),
    ...(hash === undefined ? {} : { hash }),
    words: section === 'entities' || entity === undefined ? words : [entityName(template, entity, locale), ...words],
    ...(entity === undefined ? {} : { entity }),
  };
}

/** A test that is played and which of its steps is meant: they stand where the draft is looked through. */
function scenarioAt(
  { tests = [] }: Template,
  { test, step }: { readonly test: unknown; readonly step: unknown },
): { readonly test: ScenarioDef; readonly step: number | undefined } | undefined {
  const found = tests.find((one) => one === test);
  if (found === undefined || 'rule' in found) return undefined;
  const index = found.when.findIndex((one) => one === step);
  return { test: found, step: index < 0 ? undefined : index };
}

/** The item that the rule of a test is of: a check, a field. */
function ruleOf(test: unknown): string | undefined {
  const rule = isRecord(test) ? test['rule'] : undefined;
  return typeof rule === 'string' ? rule.split('/').at(-2) : undefined;
}

/** A form shows each node of its layout; what else a page shows of an item is the item itself. */
function isLaidOut([section]: readonly string[], item: unknown): boolean {
  const kind = isRecord(item) ? item['kind'] : undefined;
  return section === 'views' && (kind === 'form' || kind === 'phoneForm');
}

/** A field of the template as people call it. */
export function entityName(template: Template, id: string, locale: Locale): string {
  const entity = template.entities?.find((one) => one.id === id);
  return textIn(entity?.label ?? humanText(id), locale);
}

function tokensOf(path: JsonPointer): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Walk {
  /** Names of the lists that the way goes through. */
  readonly sections: readonly string[];
  /** The items of those lists. */
  readonly items: readonly unknown[];
}

function walked(template: Template, tokens: readonly string[]): Walk {
  const sections: string[] = [];
  const items: unknown[] = [];
  let node: unknown = template;
  for (const [index, token] of tokens.entries()) {
    if (Array.isArray(node)) {
      const item = itemIn(node, token);
      // What is gone has no words but its id.
      items.push(item ?? (/^\d+$/.test(token) ? undefined : { id: token }));
      node = item;
    } else {
      // The model calls an entity's unique keys so.
      const key = token === 'uniques' ? 'unique' : token;
      node = isRecord(node) ? node[key] : undefined;
      if (Array.isArray(node) || (index % 2 === 0 && node === undefined)) sections.push(key);
      if (node === undefined && index + 1 < tokens.length) node = [];
    }
  }
  return { sections, items: items.filter((item) => item !== undefined) };
}

/** By id where one has it: an id may look like a number, a position never like an id that is there. */
function itemIn(list: readonly unknown[], token: string): unknown {
  return list.find((item) => itemKey(item) === token) ?? (/^\d+$/.test(token) ? list[Number(token)] : undefined);
}

function nameOf(item: unknown, locale: Locale): string {
  return isRecord(item) ? wordsOf(item['label'], locale) : '';
}

function wordsOf(value: unknown, locale: Locale): string {
  if (!isRecord(value)) return '';
  const text: Text = Object.fromEntries(
    Object.entries(value).flatMap(([tag, one]) => (typeof one === 'string' ? [[tag, one]] : [])),
  );
  return textIn(text, locale);
}

/**
 * What has no label goes by what it is about: a right by its object or ledger, a part of a view by its field, a check by
 * what it says.
 */
function borrowedName(
  templates: readonly (Template | undefined)[],
  { item, of }: { readonly item: unknown; readonly of: unknown },
  locale: Locale,
): string {
  if (!isRecord(item)) return '';
  const view = isRecord(of) ? of['of'] : undefined;
  for (const { entities = [], ledgers = [], roles = [] } of templates.filter((one) => one !== undefined)) {
    const field = entities.find(({ id }) => id === view)?.fields.find(({ id }) => id === item['field']);
    const about =
      entities.find(({ id }) => id === item['entity']) ??
      ledgers.find(({ id }) => id === item['ledger']) ??
      roles.find(({ id }) => id === item['role']);
    // What has an id of its own may be about an object and yet be something else.
    const label = textIn((field ?? (item['id'] === undefined ? about : undefined))?.label, locale);
    if (label !== '') return label;
  }
  // What is told to people has a message too, with formulas in it.
  const said = item['kind'] === undefined ? wordsOf(item['message'], locale) : '';
  return said || textIn(humanText(itemKey(item) ?? ''), locale);
}

function hasLabel(item: unknown): boolean {
  return isRecord(item) && isRecord(item['label']);
}

function entityOf(template: Template, section: string, item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const key = itemKey(item);
  if (section === 'entities') return key;
  if (!['views', 'workflows', 'postings', 'records', 'automations', 'schedules', 'tests'].includes(section))
    return undefined;
  const on = isRecord(item['on']) ? item['on']['entity'] : undefined;
  const of = item['of'] ?? item['entity'] ?? on;
  return typeof of === 'string' && template.entities?.some(({ id }) => id === of) === true ? of : undefined;
}

interface Place {
  readonly section: string;
  readonly below: string | undefined;
  readonly item: unknown;
}

const POINTS = ['awards', 'tiers', 'rewards', 'leaderboards', 'tables'];

function routeOf({ section, below, item }: Place, entity: string | undefined): DesignRoute {
  if (section === 'roles') return { to: '/w/$tenant/design/access' };
  if (section === 'ledgers' || section === 'postings') return { to: '/w/$tenant/design/ledgers' };
  if (POINTS.includes(section)) return { to: '/w/$tenant/design/points' };
  if (entity === undefined) return { to: '/w/$tenant/design' };
  if (section === 'workflows') return { to: '/w/$tenant/design/o/$entity/flow', entity };
  if (section === 'automations' || section === 'schedules' || section === 'tests')
    return { to: '/w/$tenant/design/o/$entity/rules', entity };
  if (section === 'views') {
    const kind = isRecord(item) ? item['kind'] : undefined;
    const isForm = kind === 'form' || kind === 'phoneForm';
    return { to: isForm ? '/w/$tenant/design/o/$entity/form' : '/w/$tenant/design/o/$entity/views', entity };
  }
  if (below === 'checks') return { to: '/w/$tenant/design/o/$entity/rules', entity };
  return { to: '/w/$tenant/design/o/$entity/fields', entity };
}
