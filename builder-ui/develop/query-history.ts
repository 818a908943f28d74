/** A query that was run. */
export interface HistoryEntry {
  readonly query: string;
  readonly variables: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const ENTRIES_MAX = 30;

/** The history with one more entry on top; the same query again moves up instead of standing twice. */
export function withEntry(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  const others = history.filter(({ query, variables }) => query !== entry.query || variables !== entry.variables);
  return [entry, ...others].slice(0, ENTRIES_MAX);
}

/** What a query is recognised by: its operation's name, else its first field. */
export function entryTitle({ query }: HistoryEntry): string {
  const named = /\b(?:query|mutation|subscription)\s+([A-Za-z_]\w*)/.exec(query)?.[1];
  return named ?? /[{]\s*([A-Za-z_]\w*)/.exec(query)?.[1] ?? query.trim().slice(0, 40);
}

/** The history kept in this browser for a tenant; whatever can't be read counts as none. */
export function readHistory(storage: Storage, tenant: string): readonly HistoryEntry[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(tenant)) ?? '[]');
    return Array.isArray(value) ? value.filter(isEntry).slice(0, ENTRIES_MAX) : [];
  } catch {
    return [];
  }
}

export function writeHistory(storage: Storage, tenant: string, history: readonly HistoryEntry[]): void {
  storage.setItem(keyOf(tenant), JSON.stringify(history));
}

function keyOf(tenant: string): string {
  return `formwork.explorer.${tenant}`;
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  return (
    typeof Reflect.get(value, 'query') === 'string' &&
    typeof Reflect.get(value, 'variables') === 'string' &&
    typeof Reflect.get(value, 'at') === 'number'
  );
}
