import readWorkbook from 'read-excel-file/web-worker';
import type { WorkbookCell } from './workbook.ts';

/** What the page is told: the sheets, or that the file is no workbook. */
export type WorkbookAnswer =
  | { readonly ok: true; readonly sheets: readonly { readonly name: string; readonly cells: WorkbookCell[][] }[] }
  | { readonly ok: false };

/** Reads a workbook beside the page, which stays quick meanwhile. Numbers keep the digits that the file has. */
async function read(file: Blob): Promise<WorkbookAnswer> {
  try {
    const sheets = await readWorkbook<string>(file, { parseNumber: (text) => text, trim: false });
    return {
      ok: true,
      sheets: sheets.map(({ sheet, data }) => ({
        name: sheet,
        cells: data.map((row) => row.map((cell) => plain(cell))),
      })),
    };
  } catch {
    // Encrypted, cut off, or some other zip: whatever it is, it is no workbook that can be read.
    return { ok: false };
  }
}

function plain(cell: unknown): WorkbookCell {
  return typeof cell === 'string' || typeof cell === 'boolean' || cell instanceof Date ? cell : null;
}

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!(data instanceof Blob)) return;
  void read(data).then((answer) => self.postMessage(answer, {}));
});
