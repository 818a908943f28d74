import { AppstoreOutlined, BarChartOutlined, CalendarOutlined, TableOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { pathEnd, type PathEnd } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { LIST_LOOKS } from '../documents/list-search.ts';
import type { LookProps } from './list-screen.tsx';
import type { RowsView } from './list-views.ts';
import { useLookText } from './look-texts.ts';

/** The dates by which the rows of a list can be laid out: those of its columns first. */
export function dateEnds({ model, entity, rights, locale }: Columning, view: RowsView): readonly PathEnd[] {
  const shown = view.kind === 'list' ? view.columns.map(({ id, field }) => field ?? id) : [];
  const paths = [...shown, ...entity.fields.map(({ id }): string => id)];
  return [...new Set(paths)].flatMap((path) => {
    const end = pathEnd(model, entity, { path, locale });
    const [name = ''] = end?.steps ?? [];
    if (end === undefined || end.steps.length > 1 || (end.kind !== 'date' && end.kind !== 'datetime')) return [];
    return rights.shows(entity, name) && rights.compares(entity, name) && rights.orders(entity, name) ? [end] : [];
  });
}

/** Table, cards, calendar or chart of the same rows. */
export function LookSwitch({ columning, view, search, change }: LookProps): ReactNode {
  const text = useLookText();
  const looks = [
    { value: 'table' as const, icon: <TableOutlined aria-hidden="true" /> },
    { value: 'cards' as const, icon: <AppstoreOutlined aria-hidden="true" /> },
    ...(dateEnds(columning, view).length > 0
      ? [{ value: 'calendar' as const, icon: <CalendarOutlined aria-hidden="true" /> }]
      : []),
    { value: 'chart' as const, icon: <BarChartOutlined aria-hidden="true" /> },
  ];
  return (
    <Segmented
      className="look-switch"
      aria-label={text('look')}
      value={search.as ?? 'table'}
      options={looks.map(({ value, icon }) => ({
        value,
        label: (
          <span title={text(value)}>
            {icon}
            <span className="unseen">{text(value)}</span>
          </span>
        ),
      }))}
      onChange={(next) => change({ as: LIST_LOOKS.find((look) => look === next), by: undefined })}
    />
  );
}
