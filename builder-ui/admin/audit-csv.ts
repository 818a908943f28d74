import type { AuditEntry } from './audit-page.tsx';
import type { useAuditText } from './audit-texts.ts';

/** Entries as CSV with a mark that tells Excel it is UTF-8; a cell never begins as a formula would. */
export function auditCsv(
  entries: readonly Pick<AuditEntry, 'at' | 'action' | 'sentence' | 'actor'>[],
  text: ReturnType<typeof useAuditText>,
): string {
  const head = [text('at'), text('who'), text('code'), text('entry')];
  const rows = entries.map(({ at, actor, action, sentence }) => [at, actor?.name ?? text('system'), action, sentence]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
