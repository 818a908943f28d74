import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { DECIMAL, INT } from '../../../schema/expr/types.ts';
import type { BalanceLedgerDef, DimensionDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import type { PostingDesign } from './posting-panel.tsx';

/** What a posting to balances says: which balance, and by how much each measure changes. */
export function MoveSettings({
  design,
  ledger,
}: {
  readonly design: PostingDesign;
  readonly ledger: BalanceLedgerDef;
}): ReactNode {
  const { posting, path, text, locale, scopeFor, put } = design;
  return (
    <>
      <section className="points-group">
        <h3>{text('key')}</h3>
        {ledger.dimensions.map((dimension) => (
          <KeyInput
            key={dimension.id}
            design={design}
            dimension={dimension}
            value={posting.key}
            onChange={(key) => put('key', key, text('key'))}
          />
        ))}
        <MistakesAt path={`${path}/key`} />
      </section>
      <section className="points-group">
        <h3>{text('move')}</h3>
        {ledger.measures.map((measure) => (
          <Labelled key={measure.id} label={nameOf(measure, locale)}>
            <ExpressionInput
              label={`${text('move')}: ${nameOf(measure, locale)}`}
              placeholder={text('unchanged')}
              value={posting.move?.[measure.id]}
              scope={scopeFor(measure.type === 'int' ? INT : DECIMAL)}
              onCommit={(source) => put('move', withKey(posting.move, measure.id, source), text('move'))}
            />
          </Labelled>
        ))}
        <MistakesAt path={`${path}/move`} hasEditor />
      </section>
      <Counted design={design} ledger={ledger} />
    </>
  );
}

/** One part of a key: a row, or a single value. */
export function KeyInput({
  design,
  dimension,
  value,
  onChange,
}: {
  readonly design: PostingDesign;
  readonly dimension: DimensionDef;
  readonly value: Readonly<Record<string, string>> | undefined;
  readonly onChange: (key: Readonly<Record<string, string>>) => void;
}): ReactNode {
  const { text, locale, scopeFor } = design;
  const name = nameOf(dimension, locale);
  const expected: ExprType | 'any' = dimension.ref === undefined ? 'any' : { kind: 'row', entity: dimension.ref };
  return (
    <Labelled label={dimension.optional === true ? `${name} (${text('optional')})` : name}>
      <ExpressionInput
        label={`${text('key')}: ${name}`}
        placeholder={text('nothing')}
        value={value?.[dimension.id]}
        scope={scopeFor(expected)}
        onCommit={(source) => onChange(withKey(value, dimension.id, source))}
      />
    </Labelled>
  );
}

/** Expressions by name with one of them set; without a source it goes. */
export function withKey(
  all: Readonly<Record<string, string>> | undefined,
  id: string,
  source: string | undefined,
): Readonly<Record<string, string>> {
  const { [id]: _, ...rest } = all ?? {};
  return source === undefined ? rest : { ...rest, [id]: source };
}

/** A count says what there is afterwards; the change is found when it is posted (SPEC [MOD-47]). */
function Counted({ design, ledger }: { readonly design: PostingDesign; readonly ledger: BalanceLedgerDef }): ReactNode {
  const { posting, path, text, locale, put } = design;
  const moved = ledger.measures.filter(({ id }) => posting.move?.[id] !== undefined);
  const free = ledger.measures.filter(({ id }) => posting.move?.[id] === undefined);
  const options = (items: typeof moved): { value: string; label: string }[] =>
    items.map((one) => ({ value: one.id, label: nameOf(one, locale) }));
  return (
    <Labelled label={text('counted')}>
      <Select
        allowClear
        aria-label={text('counted')}
        placeholder={text('countedNone')}
        {...(posting.to === undefined ? {} : { value: posting.to })}
        options={options(moved)}
        onChange={(to: string | undefined) => put('to', to, text('counted'))}
      />
      {posting.to !== undefined && free.length > 0 && (
        <Select
          mode="multiple"
          aria-label={text('follows', { measure: '' })}
          placeholder={text('follows', { measure: '…' })}
          value={[...(posting.follow ?? [])]}
          options={options(free)}
          onChange={(follow: string[]) => put('follow', follow, text('counted'))}
        />
      )}
      <MistakesAt path={`${path}/to`} />
      <MistakesAt path={`${path}/follow`} />
    </Labelled>
  );
}
