import { clampWidth } from './layout-memory.ts';

/** A column that the reader chose, and how wide, in pixels, where they chose that too. */
export interface ChosenColumn {
  readonly id: string;
  readonly width?: number;
}

/** The columns as the address names them: `number,customer:240` (SPEC [WRK-122]). */
export function chosenFrom(text: string): readonly ChosenColumn[] {
  return text.split(',').flatMap((part): readonly ChosenColumn[] => {
    const [id = '', width] = part.split(':');
    if (id === '') return [];
    const wide = Number(width);
    return [{ id, ...(width === undefined || !Number.isFinite(wide) ? {} : { width: clampWidth(wide) }) }];
  });
}

/** The columns as `chosenFrom` reads them. */
export function chosenText(columns: readonly ChosenColumn[]): string {
  return columns.map(({ id, width }) => (width === undefined ? id : `${id}:${width}`)).join(',');
}
