import type { Decimal } from '../../schema/core/decimal.ts';
import { DECIMAL_ZERO } from '../../schema/core/decimal.ts';
import { PEOPLE_MIN } from './statistics.ts';

/** A member, with the department and the role that he is counted under: the first of those he has now (SPEC [LAB-5]). */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly department: string | null;
  readonly role: string | null;
}

export interface People {
  readonly all: readonly Person[];
  /** Names of departments by id. */
  readonly departments: ReadonlyMap<string, string>;
}

/** People of one department or one role. */
export interface PeopleGroup {
  readonly kind: 'department' | 'role';
  /** `null`: of none. */
  readonly id: string | null;
  readonly members: readonly Person[];
  /** Too few people to tell anything of them (SPEC [LAB-10]). */
  readonly isSmall: boolean;
}

/** Who counts: active members, and whoever has points though he has left. */
export function countedPeople({ all }: People, amounts: readonly ReadonlyMap<string, unknown>[]): readonly Person[] {
  const known = new Set(all.map(({ id }) => id));
  const strangers = new Set(amounts.flatMap((map) => [...map.keys()]).filter((id) => !known.has(id)));
  return [
    ...all.filter(({ id, active }) => active || amounts.some((map) => map.has(id))),
    ...[...strangers].sort().map((id): Person => ({ id, name: '', active: false, department: null, role: null })),
  ];
}

/** The people by department or role, in the order of the ids; those of none come last. */
export function peopleGroups(people: readonly Person[], kind: PeopleGroup['kind']): readonly PeopleGroup[] {
  const groups = Map.groupBy(people, (person) => person[kind]);
  return [...groups]
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map(([id, members]) => ({ kind, id, members, isSmall: members.length < PEOPLE_MIN }));
}

/** The amounts of these people, in their order; nothing where a person has none. */
export function amountsOf(people: readonly Person[], amounts: ReadonlyMap<string, Decimal>): readonly Decimal[] {
  return people.map(({ id }) => amounts.get(id) ?? DECIMAL_ZERO);
}
