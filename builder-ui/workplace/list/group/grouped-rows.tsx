import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { EvalContext } from '../../../../schema/expr/evaluate.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { ListColumn } from '../../documents/list-columns.ts';
import { conditionWhere } from '../../documents/list-filter.ts';
import {
  groupArgument,
  groupCondition,
  groupDocument,
  groupRows,
  type Grouping,
  type GroupRow,
  type Measure,
} from '../../documents/list-group.ts';
import { rowsOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { Cell, Tag } from '../cell.tsx';
import { cardColumns } from '../card-columns.ts';
import { groupTitle } from '../group-title.ts';
import { ListTrouble } from '../list-trouble.tsx';
import { filterClock, type ListPlan } from '../list-plan.ts';
import type { LookProps } from '../list-screen.tsx';
import { useLookText } from '../look-texts.ts';
import { useFirstRows } from '../use-first-rows.ts';
import { usePhone } from '../use-phone.ts';
import './group.css';

interface GroupedProps extends LookProps {
  readonly grouping: Grouping;
  readonly columns: readonly ListColumn[];
  readonly plan: ListPlan;
  readonly context: EvalContext;
  readonly onOpen: (row: ApiRow) => void;
}

/** Rows gathered by a field: each group with its number and sums, opened to its rows (SPEC [WRK-38]). */
export function GroupedRows(props: GroupedProps): ReactNode {
  const { tenant, columning, plan, grouping } = props;
  const isPhone = usePhone();
  const columns = isPhone ? cardColumns(props.columns, columning) : props.columns;
  const { entity, locale, rights } = columning;
  const text = useLookText();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const measures = columns
    .filter(({ isNumber, steps: [name = ''], path }) => isNumber && !path.includes('.') && rights.adds(entity, name))
    .map((end): Measure => ({ fn: 'sum', end }));
  const query = groupDocument(columning, grouping, measures);
  const variables = { where: plan.where, groupBy: groupArgument(grouping), bin: plan.bin };
  const found = useQuery<readonly GroupRow[], ServerError>({
    queryKey: [...rowsKey(tenant.name, entity.id), 'groups', { locale, query, variables }],
    queryFn: async () => {
      const answer = await askTenant<{ readonly groups?: unknown }>(tenant.name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return groupRows(rowsOf(answer.data.groups), grouping, tenant.timeZone);
    },
    enabled: plan.rest === undefined,
  });
  if (plan.rest !== undefined) return <p className="grouped-none">{text('notWhole')}</p>;
  if (found.error !== null) return <ListTrouble error={found.error} retry={() => void found.refetch()} />;
  const summed = new Set(measures.map(({ end }) => end.path));
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    // A scrolling table is reached by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="grouped" role="region" aria-label={grouping.end.label} tabIndex={0} aria-busy={found.isFetching}>
      <table>
        <thead>
          <tr>
            {columns.map(({ id, label, isNumber }) => (
              <th key={id} scope="col" className={isNumber ? 'is-number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        {(found.data ?? []).map((group) => (
          <Group
            key={group.value ?? ''}
            {...props}
            columns={columns}
            group={group}
            summed={summed}
            isOpen={open.has(group.value ?? '')}
            onToggle={() => toggle(group.value ?? '')}
          />
        ))}
      </table>
    </div>
  );
}

interface GroupProps extends GroupedProps {
  readonly group: GroupRow;
  readonly summed: ReadonlySet<string>;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Group(props: GroupProps): ReactNode {
  const { group, grouping, columns, summed, reading, isOpen, onToggle } = props;
  const text = useLookText();
  const title = groupTitle(group, { grouping, text, reading });
  const option = grouping.end.options?.find(({ value }) => value === group.value);
  // What comes before the first sum is the group's name; the sums stand under their columns.
  const firstSum = columns.findIndex(({ path }) => summed.has(path));
  const named = firstSum <= 0 ? columns.length : firstSum;
  return (
    <tbody>
      <tr className="group-head">
        <th scope="rowgroup" colSpan={named}>
          <button type="button" className="group-toggle" aria-expanded={isOpen} onClick={onToggle}>
            {isOpen ? <CaretDownOutlined aria-hidden="true" /> : <CaretRightOutlined aria-hidden="true" />}
            {option === undefined ? <span>{title}</span> : <Tag label={option.label} color={option.color} />}
            <span className="group-count">{group.count}</span>
          </button>
        </th>
        {columns.slice(named).map((column) => (
          <td key={column.id} className={column.isNumber ? 'is-number' : undefined}>
            {summed.has(column.path) && (
              <Cell end={column} value={valueIn(group.row, ['sum', ...column.steps])} reading={reading} />
            )}
          </td>
        ))}
      </tr>
      {isOpen && <GroupBody {...props} />}
    </tbody>
  );
}

/** Rows of a group that are shown in it; the others are in the list. */
const SHOWN = 50;

function GroupBody({
  tenant,
  columning,
  columns,
  plan,
  context,
  grouping,
  group,
  reading,
  search,
  change,
  onOpen,
}: GroupProps): ReactNode {
  const text = useLookText();
  const condition = groupCondition(grouping, group);
  const where = conditionWhere(condition, grouping.end, filterClock(context));
  const found = useFirstRows({
    tenant: tenant.name,
    columning,
    plan,
    context,
    ...(where === undefined ? {} : { where }),
  });
  const others = (search.where ?? []).filter(({ field }) => field !== condition.field);
  return (
    <>
      {found.rows.slice(0, SHOWN).map((row) => (
        <tr key={String(row['id'])} className="group-row">
          {columns.map((column, index) => {
            const cell = <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />;
            return (
              <td key={column.id} className={column.isNumber ? 'is-number' : undefined}>
                {index === 0 ? (
                  <button type="button" className="group-open" onClick={() => onOpen(row)}>
                    {cell}
                  </button>
                ) : (
                  cell
                )}
              </td>
            );
          })}
        </tr>
      ))}
      {group.count > SHOWN && (
        <tr>
          <td colSpan={columns.length}>
            <Button type="link" onClick={() => change({ group: undefined, where: [...others, condition] })}>
              {text('allOfGroup', { count: group.count })}
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}
