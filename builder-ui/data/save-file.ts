/** Browsers that begin a download late still find the file so long after the click. */
const KEPT_MS = 60_000;

/** Hands a file to the reader. Its address is given up only when the download has long begun (SPEC [WRK-141]). */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** The same of a table that was written as CSV. */
export function saveCsvText(text: string, name: string): void {
  saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
}
