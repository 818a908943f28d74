import { appendFileSync } from 'node:fs';

/** What a test measured, for `npm run bench:forms`, which says in `FORMWORK_FIGURES` where; else nothing is kept. */
export function keepFigures(figures: Readonly<Record<string, number>>): void {
  const file = process.env['FORMWORK_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figures)}\n`);
}
