import type { ReactNode } from 'react';
import { useCommitteeText } from './committee-texts.ts';
import { Panel } from './parts.tsx';

export interface CasesPanelProps {
  readonly title: string;
  readonly hint?: string;
  /** What stands where no case is open. */
  readonly nothing: string;
  /** The cases, each a list item. */
  readonly open: readonly ReactNode[];
  readonly decided: readonly ReactNode[];
}

/** Cases that wait for the committee, and behind them those that were decided lately. */
export function CasesPanel({ title, hint, nothing, open, decided }: CasesPanelProps): ReactNode {
  const text = useCommitteeText();
  return (
    <Panel title={title} {...(hint === undefined ? {} : { hint })}>
      {open.length === 0 && <p className="pts-hint">{nothing}</p>}
      <ul className="pts-cases">{open}</ul>
      {decided.length > 0 && (
        <details className="pts-versions">
          <summary>{text('history')}</summary>
          <ul className="pts-cases">{decided}</ul>
        </details>
      )}
    </Panel>
  );
}
