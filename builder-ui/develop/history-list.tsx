import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useExplorerText } from './explorer-texts.ts';
import { entryTitle, type HistoryEntry } from './query-history.ts';

export interface HistoryListProps {
  readonly history: readonly HistoryEntry[];
  readonly onPick: (entry: HistoryEntry) => void;
  readonly onClear: () => void;
}

/** The queries that were run in this browser, newest first. */
export function HistoryList({ history, onPick, onClear }: HistoryListProps): ReactNode {
  const text = useExplorerText();
  const { locale } = useLanguage();
  if (history.length === 0) return <p className="docs-nothing">{text('historyEmpty')}</p>;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <div className="history">
      <ul>
        {history.map((entry) => (
          <li key={entry.at}>
            <button type="button" onClick={() => onPick(entry)} title={entry.query}>
              <code>{entryTitle(entry)}</code>
              <span>{time.format(new Date(entry.at))}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button is-quiet" onClick={onClear}>
        {text('historyClear')}
      </button>
    </div>
  );
}
