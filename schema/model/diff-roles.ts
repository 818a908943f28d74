import { pointer } from '../core/result.ts';
import {
  diffOrder,
  diffTexts,
  ids,
  otherLanguage,
  pairs,
  same,
  type ChangeList,
  type DiffPlace,
} from './change-list.ts';
import { humanText } from './labels.ts';
import { ledgerEntities, type LedgerEntity } from './ledger-entities.ts';
import type { GrantModel, Model, RoleModel } from './model.ts';

/** Differences of roles: what each may do more and less, entity by entity. */
export function diffRoles(list: ChangeList, before: Model, after: Model): void {
  for (const { key, old, now } of pairs(before.roles, after.roles, ({ id }) => id)) {
    const place = { path: pointer('/roles', key), name: (now ?? old)?.label ?? humanText(key) };
    if (old === undefined) list.add('roleAdded', place, { item: key });
    else if (now === undefined) list.add('roleRemoved', place, { item: key });
    else {
      diffTexts(list, place, { old, now, details: { item: key }, other: otherLanguage });
      diffGrants(list, { old, now, after }, place);
    }
  }
  diffOrder(list, ids(before.roles), ids(after.roles), { path: '/roles', name: { en: 'Roles', 'zh-CN': '角色' } });
}

interface RolePair {
  readonly old: RoleModel;
  readonly now: RoleModel;
  readonly after: Model;
}

function diffGrants(list: ChangeList, { old, now, after }: RolePair, place: DiffPlace): void {
  const entities = new Set([...old.grants, ...now.grants].map(({ entity }) => entity));
  for (const id of entities) {
    const balances = balancesOf(after, id);
    const entity = after.entities.find((one) => one.id === id) ?? balances?.entity;
    // The rights to an entity that goes or comes are part of its going or coming.
    if (entity === undefined) continue;
    const [had, has] = [old.grants, now.grants].map((grants) => grants.filter((grant) => grant.entity === id));
    if (had === undefined || has === undefined || same(had.map(plain), has.map(plain))) continue;
    const here = { ...place, entity, path: pointer(place.path, 'grants', balances?.ledger.id ?? id) };
    const lost = missing(had, has);
    const gained = missing(has, had);
    if (gained.length > 0) list.add('rightsWidened', here, { item: now.id, to: gained.join(', ') });
    if (lost.length > 0) list.add('rightsNarrowed', here, { item: now.id, from: lost.join(', ') });
    if (lost.length === 0 && gained.length === 0) list.add('rightsChanged', here, { item: now.id });
  }
}

/** A ledger's rights are told once, at its balances; its movements have the same. */
function balancesOf(model: Model, id: string): LedgerEntity | undefined {
  return ledgerEntities(model).find(({ rows, entity }) => rows === 'balance' && entity.id === id);
}

function plain({ can, rows, hide, mask, lock }: GrantModel): unknown {
  return { can, rows: rows?.source, hide, mask, lock };
}

function missing(of: readonly GrantModel[], from: readonly GrantModel[]): readonly string[] {
  const there = new Set(from.flatMap(({ can }) => can));
  return [...new Set(of.flatMap(({ can }) => can))].filter((right) => !there.has(right));
}
