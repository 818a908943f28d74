import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import type { ReactNode } from 'react';
import { isRecord } from '../../../schema/template/item-key.ts';
import type { DimensionDef } from '../../../schema/template/template-rules.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { Labelled } from '../flow/labelled.tsx';
import { nameOf } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import { budgetDimensions, knownBudgets, ledgerOf } from './points-ledger.ts';
import type { AwardDesign } from './use-award.ts';

const ROWS_MAX = 100;

/** Which budgets pay: a code for each thing that the ledger keeps budgets by. */
export function BudgetInput({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, wording } = design;
  const ledger = ledgerOf(wording.template, award);
  if (ledger === undefined) return <MistakesAt path={`${path}/ledger`} />;
  return (
    <>
      {budgetDimensions(ledger).map((dimension) => (
        <BudgetCode key={dimension.id} design={design} dimension={dimension} />
      ))}
      <MistakesAt path={`${path}/budget`} />
    </>
  );
}

function BudgetCode({
  design,
  dimension,
}: {
  readonly design: AwardDesign;
  readonly dimension: DimensionDef;
}): ReactNode {
  const { award, set, wording } = design;
  const { text, template, locale } = wording;
  const rows = useBudgetRows(dimension);
  const known = knownBudgets(template, dimension).map((code) => ({ code, name: '' }));
  const all = new Map([...known, ...rows].map(({ code, name }) => [code, name]));
  const label = text('budgetOf', { name: nameOf(dimension, locale) });
  return (
    <Labelled label={label}>
      <AutoComplete
        aria-label={label}
        value={award.budget?.[dimension.id] ?? ''}
        options={[...all].map(([code, name]) => ({ value: code, label: name === '' ? code : `${code} · ${name}` }))}
        showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }}
        onChange={(code: string) => set('budget', { ...award.budget, [dimension.id]: code }, text('budget'))}
      />
      <small>{text('budgetHint')}</small>
    </Labelled>
  );
}

interface BudgetRow {
  readonly code: string;
  readonly name: string;
}

/** The budgets that the company has, where the object is in force and the reader may see it. */
export function useBudgetRows(dimension: DimensionDef): readonly BudgetRow[] {
  const { name: tenant, model, version } = useTenant();
  const { locale } = useLanguage();
  const entity = model.entities.find(({ id }) => id === dimension.ref);
  const code =
    entity?.fields.find(({ id }) => id === 'code') ??
    entity?.fields.find(({ type, unique }) => type.kind === 'text' && unique);
  const title = entity?.fields.find(({ id }) => id === entity.title);
  const { data } = useQuery({
    queryKey: ['points-budgets', tenant, dimension.ref, version],
    enabled: entity !== undefined && code !== undefined,
    queryFn: async (): Promise<readonly BudgetRow[]> => {
      if (entity === undefined || code === undefined) return [];
      const fields = [`code: ${code.apiName}`, ...(title === undefined ? [] : [`name: ${title.apiName}`])].join(' ');
      const query = `query Budgets { page: ${entity.plural}(first: ${ROWS_MAX}) { nodes { ${fields} } } }`;
      const answer = await askTenant<{ readonly page?: unknown }>(tenant, { query, locale });
      const nodes = answer.ok && isRecord(answer.data.page) ? answer.data.page['nodes'] : undefined;
      return Array.isArray(nodes) ? nodes.flatMap((node: unknown) => rowOf(node)) : [];
    },
  });
  return data ?? [];
}

function rowOf(node: unknown): readonly BudgetRow[] {
  if (!isRecord(node) || typeof node['code'] !== 'string') return [];
  const { code, name } = node;
  return [{ code, name: typeof name === 'string' ? name : '' }];
}
