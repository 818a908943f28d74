/** A record that was opened here lately. */
export interface RecentRecord {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}

const RECENT_MAX = 8;

/** The records opened lately in this browser, the last one first. */
export function recentRecords(tenant: string): readonly RecentRecord[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(place(tenant)) ?? '[]');
    return Array.isArray(raw) ? raw.filter(isRecent) : [];
  } catch {
    return [];
  }
}

const listeners = new Set<() => void>();

/** Calls back whenever a record was opened, or has another title. */
export function onRecent(hear: () => void): () => void {
  listeners.add(hear);
  return () => void listeners.delete(hear);
}

/** Remembers that a record was opened. */
export function noteRecent(tenant: string, record: RecentRecord): void {
  const others = recentRecords(tenant).filter(({ entity, id }) => entity !== record.entity || id !== record.id);
  localStorage.setItem(place(tenant), JSON.stringify([record, ...others].slice(0, RECENT_MAX)));
  for (const hear of listeners) hear();
}

/** Forgets a record that is gone. */
export function forgetRecent(tenant: string, id: string): void {
  localStorage.setItem(place(tenant), JSON.stringify(recentRecords(tenant).filter((one) => one.id !== id)));
}

function place(tenant: string): string {
  return `formwork.recent.${tenant}`;
}

function isRecent(value: unknown): value is RecentRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entity' in value &&
    'id' in value &&
    'title' in value &&
    [value.entity, value.id, value.title].every((part) => typeof part === 'string')
  );
}
