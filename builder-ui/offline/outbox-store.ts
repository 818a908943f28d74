import { delMany, entries, get, update, type UseStore } from 'idb-keyval';
import { useEffect } from 'react';
import { create } from 'zustand';
import { EMPTY_OUTBOX, type Outbox } from './queued-write.ts';

/** Whose writes, and to which tenant. */
export interface OutboxPlace {
  readonly person: string;
  readonly tenant: string;
}

interface OutboxState {
  readonly boxes: Readonly<Record<string, Outbox>>;
  /** The key of the write that is on its way, by outbox. */
  readonly sending: Readonly<Record<string, string>>;
}

const useOutboxState = create<OutboxState>(() => ({ boxes: {}, sending: {} }));

/** The key under which the outbox is kept, locked and told of. */
export function outboxName({ person, tenant }: OutboxPlace): string {
  return `outbox/${person}/${tenant}`;
}

/** What waits, as it changes, in whichever tab; `undefined` until it is read. */
export function useOutbox(place: OutboxPlace): Outbox | undefined {
  const name = outboxName(place);
  const box = useOutboxState(({ boxes }) => boxes[name]);
  const isKnown = box !== undefined;
  useEffect(() => {
    // A browser that keeps nothing has nothing that waits.
    if (!isKnown) void readNamed(name).catch(() => show(name, EMPTY_OUTBOX));
  }, [name, isKnown]);
  return box;
}

/** The key of the write that this tab is sending. */
export function useSendingKey(place: OutboxPlace): string | undefined {
  return useOutboxState(({ sending }) => sending[outboxName(place)]);
}

/** Notes which write is on its way. */
export function showSending(place: OutboxPlace, key: string | undefined): void {
  const name = outboxName(place);
  useOutboxState.setState(({ sending }) => {
    const others = Object.entries(sending).filter(([own]) => own !== name);
    return { sending: Object.fromEntries(key === undefined ? others : [...others, [name, key] as const]) };
  });
}

const DATABASE = 'formwork-offline';
const STORE = 'outbox';
let opened: Promise<IDBDatabase> | undefined;

/** Written through to the disk (`strict`): what was said to be kept is there after the power failed. */
const durableStore: UseStore = async (mode, callback) => {
  opened ??= openDatabase();
  const database = await opened;
  return callback(database.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE));
};

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    request.addEventListener('success', () => {
      const database = request.result;
      database.addEventListener('close', () => (opened = undefined));
      database.addEventListener('versionchange', () => database.close());
      resolve(database);
    });
    request.addEventListener('error', () => {
      opened = undefined;
      reject(request.error ?? new DOMException('No database'));
    });
  });
}

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('formwork-outbox');
channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'string' && data in useOutboxState.getState().boxes) void readNamed(data);
});

async function readNamed(name: string): Promise<Outbox> {
  const box = (await get<Outbox>(name, durableStore)) ?? EMPTY_OUTBOX;
  show(name, box);
  return box;
}

function show(name: string, box: Outbox): void {
  useOutboxState.setState(({ boxes }) => ({ boxes: { ...boxes, [name]: box } }));
}

/** What waits, as it is kept. */
export function readOutbox(place: OutboxPlace): Promise<Outbox> {
  return readNamed(outboxName(place));
}

/** Changes what waits in one step, whoever else changes it; done once it is on the disk. */
export async function changeOutbox(place: OutboxPlace, change: (box: Outbox) => Outbox): Promise<Outbox> {
  const name = outboxName(place);
  let next = EMPTY_OUTBOX;
  await update<Outbox>(name, (box) => (next = change(box ?? EMPTY_OUTBOX)), durableStore);
  show(name, next);
  // Heard by pages of this origin alone.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel?.postMessage(name);
  return next;
}

/** The writes of a person that wait, in whichever company. */
export async function waitingOf(person: string): Promise<number> {
  return (await boxesOf(person)).reduce((sum, [, { writes }]) => sum + writes.length, 0);
}

/** Gives up all that waits of a person. */
export async function forgetOutboxes(person: string): Promise<void> {
  const own = await boxesOf(person);
  await delMany(
    own.map(([name]) => name),
    durableStore,
  );
}

async function boxesOf(person: string): Promise<readonly (readonly [string, Outbox])[]> {
  const all = await entries<string, Outbox>(durableStore);
  return all.filter(([name]) => name.startsWith(outboxName({ person, tenant: '' })));
}
