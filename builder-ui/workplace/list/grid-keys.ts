/** Where a key leads; `undefined` for a key that leads nowhere. */
export function movedTo(
  key: string,
  { at, count, pageRows }: { readonly at: number; readonly count: number; readonly pageRows: number },
): number | undefined {
  const last = Math.max(0, count - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + pageRows);
    case 'PageUp':
      return Math.max(0, at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** The next cell that can be typed into, along the row and on into the next; `undefined` after the last. */
export function nextCell(
  places: readonly number[],
  {
    row,
    column,
    count,
    by,
  }: { readonly row: number; readonly column: number; readonly count: number; readonly by: 1 | -1 },
): { readonly row: number; readonly column: number } | undefined {
  const beside = by > 0 ? places.find((place) => place > column) : places.findLast((place) => place < column);
  if (beside !== undefined) return { row, column: beside };
  const turned = by > 0 ? places[0] : places.at(-1);
  const next = row + by;
  return turned === undefined || next < 0 || next >= count ? undefined : { row: next, column: turned };
}
