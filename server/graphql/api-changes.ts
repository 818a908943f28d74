import type { FieldPlan, GraphqlPlan, InputFieldPlan, TypePlan } from '../compile/graphql-plan-types.ts';

/** What a client of a tenant's API would notice of a new version. */
export interface ApiChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `SalesOrder.dueAt`, `Query.salesOrders(where:)`, `Channel.web`. */
  readonly path: string;
  /** Whether documents that work now may stop working. */
  readonly isBreaking: boolean;
  readonly from: string | null;
  readonly to: string | null;
}

/** A named thing of the API: its type, and whether callers must give it. */
interface Member {
  readonly type: string;
  readonly isInput: boolean;
  readonly isRequired: boolean;
}

/**
 * The differences between two APIs, by path (GraphQL Inspector's rules of what breaks: something goes, an output may
 * newly be null, an input is newly required or takes less).
 */
export function apiChanges(before: GraphqlPlan, after: GraphqlPlan): readonly ApiChange[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const removed = [...old]
    .filter(([path]) => !now.has(path))
    .map(([path, { type }]): ApiChange => ({ kind: 'removed', path, isBreaking: true, from: type, to: null }));
  const added = [...now].flatMap(([path, member]): readonly ApiChange[] => {
    const known = old.get(path);
    if (known === undefined)
      return [{ kind: 'added', path, isBreaking: isNewBurden(path, member, old), from: null, to: member.type }];
    if (known.type === member.type) return [];
    return [{ kind: 'changed', path, isBreaking: !isCompatible(known, member), from: known.type, to: member.type }];
  });
  return outermost([...removed, ...added].sort((a, b) => (a.path < b.path ? -1 : 1)));
}

/** A type that comes or goes stands for all that is in it. */
function outermost(changes: readonly ApiChange[]): readonly ApiChange[] {
  const whole = new Set(changes.filter(({ kind }) => kind !== 'changed').map(({ kind, path }) => `${kind} ${path}`));
  return changes.filter(({ kind, path }) => {
    const parents = [path.split('(')[0], path.split('.')[0]].filter((parent) => parent !== path);
    return !parents.some((parent) => whole.has(`${kind} ${parent}`));
  });
}

/** A required input in something that was there before: who did not send it now must. */
function isNewBurden(path: string, member: Member, old: ReadonlyMap<string, Member>): boolean {
  const parent = path.includes('(') ? path.split('(')[0] : path.split('.')[0];
  return member.isInput && member.isRequired && parent !== undefined && old.has(parent);
}

/** Outputs may promise more, inputs may ask for less. */
function isCompatible(old: Member, now: Member): boolean {
  return old.isInput ? isWithin(old.type, now.type) : isWithin(now.type, old.type);
}

/** Whether every value of the one type is one of the other: `[A!]!` within `[A]`, `A!` within `A`. */
function isWithin(inner: string, outer: string): boolean {
  if (outer.endsWith('!')) return inner.endsWith('!') && isWithin(inner.slice(0, -1), outer.slice(0, -1));
  if (inner.endsWith('!')) return isWithin(inner.slice(0, -1), outer);
  if (inner.startsWith('[') && outer.startsWith('[')) return isWithin(inner.slice(1, -1), outer.slice(1, -1));
  return inner === outer;
}

function membersOf({ types }: GraphqlPlan): ReadonlyMap<string, Member> {
  return new Map(
    types.flatMap((type) => [
      [type.name, { type: type.kind, isInput: false, isRequired: false }] as const,
      ...partsOf(type),
    ]),
  );
}

function partsOf(type: TypePlan): readonly (readonly [string, Member])[] {
  switch (type.kind) {
    case 'scalar':
      return [];
    case 'enum':
      return type.values.map(({ name }) => [
        `${type.name}.${name}`,
        { type: 'value', isInput: false, isRequired: false },
      ]);
    case 'input':
      return type.fields.map((field) => input(`${type.name}.${field.name}`, field));
    case 'object':
    case 'interface':
      return type.fields.flatMap((field) => output(type.name, field));
  }
}

function output(parent: string, field: FieldPlan): readonly (readonly [string, Member])[] {
  const path = `${parent}.${field.name}`;
  return [
    [path, { type: field.type, isInput: false, isRequired: false }],
    ...(field.args ?? []).map((arg) => input(`${path}(${arg.name}:)`, arg)),
  ];
}

function input(path: string, field: InputFieldPlan): readonly [string, Member] {
  return [
    path,
    { type: field.type, isInput: true, isRequired: field.type.endsWith('!') && field.default === undefined },
  ];
}
