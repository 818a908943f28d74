import { gravestClass, type ChangeClass, type ModelChange } from '../../../schema/model/changes.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { Template } from '../../../schema/template/template.ts';
import { entityName, placeLink } from './place-link.ts';

/** What changes are told together: an object, or an area of the template that belongs to no object. */
export type GroupArea = 'entity' | 'roles' | 'ledgers' | 'points' | 'automations' | 'views' | 'tests' | 'other';

/** The changes of one object or area. */
export interface ChangeGroup {
  readonly key: string;
  readonly area: GroupArea;
  /** The object's name; empty for an area, which has its name from the page. */
  readonly name: string;
  readonly class: ChangeClass;
  readonly changes: readonly ModelChange[];
}

const AREAS: Readonly<Record<string, GroupArea>> = {
  roles: 'roles',
  ledgers: 'ledgers',
  postings: 'ledgers',
  awards: 'points',
  tiers: 'points',
  rewards: 'points',
  leaderboards: 'points',
  tables: 'points',
  automations: 'automations',
  schedules: 'automations',
  views: 'views',
  reports: 'views',
  tests: 'tests',
};

/** Changes by what they belong to, objects first, each group in the order of the template (SPEC [DSG-63]). */
export function groupChanges(
  changes: readonly ModelChange[],
  templates: { readonly base: Template; readonly draft: Template },
  locale: Locale,
): readonly ChangeGroup[] {
  const groups = new Map<string, { readonly area: GroupArea; readonly name: string; readonly list: ModelChange[] }>();
  for (const change of changes) {
    const entity = objectOf(change, templates, locale);
    const area = entity === undefined ? (AREAS[sectionOf(change)] ?? 'other') : 'entity';
    const key = entity ?? `/${area}`;
    const group = groups.get(key) ?? {
      area,
      name: entity === undefined ? '' : nameOf(entity, templates, locale),
      list: [],
    };
    group.list.push(change);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, { area, name, list }]) => ({ key, area, name, class: gravestClass(list), changes: list }))
    .toSorted((a, b) => Number(a.area !== 'entity') - Number(b.area !== 'entity'));
}

function sectionOf({ path }: ModelChange): string {
  return path.split('/')[1] ?? '';
}

interface Templates {
  readonly base: Template;
  readonly draft: Template;
}

/** Roles and ledgers are areas of their own, although each change of theirs is about some object. */
function objectOf(change: ModelChange, { base, draft }: Templates, locale: Locale): string | undefined {
  const section = sectionOf(change);
  if (AREAS[section] !== undefined && AREAS[section] !== 'views') return undefined;
  return change.entity ?? placeLink(draft, change.path, locale).entity ?? placeLink(base, change.path, locale).entity;
}

function nameOf(entity: string, { base, draft }: Templates, locale: Locale): string {
  const template = draft.entities?.some(({ id }) => id === entity) === true ? draft : base;
  return entityName(template, entity, locale);
}
