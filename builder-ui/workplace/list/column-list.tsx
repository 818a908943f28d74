import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useWorkText } from '../work-texts.ts';
import type { ColumnChooserProps } from './column-chooser.tsx';
import './column-list.css';

/** All columns, those that are shown first. */
export function ColumnList({ possible, shown, onChange }: ColumnChooserProps): ReactNode {
  const text = useWorkText();
  const ordered = [
    ...shown.flatMap((id) => possible.filter((column) => column.id === id)),
    ...possible.filter(({ id }) => !shown.includes(id)),
  ];
  const move = (id: string, by: -1 | 1): void => {
    const at = shown.indexOf(id);
    const rest = shown.filter((one) => one !== id);
    onChange([...rest.slice(0, at + by), id, ...rest.slice(at + by)]);
  };
  return (
    <div className="column-list" role="dialog" aria-label={text('columns')}>
      <p className="column-hint">
        {text('columnsHint')}
        <Button size="small" type="link" onClick={() => onChange(undefined)}>
          {text('resetColumns')}
        </Button>
      </p>
      <ul>
        {ordered.map(({ id, label }) => {
          const at = shown.indexOf(id);
          return (
            <li key={id}>
              <Checkbox
                checked={at >= 0}
                disabled={at >= 0 && shown.length === 1}
                onChange={({ target }) => onChange(target.checked ? [...shown, id] : shown.filter((one) => one !== id))}
              >
                {label}
              </Checkbox>
              {at >= 0 && (
                <span className="column-moves">
                  <Button
                    size="small"
                    type="text"
                    disabled={at === 0}
                    icon={<ArrowUpOutlined aria-hidden="true" />}
                    aria-label={text('moveUp', { what: label })}
                    onClick={() => move(id, -1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    disabled={at === shown.length - 1}
                    icon={<ArrowDownOutlined aria-hidden="true" />}
                    aria-label={text('moveDown', { what: label })}
                    onClick={() => move(id, 1)}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
