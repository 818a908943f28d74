import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { Issue } from '../../../schema/core/result.ts';
import type { Text } from '../../../schema/core/text.ts';
import { addPacks } from '../../../schema/model/add-packs.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { MergeConflict } from '../../../schema/model/merge.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { itemKey } from '../../../schema/template/item-key.ts';
import type { EntityDef, RoleDef, Template } from '../../../schema/template/template.ts';
import { editsBetween } from '../changes/edits-between.ts';

/** Lists of a template that packs bring items for, in the order in which they are told. */
export const PACK_SECTIONS = [
  'entities',
  'workflows',
  'ledgers',
  'postings',
  'awards',
  'rewards',
  'leaderboards',
  'tables',
  'automations',
  'schedules',
  'reports',
  'views',
  'roles',
  'records',
  'tests',
] as const satisfies readonly (keyof Template)[];
export type PackSection = (typeof PACK_SECTIONS)[number];

/** What is new in one list. */
export interface NewItems {
  readonly section: PackSection;
  readonly items: readonly { readonly id: string; readonly label?: Text }[];
}

/** What adding packs would do to a draft, and the edits that do it. */
export interface PackPreview {
  readonly edits: readonly Edit[];
  readonly entities: readonly EntityDef[];
  /** Without the objects. */
  readonly others: readonly NewItems[];
  /** Objects that are there and come to have more fields. */
  readonly extended: readonly { readonly entity: EntityDef; readonly fields: EntityDef['fields'] }[];
  /** Roles that are there and come to have more rights. */
  readonly roles: readonly RoleDef[];
  /** New objects and roles that are called as one that is there. */
  readonly clashes: readonly { readonly id: string; readonly label?: Text }[];
  readonly conflicts: readonly MergeConflict[];
  /** Mistakes that the draft would come to have. */
  readonly issues: readonly Issue[];
  /** The draft with the packs. */
  readonly after: Template;
}

/** The preview of adding packs (SPEC [DSG-94]): `base` and `document` are the draft's packs without and with them. */
export function packPreview(
  draft: Template,
  packs: { readonly base: Template; readonly document: Template },
): PackPreview {
  const { template, conflicts } = addPacks(draft, packs);
  const entities = added(draft.entities, template.entities);
  const roles = added(draft.roles, template.roles);
  return {
    edits: editsBetween(draft, template),
    entities,
    others: PACK_SECTIONS.flatMap((section): readonly NewItems[] => {
      if (section === 'entities') return [];
      const items = added<Labelled>(draft[section], template[section]);
      return items.length === 0 ? [] : [{ section, items: items.map(itemOf) }];
    }),
    extended: (template.entities ?? []).flatMap((entity) => {
      const was = draft.entities?.find(({ id }) => id === entity.id);
      const fields = was === undefined ? [] : added(was.fields, entity.fields);
      return fields.length === 0 ? [] : [{ entity, fields }];
    }),
    roles: (template.roles ?? []).filter((role) => {
      const was = draft.roles?.find(({ id }) => id === role.id);
      return was !== undefined && canonicalJson(was.grants) !== canonicalJson(role.grants);
    }),
    clashes: [...clashing(objectsOf(draft.entities), objectsOf(entities)), ...clashing(draft.roles, roles)].map(itemOf),
    conflicts,
    issues: newIssues(draft, template),
    after: template,
  };
}

interface Labelled {
  readonly id?: string;
  readonly label?: Text;
}

function itemOf(item: Labelled): { readonly id: string; readonly label?: Text } {
  return { id: itemKey(item) ?? '', ...(item.label === undefined ? {} : { label: item.label }) };
}

function added<Item extends object>(
  before: readonly Item[] | undefined,
  after: readonly Item[] | undefined,
): readonly Item[] {
  const known = new Set((before ?? []).map(itemKey));
  return (after ?? []).filter((item) => !known.has(itemKey(item)));
}

/** Lines are met in their document alone, where nobody takes them for others. */
function objectsOf(entities: readonly EntityDef[] | undefined): readonly EntityDef[] {
  return (entities ?? []).filter(({ kind }) => kind !== 'line');
}

/** In whatever language the two are called the same. */
function clashing(there: readonly Labelled[] | undefined, fresh: readonly Labelled[]): readonly Labelled[] {
  const names = ({ label }: Labelled): readonly string[] =>
    Object.entries(label ?? {}).flatMap(([locale, name]) =>
      typeof name === 'string' && name !== '' ? [`${locale} ${name.toLowerCase()}`] : [],
    );
  const taken = new Set((there ?? []).flatMap(names));
  return fresh.filter((item) => names(item).some((name) => taken.has(name)));
}

function newIssues(draft: Template, next: Template): readonly Issue[] {
  const after = resolveModel(next);
  if (after.ok) return [];
  const before = resolveModel(draft);
  const known = new Set(before.ok ? [] : before.issues.map(keyOf));
  return after.issues.filter((one) => !known.has(keyOf(one)));
}

/** Places are positions, which move: what tells issues apart is what they are about. */
function keyOf({ code, params }: Issue): string {
  return `${code} ${canonicalJson(params)}`;
}
