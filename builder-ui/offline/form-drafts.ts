import { createStore, del, delMany, entries, set, type UseStore } from 'idb-keyval';
import type { RecordValue } from '../form-runtime/form-value.ts';
import type { StoredRecord } from '../workplace/record/use-record-row.ts';
import type { FieldKinds } from './draft-value.ts';

/** Whose form, and of which record; `new` for one that is not stored yet. */
export interface DraftPlace {
  readonly person: string;
  readonly tenant: string;
  /** The entity's id. */
  readonly entity: string;
  readonly record: string;
}

/** What somebody typed into a form and did not save. */
export interface DraftContent {
  /** What the record was when typing began; `null` for a new one. */
  readonly base: StoredRecord | null;
  readonly value: RecordValue;
  /** What the fields were: what no longer fits its field is left out. */
  readonly kinds: FieldKinds;
  /** What the record is called. */
  readonly title: string;
}

/** A half-filled form that is kept on the device (SPEC [OFF-30]). */
export interface FormDraft extends DraftPlace, DraftContent {
  readonly id: string;
  /** The last change; ISO 8601. */
  readonly at: string;
}

/** Drafts of a person that are kept at most. */
export const DRAFTS_MAX = 50;
/** A draft that nobody came back to for so long is forgotten. */
export const DRAFT_DAYS_MAX = 30;
/** A page that was left a moment ago may still hold its draft. */
const LOCK_PATIENCE_MS = 250;
const LOCK = 'draft/';
const DAY_MS = 86_400_000;

let store: UseStore | undefined;

function drafts(): UseStore {
  store ??= createStore('formwork-drafts', 'drafts');
  return store;
}

/** The drafts of a person, the latest first. */
export async function draftsOf(person: string): Promise<readonly FormDraft[]> {
  const all = await entries<string, FormDraft>(drafts()).catch(() => []);
  return all
    .map(([, draft]) => draft)
    .filter((draft) => draft.person === person)
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** Keeps a draft. */
export async function keepDraft(draft: FormDraft): Promise<void> {
  await set(draft.id, draft, drafts()).catch(() => undefined);
}

/** Forgets a draft. */
export async function forgetDraft(id: string): Promise<void> {
  await del(id, drafts()).catch(() => undefined);
}

/** Forgets all drafts of a person: at signing out. */
export async function forgetDrafts(person: string): Promise<void> {
  const own = await draftsOf(person);
  await delMany(
    own.map(({ id }) => id),
    drafts(),
  ).catch(() => undefined);
}

/** Forgets what is too old, and the oldest where there are too many. */
export async function sweepDrafts(person: string): Promise<void> {
  const gone = outdated(await draftsOf(person), new Date());
  if (gone.length > 0) await delMany([...gone], drafts()).catch(() => undefined);
}

/** The ids of what has to go, of the drafts of one person. */
export function outdated(all: readonly Pick<FormDraft, 'id' | 'at'>[], now: Date): readonly string[] {
  const since = new Date(now.getTime() - DRAFT_DAYS_MAX * DAY_MS).toISOString();
  return [...all]
    .sort((a, b) => b.at.localeCompare(a.at))
    .filter(({ at }, index) => index >= DRAFTS_MAX || at < since)
    .map(({ id }) => id);
}

/** A draft that is open in this page alone, until it is let go. */
export interface HeldDraft {
  readonly draft: FormDraft;
  readonly release: () => void;
}

/** The latest draft of the place that no other page has open; before all others the one with the wanted id. */
export async function takeDraft(place: DraftPlace, wanted?: string): Promise<HeldDraft | undefined> {
  const near = (await draftsOf(place.person)).filter(
    ({ tenant, entity }) => tenant === place.tenant && entity === place.entity,
  );
  // The wanted one may be of a record that had an id of this device then.
  const own = [
    ...near.filter(({ id }) => id === wanted),
    ...near.filter(({ id, record }) => id !== wanted && record === place.record),
  ];
  for (const draft of own) {
    const release = await holdDraft(draft.id);
    if (release !== undefined) return { draft, release };
  }
  return undefined;
}

/** The ids of the drafts that are open in any page of this browser. */
export async function heldDrafts(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(LOCK) === true ? [name.slice(LOCK.length)] : []));
  return new Set(names);
}

/** Holds a draft for this page; the browser lets it go with the page, whatever ends it. */
export async function holdDraft(id: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const request = navigator.locks.request(
      `${LOCK}${id}`,
      { signal: AbortSignal.timeout(LOCK_PATIENCE_MS) },
      () => new Promise<void>((release) => resolve(release)),
    );
    request.catch(() => resolve(undefined));
  });
}
