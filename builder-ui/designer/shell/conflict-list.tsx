import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import type { Json } from '../../../schema/model/edits.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { isRecord } from '../../../schema/template/item-key.ts';
import { placeWords } from '../changes/place-words.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useDesignText, type DesignText } from './design-texts.ts';

/** What a colleague and I both changed, to be settled one by one. */
export function ConflictList(): ReactNode {
  const text = useDesignText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const conflicts = useDraft((state) => state.conflicts);
  return (
    <Alert
      type="warning"
      className="conflicts"
      title={text('conflictsTitle', { count: conflicts.length })}
      description={
        <>
          <p>{text('conflictsHint')}</p>
          <ul>
            {conflicts.map((conflict) => (
              <li key={conflict.path.join('/')}>
                <strong>{placeWords(template, conflict.path, locale)}</strong>
                <div className="conflict-sides">
                  <div className="conflict-side is-mine">
                    <span>{text('mine', { value: shortly(conflict.ours, { locale, text }) })}</span>
                    <Button size="small" onClick={() => session.settle(conflict, 'ours')}>
                      {text('keepMine')}
                    </Button>
                  </div>
                  <div className="conflict-side">
                    <span>{text('theirs', { value: shortly(conflict.theirs, { locale, text }) })}</span>
                    <Button size="small" onClick={() => session.settle(conflict, 'theirs')}>
                      {text('takeTheirs')}
                    </Button>
                  </div>
                </div>
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}

const SHORT = 60;

function shortly(
  value: Json | undefined,
  { locale, text }: { readonly locale: string; readonly text: DesignText },
): string {
  if (value === undefined) return text('nothing');
  const label = isRecord(value) ? (value[locale] ?? value['id']) : value;
  const words = typeof label === 'string' ? label : JSON.stringify(label);
  return words.length > SHORT ? `${words.slice(0, SHORT)}…` : words;
}
