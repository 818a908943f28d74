import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { BOOL, DATETIME } from '../../../schema/expr/types.ts';
import type { Json } from '../../../schema/model/edits.ts';
import type { PostingDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { nameOf } from '../points/award-words.ts';
import { DurationInput } from '../points/duration-input.tsx';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { EntrySettings } from './entry-settings.tsx';
import { removedPosting } from './ledger-edits.ts';
import { MoveSettings } from './move-settings.tsx';
import { lineOf } from './posting-words.ts';
import { useLedgerDesign, type LedgerDesign } from './use-ledgers.ts';

/** One posting being designed, as the settings of its panel see it. */
export interface PostingDesign extends LedgerDesign {
  readonly posting: PostingDef;
  readonly path: string;
  /** What its expressions may name: the record, and `line` where it runs over a list. */
  readonly scopeFor: (expected: ExprType | 'any') => {
    readonly entity: string;
    readonly extra: Readonly<Record<string, ExprType>>;
    readonly expected: ExprType | 'any';
  };
  readonly put: (key: keyof PostingDef, value: Json | undefined, what: string) => void;
}

/** All that is set of one posting. */
export function PostingPanel({
  posting,
  onRemoved,
}: {
  readonly posting: PostingDef;
  readonly onRemoved: () => void;
}): ReactNode {
  const design = usePostingDesign(posting);
  const { template, text, locale, path, put, run, scopeFor } = design;
  const name = nameOf(posting, locale);
  const ledger = template.ledgers?.find(({ id }) => id === posting.ledger);
  const entity = template.entities?.find(({ id }) => id === posting.of);
  return (
    <>
      <h2>{text('postingPanel', { name })}</h2>
      <MistakesAt path={path} isExact />
      <BilingualInput
        label={text('name')}
        value={posting.label}
        onCommit={(label) => put('label', label, text('name'))}
      />
      <Labelled label={`${text('object')} → ${text('ledger')}`}>
        <p className="points-fact">
          {nameOf(entity ?? { id: posting.of }, locale)} → {nameOf(ledger ?? { id: posting.ledger }, locale)}
        </p>
        <MistakesAt path={`${path}/ledger`} />
      </Labelled>
      <EachInput design={design} />
      <Labelled label={text('when')}>
        <ExpressionInput
          label={text('when')}
          placeholder={text('always')}
          value={posting.when}
          scope={scopeFor(BOOL)}
          onCommit={(when) => put('when', when, text('when'))}
        />
        <MistakesAt path={`${path}/when`} hasEditor />
      </Labelled>
      {ledger?.mode === 'balance' && <MoveSettings design={design} ledger={ledger} />}
      {ledger?.mode === 'double' && <EntrySettings design={design} ledger={ledger} />}
      <Labelled label={text('at')}>
        <ExpressionInput
          label={text('at')}
          placeholder={text('atNow')}
          value={posting.at}
          scope={scopeFor(DATETIME)}
          onCommit={(at) => put('at', at, text('at'))}
        />
        <MistakesAt path={`${path}/at`} hasEditor />
      </Labelled>
      <Reservation design={design} />
      <div className="flow-actions">
        <Button
          danger
          icon={<DeleteOutlined />}
          onClick={() => {
            if (run(text('remove', { name }), removedPosting(template, posting.id))) onRemoved();
          }}
        >
          {text('removePosting')}
        </Button>
      </div>
    </>
  );
}

function usePostingDesign(posting: PostingDef): PostingDesign {
  const design = useLedgerDesign();
  const { template, locale, set } = design;
  const extra = lineOf(template, posting);
  return {
    ...design,
    posting,
    path: `/postings/${template.postings?.indexOf(posting) ?? 0}`,
    scopeFor: (expected) => ({ entity: posting.of, extra, expected }),
    put: (key, value, what) => set(['postings', posting.id], { key, value }, { name: nameOf(posting, locale), what }),
  };
}

const RECORD = 'record';
const FORMULA = 'formula';

/** For what one movement is made: the record, or each row of a list of it. */
function EachInput({ design }: { readonly design: PostingDesign }): ReactNode {
  const { posting, path, template, text, locale, put, scopeFor } = design;
  const entity = template.entities?.find(({ id }) => id === posting.of);
  const lists = (entity?.fields ?? []).filter(({ type }) => type === 'lines');
  const known = lists.map(({ id }) => `doc.${id}`);
  const { each } = posting;
  const [isFormula, setFormula] = useState(each !== undefined && !known.includes(each));
  return (
    <Labelled label={text('each')}>
      <Select
        aria-label={text('each')}
        value={isFormula ? FORMULA : (each ?? RECORD)}
        options={[
          { value: RECORD, label: text('eachRecord') },
          ...lists.map((list) => ({
            value: `doc.${list.id}`,
            label: text('eachLine', { list: nameOf(list, locale) }),
          })),
          { value: FORMULA, label: text('eachFormula') },
        ]}
        onChange={(made: string) => {
          setFormula(made === FORMULA);
          if (made !== FORMULA) put('each', made === RECORD ? undefined : made, text('each'));
        }}
      />
      {isFormula && (
        <ExpressionInput
          label={text('each')}
          value={each}
          scope={{ ...scopeFor('any'), extra: {} }}
          onCommit={(made) => put('each', made, text('each'))}
        />
      )}
      <MistakesAt path={`${path}/each`} hasEditor={isFormula} />
    </Labelled>
  );
}

/** How long a posting holds, and which one it uses up. */
function Reservation({ design }: { readonly design: PostingDesign }): ReactNode {
  const { posting, path, template, text, locale, put } = design;
  const others = (template.postings ?? []).filter(
    ({ id, of, ledger, expires }) =>
      id !== posting.id && of === posting.of && ledger === posting.ledger && expires !== undefined,
  );
  return (
    <>
      <Labelled label={text('expires')}>
        <DurationInput
          label={text('expires')}
          unit="days"
          placeholder={text('never')}
          value={posting.expires}
          onCommit={(expires) => put('expires', expires, text('expires'))}
        />
        <MistakesAt path={`${path}/expires`} />
      </Labelled>
      {(others.length > 0 || posting.consume !== undefined) && (
        <Labelled label={text('consume')}>
          <Select
            allowClear
            aria-label={text('consume')}
            placeholder={text('nothing')}
            {...(posting.consume === undefined ? {} : { value: posting.consume })}
            options={others.map((one) => ({ value: one.id, label: nameOf(one, locale) }))}
            onChange={(consume: string | undefined) => put('consume', consume, text('consume'))}
          />
          <MistakesAt path={`${path}/consume`} />
        </Labelled>
      )}
    </>
  );
}
