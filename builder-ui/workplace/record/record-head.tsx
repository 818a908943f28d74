import {
  ArrowLeftOutlined,
  CopyOutlined,
  DeleteOutlined,
  DownOutlined,
  EllipsisOutlined,
  LinkOutlined,
  PlusOutlined,
  PrinterOutlined,
  UpOutlined,
} from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useCallback, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { statesOf } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { isApiRow, type ApiRow } from '../documents/row-values.ts';
import { cellText, Tag, tint, type Reading } from '../list/cell.tsx';
import { neighbours, trailOf } from '../list/list-trail.ts';
import { Course } from './course.tsx';
import type { FollowOffer } from './follow/use-follow-offers.ts';
import { useRecordText } from './record-texts.ts';

interface RecordHeadProps {
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  readonly title: string;
  readonly row: ApiRow | undefined;
  readonly isDirty: boolean;
  /** Moves it to the bin; absent where that is not possible. */
  readonly onRemove?: () => void;
  /** Begins a new record with what this one holds; absent where none can be made. */
  readonly onDuplicate?: () => void;
  /** Documents that can be made of it. */
  readonly offers: readonly FollowOffer[];
  readonly onFollow: (offer: FollowOffer) => void;
  /** What tells it from others at a glance. */
  readonly facts: ReactNode;
  readonly children: ReactNode;
}

/** Which record it is, where it stands, and what can be done with it. */
export function RecordHead(props: RecordHeadProps): ReactNode {
  const { tenant, columning, reading, id, title, row, isDirty, onRemove, onDuplicate, facts, children } = props;
  const { offers, onFollow } = props;
  const { entity, model, locale } = columning;
  const text = useRecordText();
  const trail = trailOf(entity.id);
  const label = textIn(entity.label, locale);
  const state = statesOf(model, entity, locale).find(({ value }) => value === row?.['state']);
  return (
    <header ref={useHeightTold()} className="record-head" data-color={state?.color} {...tint(state?.color)}>
      <div className="record-lead">
        <Link
          to="/w/$tenant/e/$entity"
          params={{ tenant, entity: entity.id }}
          search={trail?.search ?? {}}
          className="icon-button"
          aria-label={text('backTo', { what: label })}
          title={text('backTo', { what: label })}
        >
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
        <div className="record-names">
          <span className="record-kind">{label}</span>
          <h1>
            <span className="record-title">{title}</span>
            {state !== undefined && <Tag label={state.label} color={state.color} />}
          </h1>
        </div>
        <Neighbours tenant={tenant} entity={entity.id} id={id} />
        <Course columning={columning} state={state?.value} />
      </div>
      <div className="record-actions">
        <span className="record-dirty" role="status">
          {isDirty ? text('unsaved') : ''}
        </span>
        {children}
        {row !== undefined && (
          <MoreMenu {...{ tenant, entity: entity.id, id, onRemove, onDuplicate, offers, onFollow }} />
        )}
      </div>
      <div className="record-about">
        {facts}
        {row !== undefined && <RecordTimes row={row} reading={reading} />}
      </div>
    </header>
  );
}

/** Tells the page how high the head is, so that what stays in sight below it begins where it ends. */
function useHeightTold(): (head: HTMLElement | null) => (() => void) | undefined {
  return useCallback((head) => {
    if (head === null) return undefined;
    const observer = new ResizeObserver(() => {
      head.parentElement?.style.setProperty('--record-head', `${head.offsetHeight}px`);
    });
    observer.observe(head);
    return () => observer.disconnect();
  }, []);
}

interface MoreMenuProps {
  readonly tenant: string;
  readonly entity: string;
  readonly id: string;
  readonly onRemove: (() => void) | undefined;
  readonly onDuplicate: (() => void) | undefined;
  readonly offers: readonly FollowOffer[];
  readonly onFollow: (offer: FollowOffer) => void;
}

function MoreMenu({ tenant, entity, id, onRemove, onDuplicate, offers, onFollow }: MoreMenuProps): ReactNode {
  const text = useRecordText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    // Without https, or where the reader forbids it, there is no clipboard.
    const isCopied = await Promise.resolve()
      .then(() => navigator.clipboard.writeText(location.href))
      .then(
        () => true,
        () => false,
      );
    void (isCopied ? message.success(text('linkCopied')) : message.warning(text('linkNotCopied')));
  };
  const print = (): void => void navigate({ to: '/w/$tenant/e/$entity/$id/print', params: { tenant, entity, id } });
  const item = (key: string, icon: ReactNode, label: string, onClick: () => void) => ({ key, icon, label, onClick });
  const items = [
    ...offers.map((offer) =>
      item(
        `new-${offer.follow.entity.id}`,
        <PlusOutlined aria-hidden="true" />,
        text('newOf', { what: offer.label }),
        () => onFollow(offer),
      ),
    ),
    ...(offers.length === 0 ? [] : [{ type: 'divider' as const }]),
    item('print', <PrinterOutlined aria-hidden="true" />, text('print'), print),
    ...(onDuplicate === undefined
      ? []
      : [item('duplicate', <CopyOutlined aria-hidden="true" />, text('duplicate'), onDuplicate)]),
    item('link', <LinkOutlined aria-hidden="true" />, text('copyLink'), () => void copy()),
    ...(onRemove === undefined
      ? []
      : [{ ...item('bin', <DeleteOutlined aria-hidden="true" />, text('toBin'), onRemove), danger: true }]),
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button type="text" icon={<EllipsisOutlined aria-hidden="true" />} aria-label={text('moreActions')} />
    </Dropdown>
  );
}

function Neighbours({
  tenant,
  entity,
  id,
}: {
  readonly tenant: string;
  readonly entity: string;
  readonly id: string;
}): ReactNode {
  const text = useRecordText();
  const navigate = useNavigate();
  const trail = trailOf(entity);
  if (trail === undefined || !trail.ids.includes(id)) return null;
  const { before, after } = neighbours(trail, id);
  const go = (to: string | undefined): void => {
    if (to !== undefined) void navigate({ to: '/w/$tenant/e/$entity/$id', params: { tenant, entity, id: to } });
  };
  return (
    <span className="record-neighbours">
      <Button
        type="text"
        size="small"
        disabled={before === undefined}
        icon={<UpOutlined aria-hidden="true" />}
        aria-label={text('previous')}
        title={text('previous')}
        onClick={() => go(before)}
      />
      <Button
        type="text"
        size="small"
        disabled={after === undefined}
        icon={<DownOutlined aria-hidden="true" />}
        aria-label={text('next')}
        title={text('next')}
        onClick={() => go(after)}
      />
    </span>
  );
}

/** Who made it and who changed it last. */
function RecordTimes({ row, reading }: { readonly row: ApiRow; readonly reading: Reading }): ReactNode {
  const text = useRecordText();
  const when = (name: string): string =>
    cellText(
      { path: name, steps: [name], owners: [], kind: 'datetime', label: '', isSecret: false },
      row[name],
      reading,
    );
  const who = (name: string): string | undefined => {
    const person = row[name];
    const named = isApiRow(person) ? person['name'] : undefined;
    return typeof named === 'string' ? named : undefined;
  };
  if (row['createdAt'] === undefined) return null;
  const [maker, changer] = [who('createdBy'), who('updatedBy')];
  const isChanged = row['createdAt'] !== row['updatedAt'];
  return (
    <p className="record-times">
      <span>
        {maker === undefined
          ? text('createdAt', { when: when('createdAt') })
          : text('createdBy', { who: maker, when: when('createdAt') })}
      </span>
      {isChanged && (
        <span>
          {changer === undefined
            ? text('changedAt', { when: when('updatedAt') })
            : text('changedBy', { who: changer, when: when('updatedAt') })}
        </span>
      )}
    </p>
  );
}
