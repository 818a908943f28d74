import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePinyinSearch } from '../designer/parts/pinyin-search.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { SearchField } from '../workplace/search-field.tsx';
import { Nothing } from './parts.tsx';
import { RULES_DOCUMENT, type Rule, type Sentence } from './points-documents.ts';
import { pointsText, signOf } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useRulesText } from './rules-texts.ts';
import { usePoints } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

/** Every rule in words, with what the reader has left of it and how it has changed (SPEC [PWK-9]). */
export function PointsRulesPage(): ReactNode {
  const text = useRulesText();
  const { data, error, refetch } = usePoints<{ readonly rules: readonly Rule[] }>({ query: RULES_DOCUMENT });
  const [search, setSearch] = useState('');
  const matches = usePinyinSearch();
  const hash = useRouterState({ select: ({ location }) => location.hash });
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const found = data.rules.filter(({ label, sentences }) =>
    matches(search, [label, ...sentences.map((sentence) => sentence.text)]),
  );
  return (
    <>
      <header className="pts-head">
        <div>
          <h1 className="pts-title">{text('title')}</h1>
          <p className="pts-lead">{text('lead')}</p>
        </div>
        {data.rules.length > 4 && (
          <SearchField
            aria-label={text('search')}
            placeholder={text('search')}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        )}
      </header>
      {found.length === 0 && <Nothing title={text('noneFound')} />}
      <ul className="pts-rules">
        {found.map((rule) => (
          <RuleCard key={rule.id} rule={rule} isMeant={rule.id === hash} />
        ))}
      </ul>
    </>
  );
}

const PARTS = [
  { title: 'forWhat', topics: ['ON', 'TO', 'MANUAL'] },
  { title: 'howMuch', topics: ['AMOUNT'] },
  { title: 'conditions', topics: ['WHEN', 'ONCE'] },
  { title: 'after', topics: ['PENDING', 'EXPIRES', 'CLAWBACK', 'BUDGET'] },
] as const;

function RuleCard({ rule, isMeant }: { readonly rule: Rule; readonly isMeant: boolean }): ReactNode {
  const text = useRulesText();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMeant) place.current?.scrollIntoView({ block: 'center' });
  }, [isMeant]);
  const { label, sentences, limits, budgetLeft, history } = rule;
  return (
    <li ref={place} className={`pts-panel pts-rule ${isMeant ? 'is-meant' : ''}`}>
      <h2>{label}</h2>
      <div className="pts-rule-parts">
        {PARTS.map(({ title, topics }) => (
          <Topic
            key={title}
            place={title}
            title={text(title)}
            sentences={sentences.filter(({ topic }) => topics.some((one) => one === topic))}
          />
        ))}
        {limits.length > 0 && <Limits limits={limits} />}
      </div>
      <div className="pts-rule-foot">
        {budgetLeft !== null && (
          <p className={signOf(budgetLeft) > 0 ? 'pts-hint' : 'pts-warn'}>
            {signOf(budgetLeft) > 0 ? text('budget', { amount: pointsText(budgetLeft) }) : text('budgetEmpty')}
          </p>
        )}
        <History history={history} />
      </div>
    </li>
  );
}

interface TopicProps {
  readonly place: (typeof PARTS)[number]['title'];
  readonly title: string;
  readonly sentences: readonly Sentence[];
}

function Topic({ place, title, sentences }: TopicProps): ReactNode {
  if (sentences.length === 0) return null;
  return (
    <section className={`pts-rule-${place}`}>
      <h3>{title}</h3>
      <ul>
        {sentences.map(({ text }) => (
          <li key={text}>{place === 'howMuch' ? <HowMuch says={text} /> : text}</li>
        ))}
      </ul>
    </section>
  );
}

/** “Points: 3”, whose first words the heading says: a number stands out, a formula is read. */
function HowMuch({ says }: { readonly says: string }): ReactNode {
  const text = usePointsText();
  const amount = says.replace(/^[^:：]*[:：]\s*/, '');
  return /^[\d.]+$/.test(amount) ? (
    <>
      <b>{pointsText(amount)}</b> {text('ptOf', { count: Number(amount) })}
    </>
  ) : (
    amount
  );
}

function Limits({ limits }: { readonly limits: Rule['limits'] }): ReactNode {
  const text = useRulesText();
  return (
    <section className="pts-rule-limits">
      <h3>{text('limits')}</h3>
      <ul>
        {limits.map(({ id, text: says, max, left }) => (
          <li key={id} className="pts-limit">
            <span>{says}</span>
            {max !== null && left !== null && (
              <>
                <span className="pts-bar" aria-hidden="true">
                  <span style={{ inlineSize: `${(Number(left) / Math.max(Number(max), 1e-9)) * 100}%` }} />
                </span>
                <small>{text('left', { left: pointsText(left), max: pointsText(max) })}</small>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ history }: { readonly history: Rule['history'] }): ReactNode {
  const text = useRulesText();
  const shown = useShownDate();
  if (history.length === 0) return null;
  return (
    <details className="pts-versions">
      <summary>{text('versions', { count: history.length })}</summary>
      <ol>
        {history.map(({ templateVersion, at, sentences }, index) => (
          <li key={templateVersion}>
            <strong>{text('version', { number: templateVersion, date: shown(at) })}</strong>{' '}
            {index === 0 && <span className="pts-kind">{text('inForce')}</span>}
            <ul>
              {sentences.map((sentence) => {
                const before = history[index + 1];
                const isNew = before !== undefined && before.sentences.every((one) => one.text !== sentence.text);
                return (
                  <li key={sentence.text} className={isNew ? 'is-new' : ''}>
                    {sentence.text}
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  );
}
