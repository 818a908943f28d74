import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select, Space } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { TableDef } from '../../../schema/template/template-rules.ts';
import { pinyinWords } from '../form/pinyin-words.ts';
import { EchoInput } from '../parts/echo-input.tsx';
import { nameOf } from './award-words.ts';
import { tableColumns, withCell, withColumn, withoutColumn } from './part-edits.ts';
import type { PartDesign } from './use-part.ts';

export interface DecisionGridProps {
  readonly design: PartDesign;
  readonly table: TableDef;
}

/** Kinds of values that conditions are about, and that results are. */
const IN_TYPES = ['text', 'int', 'decimal(18,4)', 'date', 'bool'] as const;
const OUT_TYPES = ['decimal(6,3)', 'decimal(18,2)', 'int', 'text', 'bool'] as const;

/** The cases of a decision table, one a row. */
export function DecisionGrid({ design, table }: DecisionGridProps): ReactNode {
  const { locale, template } = design;
  const columns = tableColumns(table);
  return (
    <>
      <table className="decision">
        <caption className="unseen">{nameOf(table, locale)}</caption>
        <GridHead design={design} table={table} />
        <tbody>
          {table.rows.map((row, index) => (
            // Rows have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <GridRow key={index} design={design} table={table} row={row} index={index} />
          ))}
        </tbody>
      </table>
      {columns.includes('role') && (
        <datalist id={`roles-${table.id}`}>
          {(template.roles ?? []).map((role) => (
            <option key={role.id} value={role.id} label={nameOf(role, locale)} />
          ))}
        </datalist>
      )}
    </>
  );
}

function columnName(id: string, { text, locale }: PartDesign): string {
  return id === 'role' ? text('roleColumn') : textIn(humanText(id), locale);
}

function GridHead({ design, table }: DecisionGridProps): ReactNode {
  const { text, locale, run, set } = design;
  const columns = tableColumns(table);
  const at = ['tables', table.id];
  const types = (known: readonly string[], own: string | undefined): { value: string; label: string }[] =>
    [...new Set([...known, ...(own === undefined ? [] : [own])])].map((type) => ({ value: type, label: type }));
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const name = columnName(column, design);
          return (
            <th key={column} scope="col">
              {name}{' '}
              <Select
                size="small"
                variant="borderless"
                popupMatchSelectWidth={false}
                aria-label={text('typeOf', { name })}
                value={table.in[column] ?? ''}
                options={types(IN_TYPES, table.in[column])}
                onChange={(type) =>
                  set(at, { key: 'in', value: { ...table.in, [column]: type } }, { item: table.label, what: name })
                }
              />
              {columns.length > 1 && (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={text('removeColumn', { name })}
                  onClick={() => run(text('removeColumn', { name }), withoutColumn(table, column))}
                />
              )}
            </th>
          );
        })}
        <th scope="col" className="is-result">
          {text('result')}{' '}
          <Select
            size="small"
            variant="borderless"
            popupMatchSelectWidth={false}
            aria-label={text('typeOf', { name: text('result') })}
            value={table.out}
            options={types(OUT_TYPES, table.out)}
            onChange={(out) => set(at, { key: 'out', value: out }, { item: table.label, what: text('result') })}
          />
        </th>
        <th scope="col">
          <span className="unseen">{`${text('actions')} ${nameOf(table, locale)}`}</span>
        </th>
      </tr>
    </thead>
  );
}

function GridRow({
  design,
  table,
  row,
  index,
}: DecisionGridProps & { readonly row: TableDef['rows'][number]; readonly index: number }): ReactNode {
  const { text, locale, run } = design;
  const columns = tableColumns(table);
  const number = { row: index + 1 };
  // A table may have no rows, which is no missing property.
  const putRows = (rows: TableDef['rows'], what: string): void =>
    void run(text('changed', { name: nameOf(table, locale), what }), [
      { kind: 'setProperty', at: ['tables', table.id], key: 'rows', value: rows },
    ]);
  const nameAt = (column: number): string => {
    const id = columns[column];
    return id === undefined ? text('result') : columnName(id, design);
  };
  return (
    <tr>
      {row.map((cell, column) => (
        // oxlint-disable-next-line react/no-array-index-key
        <td key={column}>
          <EchoInput
            variant="borderless"
            list={columns[column] === 'role' ? `roles-${table.id}` : undefined}
            aria-label={text('cell', { ...number, column: nameAt(column) })}
            placeholder={text('anything')}
            value={cell === null ? '' : String(cell)}
            onCommit={(typed) => putRows(withCell(table, { row: index, column, typed }), text('row', number))}
          />
        </td>
      ))}
      <td className="decision-actions">
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          disabled={index === 0}
          aria-label={text('rowUp', number)}
          onClick={() => putRows(table.rows.toSpliced(index, 1).toSpliced(index - 1, 0, row), text('rowUp', number))}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={text('removeRow', number)}
          onClick={() => putRows(table.rows.toSpliced(index, 1), text('removeRow', number))}
        />
      </td>
    </tr>
  );
}

/** A further input, by its name. */
export function AddColumn({ design, table }: DecisionGridProps): ReactNode {
  const { text, run } = design;
  const [name, setName] = useState('');
  const add = (): void => {
    if (run(text('addColumn', { name }), withColumn(table, name, pinyinWords(name)))) setName('');
  };
  return (
    <Space.Compact className="decision-add">
      <Input
        size="small"
        aria-label={text('newColumn')}
        placeholder={text('newColumn')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={() => name.trim() !== '' && add()}
      />
      <Button
        size="small"
        icon={<PlusOutlined />}
        aria-label={text('addColumn', { name })}
        disabled={name.trim() === ''}
        onClick={add}
      />
    </Space.Compact>
  );
}
