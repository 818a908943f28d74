import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useId, useMemo, type ReactNode } from 'react';
import type { ChartOption } from '../../../charts/chart-option.ts';
import { Chart } from '../../../charts/chart.tsx';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import {
  GROUP_BUCKETS,
  groupableEnds,
  groupArgument,
  groupCondition,
  groupDocument,
  groupingFrom,
  groupingText,
  groupRows,
  measurableEnds,
  measureFrom,
  type Grouping,
  type GroupRow,
  type Measure,
} from '../../documents/list-group.ts';
import { CHART_SHAPES } from '../../documents/list-search.ts';
import { rowsOf, textOf, valueIn } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import { groupTitle } from '../group-title.ts';
import { ListTrouble } from '../list-trouble.tsx';
import { listPlan, type ListPlan } from '../list-plan.ts';
import type { LookProps } from '../list-screen.tsx';
import { useLookText, type LookText } from '../look-texts.ts';
import './looks.css';

/** Groups that are drawn; the smaller ones are one. */
const GROUPS_SHOWN = 24;
const NO_COLUMNS = [] as const;

/** The rows of a list counted or added up by a field; a click shows those behind a bar (SPEC [WRK-37]). */
export function ChartView(props: LookProps): ReactNode {
  const { tenant, columning, reading, search, change, view } = props;
  const text = useLookText();
  const context = useEvalContext(tenant);
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns: NO_COLUMNS, context }),
    [columning, view, search, context],
  );
  const [first] = groupableEnds(columning);
  const grouping = useMemo(
    () => groupingFrom(columning, search.by) ?? groupingFrom(columning, first?.path),
    [columning, search.by, first?.path],
  );
  const measure = useMemo(() => measureFrom(columning, search.measure), [columning, search.measure]);
  const found = useGroups(props, { plan, grouping, measure });
  const shown = useMemo(
    () => (grouping === undefined ? [] : cutGroups(found.data ?? [], { grouping, measure, text, reading })),
    [found.data, grouping, measure, text, reading],
  );
  const draw = search.draw ?? 'bar';
  const measureName = measure === undefined ? text('count') : text(`fn_${measure.fn}`, { what: measure.end.label });
  const option = useMemo(() => chartOption(shown, draw, measureName), [shown, draw, measureName]);
  if (grouping === undefined) return <p className="chart-look">{text('notGroupable')}</p>;
  if (plan.rest !== undefined) return <p className="chart-look">{text('notWhole')}</p>;
  if (found.error !== null) return <ListTrouble error={found.error} retry={() => void found.refetch()} />;
  const label = text('chartOf', { measure: measureName, by: grouping.end.label });
  return (
    <div className="chart-look" aria-busy={found.isFetching}>
      <ChartChoices {...props} {...{ grouping, measure }} />
      <div className="chart-home">
        <Chart
          option={option}
          label={label}
          of={grouping.end.label}
          onPick={({ dataIndex }) => {
            const group = shown[dataIndex]?.group;
            if (group === undefined) return;
            const condition = groupCondition(grouping, group);
            const others = (search.where ?? []).filter(({ field }) => field !== condition.field);
            change({
              as: undefined,
              by: undefined,
              measure: undefined,
              draw: undefined,
              where: [...others, condition],
            });
          }}
        />
      </div>
      <p className="chart-hint">{text('pickHint')}</p>
    </div>
  );
}

/** The groups of a plan with one measure. */
function useGroups(
  { tenant, columning }: LookProps,
  {
    plan,
    grouping,
    measure,
  }: { readonly plan: ListPlan; readonly grouping: Grouping | undefined; readonly measure: Measure | undefined },
) {
  const { entity, locale } = columning;
  const query =
    grouping === undefined ? '' : groupDocument(columning, grouping, measure === undefined ? [] : [measure]);
  const groupBy = grouping === undefined ? [] : groupArgument(grouping);
  const variables = { where: plan.where, groupBy, bin: plan.bin };
  return useQuery<readonly GroupRow[], ServerError>({
    queryKey: [...rowsKey(tenant.name, entity.id), 'groups', { locale, query, variables }],
    queryFn: async () => {
      const answer = await askTenant<{ readonly groups?: unknown }>(tenant.name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return grouping === undefined ? [] : groupRows(rowsOf(answer.data.groups), grouping, tenant.timeZone);
    },
    enabled: grouping !== undefined && plan.rest === undefined,
  });
}

interface Shown {
  readonly name: string;
  readonly number: number;
  /** None for the smaller ones together. */
  readonly group: GroupRow | undefined;
}

interface Naming {
  readonly grouping: Grouping;
  readonly measure: Measure | undefined;
  readonly text: LookText;
  readonly reading: LookProps['reading'];
}

function cutGroups(groups: readonly GroupRow[], naming: Naming): readonly Shown[] {
  const { grouping, measure, text } = naming;
  const all = groups.map((group): Shown => ({
    group,
    name: groupTitle(group, naming),
    number: numberOf(group, measure),
  }));
  const isAdded = measure === undefined || measure.fn === 'sum';
  if (grouping.bucket !== undefined || all.length <= GROUPS_SHOWN) return all;
  const ordered = all.toSorted((a, b) => b.number - a.number);
  const rest = ordered.slice(GROUPS_SHOWN - 1);
  const sum = rest.reduce((total, { number }) => total + number, 0);
  const others: readonly Shown[] = isAdded ? [{ name: text('others'), number: sum, group: undefined }] : [];
  return [...ordered.slice(0, GROUPS_SHOWN - 1), ...others];
}

function numberOf({ count, row }: GroupRow, measure: Measure | undefined): number {
  return measure === undefined ? count : Number(textOf(valueIn(row, [measure.fn, ...measure.end.steps])) || 0);
}

function chartOption(shown: readonly Shown[], draw: 'bar' | 'line' | 'pie', name: string): ChartOption {
  if (draw === 'pie')
    return {
      tooltip: { trigger: 'item' },
      legend: { type: 'scroll', bottom: 0 },
      series: {
        type: 'pie',
        name,
        radius: ['42%', '72%'],
        center: ['50%', '46%'],
        label: { formatter: '{d}%' },
        data: shown.map((one) => ({ name: one.name, value: one.number })),
      },
    };
  return {
    grid: { left: 8, right: 16, top: 24, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: draw === 'bar' ? 'shadow' : 'line' } },
    xAxis: {
      type: 'category',
      data: shown.map((one) => one.name),
      axisLabel: { hideOverlap: true, width: 110, overflow: 'truncate' },
    },
    yAxis: { type: 'value' },
    series: { type: draw, name, data: shown.map((one) => one.number) },
  };
}

function ChartChoices({
  columning,
  change,
  search,
  grouping,
  measure,
}: LookProps & { readonly grouping: Grouping; readonly measure: Measure | undefined }): ReactNode {
  const text = useLookText();
  const ids = { by: useId(), measure: useId(), bucket: useId() };
  const measures = measurableEnds(columning).flatMap((end) =>
    (['sum', 'avg', 'min', 'max'] as const).map((fn) => ({
      value: `${fn}:${end.path}`,
      label: text(`fn_${fn}`, { what: end.label }),
    })),
  );
  return (
    <div className="chart-choices">
      <label htmlFor={ids.measure}>{text('measure')}</label>
      <Select
        id={ids.measure}
        aria-label={text('measure')}
        value={measure === undefined ? '' : `${measure.fn}:${measure.end.path}`}
        popupMatchSelectWidth={false}
        options={[{ value: '', label: text('count') }, ...measures]}
        onChange={(next) => change({ measure: next === '' ? undefined : next })}
      />
      <label htmlFor={ids.by}>{text('groupBy')}</label>
      <Select
        id={ids.by}
        aria-label={text('groupBy')}
        value={grouping.end.path}
        popupMatchSelectWidth={false}
        options={groupableEnds(columning).map(({ path, label }) => ({ value: path, label }))}
        onChange={(path) => change({ by: path })}
      />
      {grouping.bucket !== undefined && (
        <Select
          id={ids.bucket}
          aria-label={text('bucket')}
          value={grouping.bucket}
          options={GROUP_BUCKETS.map((bucket) => ({ value: bucket, label: text(`bucket_${bucket}`) }))}
          onChange={(bucket) => change({ by: groupingText({ ...grouping, bucket }) })}
        />
      )}
      <Segmented
        aria-label={text('shape')}
        value={search.draw ?? 'bar'}
        options={(['bar', 'line', 'pie'] as const).map((shape) => ({ value: shape, label: text(shape) }))}
        onChange={(next) => change({ draw: CHART_SHAPES.find((shape) => shape === next) })}
      />
    </div>
  );
}
