import { PlusOutlined } from '@ant-design/icons';
import { Button, Empty, Select } from 'antd';
import type { ReactNode } from 'react';
import { HIT_POLICIES, type TableDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { nameOf } from './award-words.ts';
import { AddColumn, DecisionGrid, type DecisionGridProps } from './decision-grid.tsx';
import { MistakesAt } from './mistakes-at.tsx';
import { addedTable, withRow } from './part-edits.ts';
import { usePartDesign } from './use-part.ts';

/** Decision tables as grids: a row for each case, its conditions and its result. */
export function TablesSection(): ReactNode {
  const design = usePartDesign();
  const { template, text, run } = design;
  const tables = template.tables ?? [];
  const [first] = tables;
  return (
    <section className="panel" aria-labelledby="tables-title">
      <h2 id="tables-title">{text('tablesTitle')}</h2>
      <p className="flow-hint">
        {text('tablesHint', { example: `table('${first?.id ?? 'weights'}', …)` })} {text('cellsHint')}
      </p>
      {tables.length === 0 && <Empty description={text('noTables')} />}
      {tables.map((table, index) => (
        <article key={table.id} data-item={table.id} className="points-card">
          <DecisionTable design={design} table={table} />
          <MistakesAt path={`/tables/${index}`} />
        </article>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => run(text('newTable'), [addedTable(template, { en: 'Weights', 'zh-CN': '系数表' })])}
      >
        {text('addTable')}
      </Button>
    </section>
  );
}

function DecisionTable({ design, table }: DecisionGridProps): ReactNode {
  const { text, locale, run } = design;
  const name = nameOf(table, locale);
  const put = (key: keyof TableDef, value: unknown, what: string): void =>
    design.set(['tables', table.id], { key, value }, { item: table.label, what });
  return (
    <>
      <div className="points-settings">
        <Labelled label={text('tableName')}>
          <BilingualInput
            hideLabel
            label={`${text('tableName')}: ${name}`}
            value={table.label}
            onCommit={(label) => put('label', label, text('tableName'))}
          />
        </Labelled>
        <Labelled label={text('hit')}>
          <Select
            aria-label={`${name}: ${text('hit')}`}
            value={table.hit}
            options={HIT_POLICIES.map((one) => ({ value: one, label: text(`hit_${one}`) }))}
            onChange={(hit) => put('hit', hit, text('hit'))}
          />
        </Labelled>
        <Labelled label={text('else')}>
          <EchoInput
            aria-label={`${name}: ${text('else')}`}
            placeholder={text('nothing')}
            value={table.else === undefined ? '' : String(table.else)}
            onCommit={(typed) => put('else', typed === '' ? undefined : typed, text('else'))}
          />
        </Labelled>
      </div>
      <DecisionGrid design={design} table={table} />
      <AddColumn design={design} table={table} />
      <div className="flow-actions">
        <Button icon={<PlusOutlined />} size="small" onClick={() => put('rows', withRow(table), text('addRow'))}>
          {text('addRow')}
        </Button>
        <Button
          danger
          size="small"
          type="text"
          onClick={() => run(text('removeTable'), [{ kind: 'removeItem', list: ['tables'], id: table.id }])}
        >
          {text('removeTable')}
        </Button>
      </div>
    </>
  );
}
