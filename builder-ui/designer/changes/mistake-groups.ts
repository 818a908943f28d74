import type { Issue } from '../../../schema/core/result.ts';
import type { IssueReader } from '../../../schema/model/issue-words.ts';
import { placeLink, type PlaceLink } from './place-link.ts';
import { toldIssue } from './told-issue.ts';

/** One mistake, as it is told and where it is. */
export interface ToldMistake {
  readonly issue: Issue;
  readonly place: PlaceLink;
  readonly message: string;
  readonly cure: string;
}

/** One thing that is wrong in many places, or one place with what is wrong there. */
export type MistakeGroup =
  | { readonly kind: 'everywhere'; readonly key: string; readonly mistakes: readonly ToldMistake[] }
  | { readonly kind: 'place'; readonly key: string; readonly mistakes: readonly ToldMistake[] };

/** In so many places the same is told once, with its places below it. */
const MANY = 3;

/**
 * Mistakes to be read (SPEC [DSG-126]): what is wrong in many places, such as all that still names a role that is gone,
 * is told once, first; the rest by place, nothing twice.
 */
export function mistakeGroups(issues: readonly Issue[], reader: IssueReader): readonly MistakeGroup[] {
  const told = issues.map((issue): ToldMistake => {
    const { message, cure } = toldIssue(issue, reader);
    return { issue, place: placeLink(reader.template, issue.path, reader), message, cure };
  });
  const alike = groupedBy(told, ({ message, cure }) => `${message} ${cure}`);
  const isMany = (list: readonly ToldMistake[]): boolean => new Set(list.map(keyOfPlace)).size >= MANY;
  const everywhere = [...alike].flatMap(([key, list]): readonly MistakeGroup[] =>
    isMany(list) ? [{ kind: 'everywhere', key, mistakes: oncePer(list, keyOfPlace) }] : [],
  );
  const rest = [...alike.values()].filter((list) => !isMany(list)).flat();
  const byPlace = groupedBy(
    told.filter((one) => rest.includes(one)),
    keyOfPlace,
  );
  return [
    ...everywhere,
    ...[...byPlace].map(([key, list]): MistakeGroup => ({
      kind: 'place',
      key,
      mistakes: oncePer(list, ({ message, cure }) => `${message} ${cure}`),
    })),
  ];
}

function keyOfPlace({ place }: ToldMistake): string {
  return place.words.join(' › ');
}

function groupedBy(
  list: readonly ToldMistake[],
  keyOf: (one: ToldMistake) => string,
): ReadonlyMap<string, readonly ToldMistake[]> {
  const groups = new Map<string, ToldMistake[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function oncePer(list: readonly ToldMistake[], keyOf: (one: ToldMistake) => string): readonly ToldMistake[] {
  return [...new Map([...list].reverse().map((one) => [keyOf(one), one])).values()].reverse();
}
