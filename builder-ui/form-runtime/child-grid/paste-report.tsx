import type { ReactNode } from 'react';
import { useFormText } from '../form-texts.ts';
import { Glyph } from '../glyphs.tsx';
import type { Pasted } from './grid-paste.ts';
import './paste-report.css';

const SHOWN = 8;

/** What became of pasted cells; what did not fit is listed with its place. */
export function PasteReport({
  pasted,
  onDismiss,
}: {
  readonly pasted: Pasted;
  readonly onDismiss: () => void;
}): ReactNode {
  const t = useFormText();
  const { cells, misfits, rowsOver } = pasted;
  const title = misfits.length === 0 ? t('pasted', { cells }) : t('pastedWithout', { cells, count: misfits.length });
  const isWrong = misfits.length > 0 || rowsOver > 0;
  return (
    <div className={`fw-pasted${isWrong ? ' is-wrong' : ''}`} role={isWrong ? 'alert' : 'status'}>
      <div>
        <p>{title}</p>
        {misfits.length === 0 ? null : (
          <ul>
            {misfits.slice(0, SHOWN).map(({ row, label, text }) => (
              <li key={`${row} ${label}`}>{t('pasteMisfit', { row, label, text })}</li>
            ))}
          </ul>
        )}
        {misfits.length > SHOWN ? <p>{t('mistakesMore', { count: misfits.length - SHOWN })}</p> : null}
        {rowsOver > 0 ? <p>{t('pasteTooMany', { count: rowsOver })}</p> : null}
      </div>
      <button
        type="button"
        className="fw-row-button"
        aria-label={t('dismiss')}
        title={t('dismiss')}
        onClick={onDismiss}
      >
        <Glyph name="close" />
      </button>
    </div>
  );
}
