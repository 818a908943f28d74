import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import type { SortDef } from '../../../schema/template/template-views.ts';
import { toJson } from '../form/to-json.ts';
import { sortOptions } from './field-options.ts';
import type { ViewChange, ViewDesign } from './use-view-design.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** By what rows are put in order: first by the first, then by the next. */
export function SortEditor({
  design,
  sort,
  change,
}: {
  readonly design: ViewDesign;
  readonly sort: readonly SortDef[];
  readonly change: ViewChange;
}): ReactNode {
  const { text } = design;
  const options = sortOptions(design);
  const set = (next: readonly SortDef[]): void =>
    change.set('sort', next.length === 0 ? undefined : toJson(next), text('sort'));
  const free = options.find(({ value }) => !sort.some(({ field }) => field === value));
  return (
    <div className="sort-editor">
      {sort.map((key, index) => (
        <div key={key.field} className="sort-row">
          <ChoiceSelect
            aria-label={text('sortField', { number: index + 1 })}
            value={key.field}
            options={options.map(({ value, label }) => ({ value, label }))}
            onChange={(field) => set(sort.with(index, { ...key, field }))}
          />
          <Select
            aria-label={`${text('sortField', { number: index + 1 })} ${text('sort')}`}
            value={key.direction ?? 'asc'}
            options={(['asc', 'desc'] as const).map((value) => ({ value, label: text(value) }))}
            onChange={(direction) => set(sort.with(index, { ...key, direction }))}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={text('remove', { name: text('sortField', { number: index + 1 }) })}
            onClick={() => set(sort.toSpliced(index, 1))}
          />
        </div>
      ))}
      {free !== undefined && sort.length < 8 && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => set([...sort, { field: free.value }])}>
          {text('addSort')}
        </Button>
      )}
    </div>
  );
}
