import { isApiRow, rowsOf, textOf, type ApiRow } from '../../documents/row-values.ts';

/** A member, as histories name them. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** One field from what to what, as the API tells it. */
export interface Change {
  readonly field: string;
  readonly label: string;
  readonly type: string;
  readonly isComputed: boolean;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface LineChange {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly number: number | undefined;
  readonly title: string | undefined;
  readonly changes: readonly Change[];
}

/** What an event posted, or the points that it gave. */
export interface Effect {
  readonly isPoints: boolean;
  readonly label: string;
  readonly ledger: string;
  readonly ledgerId: string;
  /** The posting that moved it; none of points. */
  readonly posting: string | undefined;
  readonly key: readonly string[];
  readonly measure: string;
  readonly change: string;
  readonly after: string | undefined;
  readonly person: Person | undefined;
  readonly isReversal: boolean;
}

export interface Comment {
  readonly id: string;
  readonly at: string;
  readonly author: Person;
  /** `undefined` when it was deleted. */
  readonly body: string | undefined;
  readonly mentions: readonly Person[];
  readonly isEdited: boolean;
  readonly isMine: boolean;
}

/** One entry of a record's history. */
export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly actor: Person | undefined;
  readonly cause: { readonly kind: string; readonly label: string } | undefined;
  readonly step: string;
  readonly reason: string | undefined;
  readonly decision: string | undefined;
  readonly role: string | undefined;
  readonly changes: readonly Change[];
  readonly lines: readonly LineChange[];
  readonly effects: readonly Effect[];
  readonly comment: Comment | undefined;
}

/** A page of a history, and where the next one begins. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly next: string | undefined;
}

/** A part of a history that is shown alone. */
export type TimelinePart = 'CHANGES' | 'STEPS' | 'COMMENTS';

const COMMENT = 'id at author { id name } body mentions { id name } editedAt isMine';
const CHANGE = 'field label type computed before after';

/** Variables `entity`, `id`, `parts`, `first` and `after`. */
export const HISTORY_QUERY = `query ($entity: String!, $id: ID!, $parts: [RecordHistoryPart!], $first: Int, $after: String) {
  history: recordHistory(entity: $entity, id: $id, parts: $parts, first: $first, after: $after) {
    nodes { id at kind actor { id name } cause { kind label } transitionLabel reason decision role
      changes { ${CHANGE} } lines { id label kind number title changes { ${CHANGE} } }
      effects { kind label ledger ledgerId posting key measure change after person { id name } reverses } comment { ${COMMENT} } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Variables `entity` and `id`. */
export const PEOPLE_QUERY = `query ($entity: String!, $id: ID!) { people: recordPeople(entity: $entity, id: $id) { id name } }`;

/** Tells of each change of a record's comments; variables `entity` and `id`. */
export const COMMENTED = `subscription ($entity: String!, $id: ID!) { recordCommented(entity: $entity, id: $id, first: 1) { totalCount } }`;

/** Variables `entity`, `id`, `body`, `mentions` and `key`. */
export const ADD_COMMENT = `mutation ($entity: String!, $id: ID!, $body: String!, $mentions: [ID!], $key: String) { comment: addComment(entity: $entity, id: $id, body: $body, mentions: $mentions, idempotencyKey: $key) { id } }`;

/** Variables `id`, `body`, `mentions` and `key`. */
export const EDIT_COMMENT = `mutation ($id: ID!, $body: String!, $mentions: [ID!], $key: String) { comment: editComment(id: $id, body: $body, mentions: $mentions, idempotencyKey: $key) { id } }`;

/** Variables `id` and `key`. */
export const DELETE_COMMENT = `mutation ($id: ID!, $key: String) { comment: deleteComment(id: $id, idempotencyKey: $key) { id } }`;

/** The page in the answer to `HISTORY_QUERY`. */
export function entryPage(data: unknown): EntryPage {
  const history = part(data, 'history');
  const info = part(history, 'pageInfo');
  return {
    entries: rowsOf(history['nodes']).map(entryOf),
    next: info['hasNextPage'] === true ? textOf(info['endCursor']) : undefined,
  };
}

/** The people in the answer to `PEOPLE_QUERY`. */
export function peopleIn(data: unknown): readonly Person[] {
  return isApiRow(data) ? rowsOf(data['people']).map(personOf) : [];
}

function entryOf(row: ApiRow): Entry {
  const { actor, cause, comment } = row;
  return {
    id: textOf(row['id']),
    at: textOf(row['at']),
    kind: textOf(row['kind']),
    actor: isApiRow(actor) ? personOf(actor) : undefined,
    cause: isApiRow(cause) ? { kind: textOf(cause['kind']), label: textOf(cause['label']) } : undefined,
    step: textOf(row['transitionLabel']),
    reason: given(row['reason']),
    decision: given(row['decision']),
    role: given(row['role']),
    changes: rowsOf(row['changes']).map(changeOf),
    lines: rowsOf(row['lines']).map(lineOf),
    effects: rowsOf(row['effects']).map(effectOf),
    comment: isApiRow(comment) ? commentOf(comment) : undefined,
  };
}

function changeOf(row: ApiRow): Change {
  return {
    field: textOf(row['field']),
    label: textOf(row['label']),
    type: textOf(row['type']),
    isComputed: row['computed'] === true,
    before: given(row['before']),
    after: given(row['after']),
  };
}

function lineOf(row: ApiRow): LineChange {
  return {
    id: textOf(row['id']),
    label: textOf(row['label']),
    kind: textOf(row['kind']),
    number: typeof row['number'] === 'number' ? row['number'] : undefined,
    title: given(row['title']),
    changes: rowsOf(row['changes']).map(changeOf),
  };
}

function effectOf(row: ApiRow): Effect {
  const { key, person } = row;
  return {
    isPoints: row['kind'] === 'POINTS',
    label: textOf(row['label']),
    ledger: textOf(row['ledger']),
    ledgerId: textOf(row['ledgerId']),
    posting: given(row['posting']),
    key: Array.isArray(key) ? key.map(textOf) : [],
    measure: textOf(row['measure']),
    change: textOf(row['change']),
    after: given(row['after']),
    person: isApiRow(person) ? personOf(person) : undefined,
    isReversal: row['reverses'] === true,
  };
}

function commentOf(row: ApiRow): Comment {
  const { author } = row;
  return {
    id: textOf(row['id']),
    at: textOf(row['at']),
    author: personOf(isApiRow(author) ? author : {}),
    body: given(row['body']),
    mentions: rowsOf(row['mentions']).map(personOf),
    isEdited: typeof row['editedAt'] === 'string',
    isMine: row['isMine'] === true,
  };
}

function personOf(row: ApiRow): Person {
  return { id: textOf(row['id']), name: textOf(row['name']) };
}

function given(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function part(value: unknown, name: string): ApiRow {
  const found = isApiRow(value) ? value[name] : undefined;
  return isApiRow(found) ? found : {};
}
