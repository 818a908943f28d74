import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType, type TableProps } from 'antd';
import type { MouseEvent, ReactNode, TdHTMLAttributes } from 'react';
import { useAdminText } from './admin-texts.ts';

interface Props<Row> {
  readonly columns: TableColumnsType<Row>;
  readonly rows: readonly Row[];
  /** The least width in pixels at which all columns fit; where there is less, each row stands as a card. */
  readonly width: number;
  /** What is said when there is nothing, and what to do then. */
  readonly none: string;
  readonly noneHint?: string;
  readonly expandable?: NonNullable<TableProps<Row>['expandable']>;
  readonly rowClassName?: (row: Row) => string;
}

const PAGE = 50;

/** A table of administration; on a narrow screen every row becomes a card whose values carry their column's title. */
export function RowsTable<Row extends { readonly id: string }>(props: Props<Row>): ReactNode {
  const { columns, rows, width, none, noneHint, expandable, rowClassName } = props;
  return (
    <Table<Row>
      className={rows.length === 0 ? 'adm-rows is-empty' : 'adm-rows'}
      size="middle"
      rowKey="id"
      columns={columns.map((column) => ({
        ...column,
        // What can be done stays in sight while the others scroll by.
        ...(column.key === 'act' ? { className: 'adm-acts' } : {}),
        onCell: () => labelled(column.title),
      }))}
      dataSource={[...rows]}
      pagination={rows.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
      scroll={{ x: width }}
      locale={{
        emptyText: (
          <div className="adm-nothing">
            <strong>{none}</strong>
            {noneHint}
          </div>
        ),
      }}
      {...(expandable === undefined ? {} : { expandable: { ...expandable, expandIcon: (row) => <Unfold {...row} /> } })}
      {...(rowClassName === undefined ? {} : { rowClassName })}
    />
  );
}

interface UnfoldProps<Row> {
  readonly expanded: boolean;
  readonly record: Row;
  readonly onExpand: (row: Row, event: MouseEvent<HTMLElement>) => void;
}

/** Opens a row; the component library's own button is too small for a finger. */
function Unfold<Row>({ expanded, record, onExpand }: UnfoldProps<Row>): ReactNode {
  const text = useAdminText();
  return (
    <Button
      size="small"
      type="text"
      aria-expanded={expanded}
      aria-label={text('details')}
      icon={expanded ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
      onClick={(event) => onExpand(record, event)}
    />
  );
}

function labelled(title: unknown): TdHTMLAttributes<HTMLElement> & { readonly 'data-label'?: string } {
  return typeof title === 'string' ? { 'data-label': title } : {};
}
