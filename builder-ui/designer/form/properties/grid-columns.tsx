import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { ChildGridNode, ColumnDef } from '../../../../schema/template/template-views.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { useDraft } from '../../session/draft-context.tsx';
import { useFormDesign } from '../form-context.tsx';
import { usePropertyText } from './property-texts.ts';

/** Which columns a table of lines shows, and in which order. */
export function GridColumns({ node, of }: { readonly node: ChildGridNode; readonly of: string }): ReactNode {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const { commands } = useFormDesign();
  const lines = useDraft(({ log }) => log.template.entities?.find(({ id }) => id === of));
  const fields = lines?.fields ?? [];
  const columns: readonly ColumnDef[] = node.columns ?? fields.map(({ id }) => ({ id }));
  const set = (next: readonly ColumnDef[]): void =>
    commands.setNode(node.id, 'columns', {
      value: next,
      label: text('set', { setting: text('gridColumns'), name: commands.nameOf(node) }),
    });
  const labelOf = (id: string): string => textIn(fields.find((field) => field.id === id)?.label, locale) || id;
  const others = fields.filter(({ id }) => !columns.some((column) => (column.field ?? column.id) === id));
  const swap = (index: number, by: 1 | -1): void => {
    const [one, other] = [columns[index], columns[index + by]];
    if (one !== undefined && other !== undefined) set(columns.with(index, other).with(index + by, one));
  };
  return (
    <ul className="grid-columns">
      {columns.map((column, index) => {
        const name = textIn(column.label, locale) || labelOf(column.field ?? column.id);
        return (
          <li key={column.id}>
            <Checkbox checked disabled={columns.length === 1} onChange={() => set(columns.toSpliced(index, 1))}>
              {name}
            </Checkbox>
            <span className="bar-space" />
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              disabled={index === 0}
              aria-label={text('optionUp', { name })}
              onClick={() => swap(index, -1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              disabled={index === columns.length - 1}
              aria-label={text('optionDown', { name })}
              onClick={() => swap(index, 1)}
            />
          </li>
        );
      })}
      {others.map(({ id }) => (
        <li key={id}>
          <Checkbox checked={false} onChange={() => set([...columns, { id }])}>
            {labelOf(id)}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}
