import { isRecord } from '../../form-runtime/form-value.ts';

const RECENT_MAX = 6;

/** The ids of rows that were chosen lately in this browser, the last one first. */
export function recentChoices(tenant: string, entity: string): readonly string[] {
  const own = kept(tenant)[entity];
  return Array.isArray(own) ? own.filter((id) => typeof id === 'string') : [];
}

/** Remembers that a row was chosen. */
export function noteChoice(tenant: string, entity: string, id: string): void {
  const others = recentChoices(tenant, entity).filter((one) => one !== id);
  localStorage.setItem(
    place(tenant),
    JSON.stringify({ ...kept(tenant), [entity]: [id, ...others].slice(0, RECENT_MAX) }),
  );
}

function kept(tenant: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(place(tenant)) ?? '{}');
    return isRecord(raw) ? raw : {};
  } catch {
    return {};
  }
}

function place(tenant: string): string {
  return `formwork.chosen.${tenant}`;
}
