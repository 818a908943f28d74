import { Button, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { AwardDef, DimensionDef } from '../../../schema/template/template-rules.ts';
import { awardWords, nameOf } from './award-words.ts';
import { useBudgetRows } from './budget-input.tsx';
import { usePointsPartText } from './parts-texts.ts';
import { budgetDimensions, knownBudgets, ledgerOf, pointsLedgers } from './points-ledger.ts';
import { useWording } from './use-award.ts';

/** What limits points: caps rule by rule, and the budgets that they come out of. */
export function CapsSection({ onOpen }: { readonly onOpen: (award: string) => void }): ReactNode {
  const { template } = useWording();
  const dimensions = pointsLedgers(template).flatMap((ledger) =>
    budgetDimensions(ledger).map((dimension) => ({ dimension, ledger: ledger.id })),
  );
  return (
    <div className="points-sections">
      <Caps onOpen={onOpen} />
      {dimensions.map(({ dimension, ledger }) => (
        <Budgets key={`${ledger} ${dimension.id}`} ledger={ledger} dimension={dimension} onOpen={onOpen} />
      ))}
    </div>
  );
}

function RuleLink({ award, onOpen }: { readonly award: AwardDef; readonly onOpen: (id: string) => void }): ReactNode {
  const { locale } = useWording();
  return (
    <Button type="link" size="small" className="points-link" onClick={() => onOpen(award.id)}>
      {nameOf(award, locale)}
    </Button>
  );
}

function Caps({ onOpen }: { readonly onOpen: (award: string) => void }): ReactNode {
  const wording = useWording();
  const text = usePointsPartText();
  const awards = wording.template.awards ?? [];
  const rows = awards.map((award) => ({ award, caps: awardWords(award, wording).caps }));
  const capped = rows.filter(({ caps }) => caps.length > 0);
  const uncapped = rows.filter(({ caps }) => caps.length === 0);
  return (
    <section className="panel" aria-labelledby="caps-title">
      <h2 id="caps-title">{text('capsTitle')}</h2>
      <p className="flow-hint">{text('capsHint')}</p>
      <Table
        size="small"
        pagination={false}
        rowKey={({ award }) => award.id}
        dataSource={capped}
        locale={{ emptyText: <span className="lab-same">{text('capsNone')}</span> }}
        columns={[
          { key: 'rule', title: text('rule'), render: (_, { award }) => <RuleLink award={award} onOpen={onOpen} /> },
          {
            key: 'cap',
            title: text('cap'),
            render: (_, { caps }) => caps.map((cap) => <Tag key={cap}>{cap}</Tag>),
          },
        ]}
      />
      {uncapped.length > 0 && (
        <p className="points-warning">
          {text('uncapped', { names: uncapped.map(({ award }) => nameOf(award, wording.locale)).join(', ') })}
        </p>
      )}
    </section>
  );
}

function Budgets({
  ledger,
  dimension,
  onOpen,
}: {
  readonly ledger: string;
  readonly dimension: DimensionDef;
  readonly onOpen: (award: string) => void;
}): ReactNode {
  const { template, locale } = useWording();
  const text = usePointsPartText();
  const rows = useBudgetRows(dimension);
  const awards = (template.awards ?? []).filter((award) => ledgerOf(template, award)?.id === ledger);
  const codes = [...new Set([...rows.map(({ code }) => code), ...knownBudgets(template, dimension)])];
  const id = `budgets-${ledger}-${dimension.id}`;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>
        {text('budgetsTitle')} · {nameOf(dimension, locale)}
      </h2>
      <p className="flow-hint">{text('budgetsHint')}</p>
      <Table
        size="small"
        pagination={false}
        rowKey="code"
        dataSource={codes.map((code) => ({ code, row: rows.find((row) => row.code === code) }))}
        columns={[
          {
            key: 'budget',
            title: text('budget'),
            render: (_, { code, row }) => (
              <>
                <strong>{row?.name ?? code}</strong> <code>{code}</code>
                {row === undefined && rows.length > 0 && <Tag color="warning">{text('noBudgetRow')}</Tag>}
              </>
            ),
          },
          {
            key: 'rules',
            title: text('paysFor'),
            render: (_, { code }) => {
              const own = awards.filter(({ budget }) => budget?.[dimension.id] === code);
              return own.length === 0
                ? text('unused')
                : own.map((award) => <RuleLink key={award.id} award={award} onOpen={onOpen} />);
            },
          },
        ]}
      />
    </section>
  );
}
