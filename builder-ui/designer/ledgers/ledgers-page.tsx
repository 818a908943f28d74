import { Empty } from 'antd';
import { useState, type ReactNode } from 'react';
import '../flow/flow.css';
import '../points/points.css';
import '../points/points-parts.css';
import '../rules/rules.css';
import { LedgerCards } from './ledger-cards.tsx';
import { LedgerPanel } from './ledger-panel.tsx';
import { NewLedger } from './new-ledger.tsx';
import { NewPosting } from './new-posting.tsx';
import { PostingMatrix } from './posting-matrix.tsx';
import { PostingPanel } from './posting-panel.tsx';
import { useLedgerDesign } from './use-ledgers.ts';
import './ledgers.css';

type Choice = { readonly kind: 'ledger' | 'posting'; readonly id: string };

/** The ledgers with their bounds, and what posts what to them. */
export function LedgersPage(): ReactNode {
  const { template, text } = useLedgerDesign();
  const [chosen, setChosen] = useState<Choice>();
  const [postingTo, setPostingTo] = useState<string>();
  const ledgers = template.ledgers ?? [];
  const ledger = chosen?.kind === 'ledger' ? ledgers.find(({ id }) => id === chosen.id) : undefined;
  const posting = chosen?.kind === 'posting' ? template.postings?.find(({ id }) => id === chosen.id) : undefined;
  return (
    <div className="points-page">
      <header className="points-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="flow-hint">{text('intro')}</p>
        </div>
        <NewLedger onMade={(id) => setChosen({ kind: 'ledger', id })} />
      </header>
      <div className="points">
        <div className="points-main">
          {ledgers.length === 0 ? (
            <Empty description={text('none')} />
          ) : (
            <>
              <LedgerCards chosen={ledger?.id} onChoose={(id) => setChosen({ kind: 'ledger', id })} />
              <PostingMatrix chosen={posting?.id} onChoose={(id) => setChosen({ kind: 'posting', id })} />
            </>
          )}
        </div>
        <aside key={`${chosen?.kind ?? ''} ${chosen?.id ?? ''}`} className="flow-panel">
          {ledger !== undefined && (
            <LedgerPanel
              key={ledger.id}
              ledger={ledger}
              onNewPosting={() => setPostingTo(ledger.id)}
              onRemoved={() => setChosen(undefined)}
            />
          )}
          {posting !== undefined && (
            <PostingPanel key={posting.id} posting={posting} onRemoved={() => setChosen(undefined)} />
          )}
          {ledger === undefined && posting === undefined && <p className="flow-hint">{text('choose')}</p>}
        </aside>
      </div>
      <NewPosting
        ledger={ledgers.find(({ id }) => id === postingTo)}
        onClose={() => setPostingTo(undefined)}
        onMade={(id) => setChosen({ kind: 'posting', id })}
      />
    </div>
  );
}
