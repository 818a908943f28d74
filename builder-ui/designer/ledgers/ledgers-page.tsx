import { Empty } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import '../flow/flow.css';
import '../points/points.css';
import '../points/points-parts.css';
import '../rules/rules.css';
import { inPlace } from '../parts/in-place.ts';
import { SidePanel } from '../parts/side-panel.tsx';
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
  const [made, setMade] = useState<string>();
  const main = useRef<HTMLDivElement>(null);
  const [postingTo, setPostingTo] = useState<string>();
  const ledgers = template.ledgers ?? [];
  const ledger = chosen?.kind === 'ledger' ? ledgers.find(({ id }) => id === chosen.id) : undefined;
  const posting = chosen?.kind === 'posting' ? template.postings?.find(({ id }) => id === chosen.id) : undefined;
  const close = (): void => inPlace(() => setChosen(undefined));
  const choose = (next: Choice): void =>
    inPlace(() => {
      setMade(undefined);
      setChosen(next);
    });
  const add = (next: Choice): void => {
    setMade(next.id);
    setChosen(next);
  };
  /** What was chosen is gone, and the keyboard's place with it. */
  const removed = (): void => {
    close();
    requestAnimationFrame(() => main.current?.querySelector('button')?.focus());
  };
  return (
    <div className="points-page">
      <header className="points-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="flow-hint">{text('intro')}</p>
        </div>
        <NewLedger onMade={(id) => add({ kind: 'ledger', id })} />
      </header>
      <div className="points">
        <div className="points-main" ref={main}>
          {ledgers.length === 0 ? (
            <Empty description={text('none')} />
          ) : (
            <>
              <LedgerCards chosen={ledger?.id} onChoose={(id) => choose({ kind: 'ledger', id })} />
              <PostingMatrix chosen={posting?.id} onChoose={(id) => choose({ kind: 'posting', id })} />
            </>
          )}
        </div>
        {ledger !== undefined && (
          <SidePanel key={`ledger ${ledger.id}`} isNew={ledger.id === made} onClose={close}>
            <LedgerPanel ledger={ledger} onNewPosting={() => setPostingTo(ledger.id)} onRemoved={removed} />
          </SidePanel>
        )}
        {posting !== undefined && (
          <SidePanel key={`posting ${posting.id}`} isNew={posting.id === made} onClose={close}>
            <PostingPanel posting={posting} onRemoved={removed} />
          </SidePanel>
        )}
      </div>
      <NewPosting
        ledger={ledgers.find(({ id }) => id === postingTo)}
        onClose={() => setPostingTo(undefined)}
        onMade={(id) => add({ kind: 'posting', id })}
      />
    </div>
  );
}
