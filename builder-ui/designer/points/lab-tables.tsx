import { Table, Tag, type TableColumnsType } from 'antd';
import { useId, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { binName } from './lab-charts.tsx';
import { changeText, pointsText, shareText, signedText, signOf, type Bin, type LabAnswer } from './lab-figures.ts';
import { useLabText, type LabText } from './lab-texts.ts';

/** A part of the answer, under its title. */
export function LabPanel({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A small table without pages; numbers stand to the right. */
function Sheet<Row extends object>({
  rows,
  columns,
  rowKey,
}: {
  readonly rows: readonly Row[];
  readonly columns: TableColumnsType<Row>;
  readonly rowKey: (row: Row) => string;
}): ReactNode {
  const text = useLabText();
  return (
    <Table<Row>
      size="small"
      pagination={false}
      rowKey={rowKey}
      dataSource={rows}
      columns={columns}
      locale={{ emptyText: <span className="lab-same">{text('nobody')}</span> }}
    />
  );
}

/** A change of points: green when more, red when less, with its sign. */
export function Difference({ value }: { readonly value: string }): ReactNode {
  const { locale } = useLanguage();
  const sign = signOf(value);
  return (
    <span className={sign > 0 ? 'lab-more' : sign < 0 ? 'lab-less' : 'lab-same'}>{signedText(value, locale)}</span>
  );
}

/** The people by their points, as a table. */
export function HistogramTable({ bins }: { readonly bins: readonly Bin[] }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  return (
    <Sheet
      rows={bins}
      rowKey={({ to }) => String(to)}
      columns={[
        { key: 'points', title: text('points'), render: (_, bin) => binName(bin, locale) },
        { key: 'before', title: `${text('people')}: ${text('now')}`, align: 'end', dataIndex: 'before' },
        { key: 'after', title: `${text('people')}: ${text('then')}`, align: 'end', dataIndex: 'after' },
      ]}
    />
  );
}

/** Groups with their points and how they are spread. */
export function GroupTable({
  groups,
  name,
}: {
  readonly groups: LabAnswer['departments'];
  readonly name: string;
}): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const few = <span className="lab-same">{text('tooFew')}</span>;
  return (
    <Sheet
      rows={groups}
      rowKey={({ id }) => id ?? ''}
      columns={[
        { key: 'name', title: name, render: (_, { label }) => label || text('noGroup') },
        {
          key: 'people',
          title: text('people'),
          align: 'end',
          render: (_, { people, suppressed }) => (suppressed ? few : people),
        },
        {
          key: 'median',
          title: text('median'),
          align: 'end',
          render: (_, { spread }) =>
            spread === null
              ? '–'
              : `${pointsText(spread.before.median, locale)} → ${pointsText(spread.after.median, locale)}`,
        },
        {
          key: 'quarters',
          title: `${text('lower')} – ${text('upper')} (${text('then')})`,
          align: 'end',
          render: (_, { spread }) =>
            spread === null
              ? '–'
              : `${pointsText(spread.after.lower, locale)} – ${pointsText(spread.after.upper, locale)}`,
        },
        {
          key: 'zero',
          title: text('zeroShare'),
          align: 'end',
          render: (_, { spread }) => shareText(spread?.after.zeroShare ?? null, locale),
        },
        {
          key: 'points',
          title: text('points'),
          align: 'end',
          render: (_, { change }) =>
            change === null ? (
              '–'
            ) : (
              <>
                {pointsText(change.after, locale)} <Difference value={change.difference} />
              </>
            ),
        },
      ]}
    />
  );
}

/** Those who gain or lose most. */
export function PeopleTable({ people }: { readonly people: LabAnswer['winners'] }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  return (
    <Sheet
      rows={people}
      rowKey={({ person }) => person.id}
      columns={[
        {
          key: 'person',
          title: text('person'),
          render: (_, { person }) => (
            <>
              {person.name} <small className="lab-same">{person.department}</small>
            </>
          ),
        },
        { key: 'before', title: text('now'), align: 'end', render: (_, { before }) => pointsText(before, locale) },
        { key: 'after', title: text('then'), align: 'end', render: (_, { after }) => pointsText(after, locale) },
        {
          key: 'difference',
          title: text('difference'),
          align: 'end',
          render: (_, { difference }) => <Difference value={difference} />,
        },
      ]}
    />
  );
}

/** What each rule gave, and would give. */
export function RuleTable({ rules }: { readonly rules: LabAnswer['rules'] }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  return (
    <Sheet
      rows={rules}
      rowKey={({ rule }) => rule}
      columns={[
        { key: 'rule', title: text('rule'), dataIndex: 'label' },
        {
          key: 'entries',
          title: text('entries'),
          align: 'end',
          render: (_, { entriesBefore, entriesAfter }) =>
            entriesBefore === entriesAfter ? entriesAfter : `${entriesBefore} → ${entriesAfter}`,
        },
        { key: 'before', title: text('now'), align: 'end', render: (_, row) => pointsText(row.pointsBefore, locale) },
        {
          key: 'after',
          title: text('then'),
          align: 'end',
          render: (_, row) => <strong>{pointsText(row.pointsAfter, locale)}</strong>,
        },
        {
          key: 'difference',
          title: text('difference'),
          align: 'end',
          render: (_, row) => <Difference value={changeText(row.pointsBefore, row.pointsAfter)} />,
        },
        { key: 'asked', title: text('asked'), align: 'end', render: (_, row) => pointsText(row.askedAfter, locale) },
        {
          key: 'returned',
          title: text('returned'),
          align: 'end',
          render: (_, row) => pointsText(row.returnedAfter, locale),
        },
      ]}
    />
  );
}

/** What became of the budgets under the draft. */
export function BudgetTable({ budgets }: { readonly budgets: LabAnswer['budgets'] }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const day = (at: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(at));
  return (
    <Sheet
      rows={budgets}
      rowKey={({ label }) => label}
      columns={[
        { key: 'budget', title: text('budget'), dataIndex: 'label' },
        { key: 'opening', title: text('opening'), align: 'end', render: (_, row) => pointsText(row.opening, locale) },
        { key: 'left', title: text('left'), align: 'end', render: (_, row) => pointsText(row.left, locale) },
        {
          key: 'state',
          title: text('howLong'),
          render: (_, { ranOutAt }) =>
            ranOutAt === null ? text('lasted') : <Tag color="error">{text('ranOut', { date: day(ranOutAt) })}</Tag>,
        },
      ]}
    />
  );
}

/** What cut an award, in words; `caps` are those of the draft by rule and cap. */
export function cutWord(by: string, caps: string | undefined, text: LabText): string {
  if (by === 'once') return text('cutOnce');
  if (by === 'budget') return text('cutBudget');
  return caps ?? by;
}

/** How often which cap cut. */
export function CutTable({
  cuts,
  capOf,
}: {
  readonly cuts: LabAnswer['cuts'];
  readonly capOf: (rule: string, cap: string) => string | undefined;
}): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  if (cuts.length === 0) return <p className="flow-hint">{text('noCuts')}</p>;
  return (
    <Sheet
      rows={cuts}
      rowKey={({ rule, by }) => `${rule} ${by}`}
      columns={[
        { key: 'rule', title: text('rule'), dataIndex: 'label' },
        { key: 'by', title: text('cutBy'), render: (_, { rule, by }) => cutWord(by, capOf(rule, by), text) },
        { key: 'count', title: text('times'), align: 'end', dataIndex: 'count' },
        {
          key: 'amount',
          title: text('pointsCut'),
          align: 'end',
          render: (_, { amount }) => pointsText(amount, locale),
        },
      ]}
    />
  );
}
