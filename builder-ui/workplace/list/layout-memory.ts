import { useCallback, useState } from 'react';

/** How the reader arranged a list's columns; absent parts are as designed. */
export interface ColumnLayout {
  /** Ids of the columns that are shown, in order. */
  readonly shown?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

export const COLUMN_WIDTH_MIN = 64;
export const COLUMN_WIDTH_MAX = 640;

/** The reader's own arrangement of one view, kept in this browser. */
export function useColumnLayout(key: string): readonly [ColumnLayout, (layout: ColumnLayout) => void] {
  const place = `formwork.columns.${key}`;
  const [held, setHeld] = useState(() => ({ place, layout: stored(place) }));
  if (held.place !== place) setHeld({ place, layout: stored(place) });
  const set = useCallback(
    (layout: ColumnLayout) => {
      setHeld({ place, layout });
      if (layout.shown === undefined && layout.widths === undefined) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify(layout));
    },
    [place],
  );
  return [held.layout, set];
}

/** The columns that the reader chose for a view, as a saved view keeps them. */
export function chosenColumns(key: string): string | undefined {
  return stored(`formwork.columns.${key}`).shown?.join(',');
}

function stored(place: string): ColumnLayout {
  try {
    return layoutFrom(JSON.parse(localStorage.getItem(place) ?? '{}'));
  } catch {
    return {};
  }
}

function layoutFrom(raw: unknown): ColumnLayout {
  if (typeof raw !== 'object' || raw === null) return {};
  const { shown, widths }: { shown?: unknown; widths?: unknown } = raw;
  const ids = Array.isArray(shown) ? shown.filter((id) => typeof id === 'string') : undefined;
  const given =
    typeof widths === 'object' && widths !== null
      ? Object.entries(widths).flatMap(([id, width]) =>
          typeof width === 'number' ? [[id, clampWidth(width)] as const] : [],
        )
      : undefined;
  return {
    ...(ids === undefined || ids.length === 0 ? {} : { shown: ids }),
    ...(given === undefined ? {} : { widths: Object.fromEntries(given) }),
  };
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(COLUMN_WIDTH_MAX, Math.max(COLUMN_WIDTH_MIN, width)));
}

/** The widths with that of one column changed, or left to what it holds. */
export function withWidth(
  { widths }: ColumnLayout,
  id: string,
  width: number | undefined,
): Readonly<Record<string, number>> {
  const others = Object.entries(widths ?? {}).filter(([one]) => one !== id);
  return Object.fromEntries(width === undefined ? others : [...others, [id, width]]);
}
