import type { Sheet } from './read-file.ts';
import type { WorkbookAnswer } from './workbook-worker.ts';

/** A cell as the workbook has it; numbers as their text. */
export type WorkbookCell = string | boolean | Date | null;

/** The sheets of a workbook as texts; `undefined` when the file is none. */
export function workbookCells(file: Blob): Promise<readonly Sheet[] | undefined> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    const end = (sheets: readonly Sheet[] | undefined): void => {
      worker.terminate();
      resolve(sheets);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<WorkbookAnswer>) => {
      end(
        data.ok
          ? data.sheets.map(({ name, cells }) => ({ name, cells: withoutEnd(cells.map((row) => row.map(cellText))) }))
          : undefined,
      );
    });
    worker.addEventListener('error', () => end(undefined));
    worker.postMessage(file, {});
  });
}

/** Dates stand in a workbook without a zone: their parts in UTC are what the sheet shows. */
function cellText(cell: WorkbookCell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'string') return numberText(cell);
  const [day = '', time = ''] = cell.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}

/** Binary numbers such as 0.30000000000000004 stand in files where 0.3 was typed. */
function numberText(text: string): string {
  if (!/^-?\d+\.\d{15,}$|^-?\d(\.\d+)?E[+-]?\d+$/i.test(text)) return text;
  const value = Number(Number(text).toPrecision(15));
  return Math.abs(value) < 1e21 && Math.abs(value) > 1e-6 ? String(value) : text;
}

/** Sheets often have hundreds of empty rows below their last one. */
function withoutEnd(cells: readonly (readonly string[])[]): Sheet['cells'] {
  const last = cells.findLastIndex((row) => row.some((cell) => cell !== ''));
  return cells.slice(0, last + 1);
}
