import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, InputNumber, Popover, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { fieldKindSpec } from '../../../schema/template/field-types.ts';
import { SUMMARY_FNS, type ColumnDef } from '../../../schema/template/template-views.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { nodeId } from '../form/layout-edits.ts';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { columnOptions } from './field-options.ts';
import { pathLabel, type ViewChange, type ViewDesign } from './use-view-design.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

interface EditorProps {
  readonly design: ViewDesign;
  readonly columns: readonly ColumnDef[];
  /** Where the columns are listed, for edits. */
  readonly list: readonly string[];
  readonly change: ViewChange;
  readonly setting: string;
  /** One column is the least. */
  readonly isNeeded: boolean;
}

/** The columns of a list, or what stands on a card: in order, to add, to take away, to set. */
export function ColumnEditor({ design, columns, list, change, setting, isNeeded }: EditorProps): ReactNode {
  const { text } = design;
  const shown = new Set(columns.map(({ id, field }) => field ?? id));
  const options = columnOptions(design)
    .map((group) => ({ ...group, options: group.options.filter(({ value }) => !shown.has(value)) }))
    .filter((group) => group.options.length > 0);
  const add = (path: string): void => {
    const taken = columns.map(({ id }) => id);
    const column: ColumnDef =
      path.includes('.') || taken.includes(path)
        ? { id: nodeId(path.replaceAll('.', ' '), taken), field: path }
        : { id: path };
    change.run([{ kind: 'addItem', list, item: toJson(column) }], setting);
  };
  return (
    <div>
      <ul className="view-columns">
        {columns.map((column, index) => (
          <ColumnRow key={column.id} {...{ design, columns, list, change, setting, isNeeded, column, index }} />
        ))}
      </ul>
      <ChoiceSelect
        className="view-add"
        aria-label={text('addColumn')}
        placeholder={text('addColumn')}
        value={null}
        options={options.map(({ label, options: inner }) => ({ label, title: label, options: [...inner] }))}
        onChange={(path: string | null) => path !== null && add(path)}
      />
    </div>
  );
}

interface RowProps extends EditorProps {
  readonly column: ColumnDef;
  readonly index: number;
}

function ColumnRow({ design, columns, list, change, setting, isNeeded, column, index }: RowProps): ReactNode {
  const { text, model, entity, locale } = design;
  const path = column.field ?? column.id;
  const own = textIn(column.label, locale);
  const name = own || (entity === undefined ? path : pathLabel(model, entity, { path, locale }));
  const move = (before: string | undefined): Edit => ({
    kind: 'moveItem',
    list,
    id: column.id,
    ...(before === undefined ? {} : { before }),
  });
  return (
    <li>
      <span className="view-column-name" title={name}>
        {name}
      </span>
      {column.summary !== undefined && <span className="chip">{text(column.summary)}</span>}
      <Popover
        trigger="click"
        placement="left"
        title={text('columnSettings', { name })}
        content={<ColumnSettings {...{ design, column, list, change, setting }} />}
      >
        <Button type="text" size="small" icon={<SettingOutlined />} aria-label={text('columnSettings', { name })} />
      </Popover>
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        disabled={index === 0}
        aria-label={text('up', { name })}
        onClick={() => change.run([move(columns[index - 1]?.id)], setting)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        disabled={index === columns.length - 1}
        aria-label={text('down', { name })}
        onClick={() => change.run([move(columns[index + 2]?.id)], setting)}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        disabled={isNeeded && columns.length === 1}
        aria-label={text('remove', { name })}
        onClick={() => change.run([{ kind: 'removeItem', list, id: column.id }], setting)}
      />
    </li>
  );
}

function ColumnSettings({
  design,
  column,
  list,
  change,
  setting,
}: Pick<RowProps, 'design' | 'column' | 'list' | 'change' | 'setting'>): ReactNode {
  const { text, model, entity, locale } = design;
  const at = [...list, column.id];
  const end = entity === undefined ? undefined : pathEnd(model, entity, { path: column.field ?? column.id, locale });
  const kinds: readonly string[] = end === undefined ? [] : fieldKindSpec(end.kind).aggregates;
  const fns = SUMMARY_FNS.filter((fn) => fn === 'count' || kinds.includes(fn));
  return (
    <div className="column-settings">
      <BilingualInput
        label={text('columnLabel')}
        value={column.label}
        onCommit={(value) =>
          change.run([{ kind: 'setProperty', at, key: 'label', ...(value === undefined ? {} : { value }) }], setting)
        }
      />
      <label>
        {text('width')}
        <InputNumber
          min={40}
          max={2000}
          step={10}
          value={column.width ?? null}
          placeholder={text('widthAuto')}
          onChange={(value) =>
            change.run([{ kind: 'setProperty', at, key: 'width', ...(value === null ? {} : { value }) }], setting)
          }
        />
      </label>
      <span className="setting-label">{text('summary')}</span>
      <Select
        aria-label={text('summary')}
        value={column.summary ?? ''}
        options={[{ value: '', label: text('noSummary') }, ...fns.map((fn) => ({ value: fn, label: text(fn) }))]}
        onChange={(value) =>
          change.run([{ kind: 'setProperty', at, key: 'summary', ...(value === '' ? {} : { value }) }], setting)
        }
      />
    </div>
  );
}
