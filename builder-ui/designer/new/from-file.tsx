import { InboxOutlined } from '@ant-design/icons';
import { Alert, Checkbox, Select, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import type { FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { PLAIN_KINDS } from '../fields/field-rows.ts';
import { loadPinyin, pinyinWords } from '../form/pinyin-words.ts';
import { useMapText } from '../map/map-texts.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { guessColumns, type GuessedColumn } from './guess-types.ts';
import { fieldsOfColumns } from './new-entity.ts';
import { readTable } from './read-table.ts';

interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly GuessedColumn[];
  readonly left: ReadonlySet<number>;
}

type Reading =
  | { readonly kind: 'none' | 'reading' | 'unreadable' }
  | { readonly kind: 'read'; readonly file: string; readonly table: Table };

/** Reads a spreadsheet or text file and shows what its columns look like, to be put right and taken. */
export function FromFile({
  onTable,
}: {
  readonly onTable: (name: string, fields: readonly FieldDef[]) => void;
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const [reading, setReading] = useState<Reading>({ kind: 'none' });
  const show = (file: string, table: Table): void => {
    setReading({ kind: 'read', file, table });
    const taken = table.columns.filter((_, index) => !table.left.has(index));
    onTable(table.name, fieldsOfColumns(taken, { locale, pinyinOf: pinyinWords }));
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setReading({ kind: 'reading' });
    const [rows] = await Promise.all([readTable(file), loadPinyin()]);
    const columns = guessColumns(rows ?? []);
    if (rows === undefined || columns.length === 0) setReading({ kind: 'unreadable' });
    else show(file.name, { name: file.name.replace(/\.[^.]+$/, ''), rows: rows.length - 1, columns, left: new Set() });
  };
  return (
    <div className="new-file">
      <label
        className={reading.kind === 'read' ? 'new-drop is-read' : 'new-drop'}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void read(event.dataTransfer.files[0]);
        }}
      >
        <InboxOutlined aria-hidden />
        <span>
          {reading.kind === 'read' ? reading.file : text(reading.kind === 'reading' ? 'reading' : 'chooseFile')}
        </span>
        <small>{text(reading.kind === 'read' ? 'otherFile' : 'fileHint')}</small>
        <input
          type="file"
          className="unseen"
          accept=".xlsx,.csv,.tsv,.txt"
          onChange={(event) => void read(event.target.files?.[0])}
        />
      </label>
      {reading.kind === 'unreadable' && (
        <Alert type="error" title={text('unreadable')} description={text('unreadableHint')} />
      )}
      {reading.kind === 'read' && <ColumnTable table={reading.table} onChange={(table) => show(reading.file, table)} />}
    </div>
  );
}

function ColumnTable({
  table,
  onChange,
}: {
  readonly table: Table;
  readonly onChange: (table: Table) => void;
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { columns, left } = table;
  const toggle = (index: number, isTaken: boolean): void => {
    const next = new Set(left);
    if (isTaken) next.delete(index);
    else next.add(index);
    onChange({ ...table, left: next });
  };
  return (
    <>
      <p>{text('rowsRead', { count: table.rows })}</p>
      <div className="new-columns-scroll">
        <table className="new-columns">
          <thead>
            <tr>
              {(['takeIt', 'column', 'type', 'examples'] as const).map((key) => (
                <th key={key} scope="col">
                  {text(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((column, index) => (
              // Two columns may have one heading; their places stay.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td>
                  <Checkbox
                    aria-label={`${text('takeIt')}: ${column.heading}`}
                    checked={!left.has(index)}
                    onChange={(event) => toggle(index, event.target.checked)}
                  />
                </td>
                <td>{column.heading}</td>
                <td className="new-column-kind">
                  <Select
                    size="small"
                    aria-label={`${text('type')}: ${column.heading}`}
                    popupMatchSelectWidth={false}
                    value={column.kind}
                    options={PLAIN_KINDS.map((kind) => ({ value: kind, label: FIELD_TYPE_INFO[kind].name[locale] }))}
                    onChange={(kind) => onChange({ ...table, columns: columns.with(index, { ...column, kind }) })}
                  />
                  {column.required && <Tag>{text('isRequired')}</Tag>}
                  {column.unique && <Tag>{text('isUnique')}</Tag>}
                </td>
                <td>{column.examples.join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
