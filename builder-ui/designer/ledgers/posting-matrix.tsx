import type { ReactNode } from 'react';
import type { EntityDef, TransitionDef, WorkflowDef } from '../../../schema/template/template.ts';
import type { PostingDef } from '../../../schema/template/template-rules.ts';
import { nameOf } from '../points/award-words.ts';
import { useMistakeCount } from '../points/mistakes-at.tsx';
import { doesWith, stepEdits, type StepDoes } from './ledger-edits.ts';
import { postingWords } from './posting-words.ts';
import { useLedgerDesign } from './use-ledgers.ts';

export interface PostingMatrixProps {
  readonly chosen: string | undefined;
  readonly onChoose: (posting: string) => void;
}

/** For each object that posts: its postings in words, and which of its steps post or reverse them (SPEC [DSG-92]). */
export function PostingMatrix({ chosen, onChoose }: PostingMatrixProps): ReactNode {
  const { template, text } = useLedgerDesign();
  const postings = template.postings ?? [];
  const entities = (template.entities ?? []).filter(({ id }) => postings.some(({ of }) => of === id));
  return (
    <section className="matrix-section" aria-labelledby="matrix-title">
      <h2 id="matrix-title">{text('matrixTitle')}</h2>
      <p className="flow-hint">{text(postings.length === 0 ? 'noPostings' : 'matrixHint')}</p>
      {entities.map((entity) => (
        <ObjectMatrix
          key={entity.id}
          entity={entity}
          postings={postings.filter(({ of }) => of === entity.id)}
          chosen={chosen}
          onChoose={onChoose}
        />
      ))}
    </section>
  );
}

interface ObjectMatrixProps extends PostingMatrixProps {
  readonly entity: EntityDef;
  readonly postings: readonly PostingDef[];
}

function ObjectMatrix({ entity, postings, chosen, onChoose }: ObjectMatrixProps): ReactNode {
  const { template, text, locale } = useLedgerDesign();
  const flow = template.workflows?.find(({ of }) => of === entity.id);
  const steps = flow?.transitions ?? [];
  const name = nameOf(entity, locale);
  return (
    // A region that scrolls sideways is reached by the keyboard.
    <div className="matrix-scroll" role="region" aria-label={name} tabIndex={0}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col" className="matrix-object">
              {name}
            </th>
            {steps.map((step) => (
              <th key={step.id} scope="col">
                {nameOf(step, locale)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {postings.map((posting) => (
            <tr key={posting.id} data-item={posting.id} className={posting.id === chosen ? 'is-chosen' : ''}>
              <PostingHead
                posting={posting}
                isPosted={steps.some((step) => doesWith(step, posting.id) === 'posts')}
                isChosen={posting.id === chosen}
                onChoose={() => onChoose(posting.id)}
              />
              {flow !== undefined &&
                steps.map((step) => <Cell key={step.id} flow={flow} step={step} posting={posting} />)}
            </tr>
          ))}
        </tbody>
      </table>
      {flow === undefined && <p className="points-warning">{text('noFlow')}</p>}
    </div>
  );
}

function PostingHead({
  posting,
  isPosted,
  isChosen,
  onChoose,
}: {
  readonly posting: PostingDef;
  readonly isPosted: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const design = useLedgerDesign();
  const { template, text, locale } = design;
  const ledger = template.ledgers?.find(({ id }) => id === posting.ledger);
  const mistakes = useMistakeCount(`/postings/${template.postings?.indexOf(posting) ?? 0}`);
  return (
    <th scope="row">
      <button type="button" aria-pressed={isChosen} onClick={onChoose}>
        {nameOf(posting, locale)}
      </button>{' '}
      <span className="matrix-ledger">
        {text('toLedger', { ledger: ledger === undefined ? posting.ledger : nameOf(ledger, locale) })}
      </span>
      <span className="matrix-words">{postingWords(posting, design).join(' · ')}</span>
      {!isPosted && <span className="matrix-warning">{text('neverPosted')}</span>}
      {mistakes > 0 && <span className="mistake-at">{mistakes}</span>}
    </th>
  );
}

const NEXT: Readonly<Record<StepDoes, StepDoes>> = { nothing: 'posts', posts: 'reverses', reverses: 'nothing' };
const SIGN: Readonly<Record<StepDoes, string>> = { nothing: '', posts: '+', reverses: '↺' };

function Cell({
  flow,
  step,
  posting,
}: {
  readonly flow: WorkflowDef;
  readonly step: TransitionDef;
  readonly posting: PostingDef;
}): ReactNode {
  const { text, locale, run } = useLedgerDesign();
  const does = doesWith(step, posting.id);
  const label = (what: StepDoes): string =>
    text('cell', { posting: nameOf(posting, locale), step: nameOf(step, locale), does: text(what) });
  return (
    <td>
      <button
        type="button"
        className={`matrix-cell is-${does}`}
        aria-label={label(does)}
        title={text(does)}
        onClick={() => run(label(NEXT[does]), stepEdits(flow, step, { posting: posting.id, does: NEXT[does] }))}
      >
        {SIGN[does]}
      </button>
    </td>
  );
}
