import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import { isLocalId, writesOf } from '../../offline/queued-write.ts';
import { RecordNotices } from '../../offline/record-notices.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';
import { useReferenceDesk } from '../reference/use-reference-desk.tsx';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { useFollowOffers, type FollowOffer } from './follow/use-follow-offers.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { RecordBody } from './record-body.tsx';
import { RecordFacts } from './record-facts.tsx';
import { RecordHead } from './record-head.tsx';
import { RecordSide, SideButton, useSide } from './record-side.tsx';
import { useRecordText } from './record-texts.ts';
import { TransitionButtons } from './transition-buttons.tsx';
import { TransitionDialog } from './transition-dialog.tsx';
import type { TransitionOption } from './transition-options.ts';
import { useIssues, useNoted, useRecordForm, useShowIssues, useTitle } from './use-record-form.ts';
import type { StoredRecord } from './use-record-row.ts';
import { useWhy } from './why/use-why.tsx';
import { useRecordKeys } from './use-record-keys.ts';
import { useTransitions } from './use-transitions.ts';
import { useRecordWork, type RecordPlace, type RecordWork } from './use-record-work.ts';

/** A record with everything that can be done to it. */
export function RecordEditor(props: RecordPlace): ReactNode {
  const { tenant, columning, reading, id, isNew, stored, outbox } = props;
  const { entity, rights } = columning;
  const { sources, desk } = useReferenceDesk(tenant, rights, useSources(tenant, rights));
  const context = useEvalContext(tenant);
  const handle = useRef<RecordFormHandle>(null);
  const work = useRecordWork(props, { handle, context });
  const { editing, isFree } = work;
  const form = useRecordForm({ columning, stored, isNew, editing, handle });
  const title = useTitle({ columning, reading, stored });
  const isUnsent = isNew || isLocalId(id);
  const asked = useTransitions({ tenant: tenant.name, columning, id, isStored: !isNew });
  const { approval } = asked;
  // One step at a time: what one leads to is known once it is taken.
  const isStepping = writesOf(outbox, id).some(({ kind }) => kind !== 'create' && kind !== 'update');
  const options = isStepping ? NO_OPTIONS : asked.options;
  const side = useSide();
  const beside = useWhy(isUnsent ? undefined : { tenant, columning, reading, id, title });
  const next = options.find(({ isAvailable, isBack }) => isAvailable && !isBack);
  const offers = useFollowOffers({
    ...{ tenant, columning, context, id },
    stored: isUnsent || stored?.isBinned === true ? undefined : stored,
  });
  useRecordKeys({
    tenant: tenant.name,
    entity: entity.id,
    id,
    save: () => void work.saveHere(),
    step: isNew || next === undefined ? undefined : { label: next.label, take: () => void work.step(next) },
    duplicate: isNew || !rights.creates(entity) ? undefined : () => work.duplicate(id),
    follow: offers.map((offer) => ({ label: offer.label, begin: () => work.follow(offer) })),
    showTimeline: isNew ? undefined : side.toggle,
  });
  useNoted(tenant, entity, { id: isUnsent ? 'new' : id, title });
  const issues = useIssues(work);
  useShowIssues(issues, handle);
  const { edit, isDirty } = editing;
  if (edit === undefined) return <Waiting />;
  const base = edit.base ?? undefined;
  const isBinned = stored?.isBinned === true;
  const mayWrite = isNew ? rights.creates(entity) : rights.updates(entity) && !isBinned && approval === undefined;
  return (
    <div className="record">
      <RecordHead
        tenant={tenant.name}
        {...{ columning, reading, id, title }}
        row={stored?.row}
        facts={<RecordFacts {...{ columning, form, reading }} value={edit.value} />}
        isDirty={isDirty && mayWrite}
        {...(base === undefined || isUnsent || isBinned || !rights.deletes(entity)
          ? {}
          : { onRemove: () => work.remove(base, title) })}
        {...(isNew || !rights.creates(entity) ? {} : { onDuplicate: () => work.duplicate(id) })}
        offers={offers}
        onFollow={work.follow}
      >
        <RecordButtons
          {...{ tenant, reading, work, options, offers, isNew, isBinned, mayWrite, columning, id, title }}
        />
        {!isUnsent && <SideButton side={side} />}
      </RecordHead>
      <div className="record-main">
        <RecordBody
          {...{ form, handle, edit, sources, reading, isBinned, mayWrite, approval }}
          tenant={tenant.name}
          actor={context.actor}
          issues={issues}
          begun={editing.begun}
          notices={<RecordNotices {...{ host: work.host, outbox, id, stuck: work.stuck, draft: work.draft }} />}
          onChange={editing.change}
          onChoose={work.choose}
          {...(beside === undefined ? {} : { beside })}
        />
        {!isUnsent && <RecordSide tenant={tenant.name} {...{ side, columning, reading, id, isBinned, approval }} />}
      </div>
      {desk}
      <RecordDialogs {...{ work, columning, reading, sources, base }} />
      <LeaveGuard
        isDirty={() => mayWrite && !isFree.current && editing.isDirtyNow()}
        save={async () => (await work.save()) !== undefined}
        giveUp={work.draft.end}
      />
    </div>
  );
}

const NO_OPTIONS: readonly TransitionOption[] = [];

interface RecordButtonsProps {
  readonly tenant: TenantModel;
  readonly reading: Reading;
  readonly work: RecordWork;
  readonly options: readonly TransitionOption[];
  readonly offers: readonly FollowOffer[];
  readonly columning: Columning;
  readonly id: string;
  readonly title: string;
  readonly isNew: boolean;
  readonly isBinned: boolean;
  readonly mayWrite: boolean;
}

/** What can be done with the record now: its steps, saving, coming back out of the bin. */
function RecordButtons(props: RecordButtonsProps): ReactNode {
  const { tenant, reading, work, options, offers, columning, id, title, isNew, isBinned, mayWrite } = props;
  const { saving, actions } = work;
  const { isDirty } = work.editing;
  const text = useRecordText();
  const isWorking = saving.isSaving || actions.isWorking;
  const next = offers.find(({ isNext }) => isNext);
  return (
    <>
      {next !== undefined && !isDirty && (
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => work.follow(next)}>
          {text('newOf', { what: next.label })}
        </Button>
      )}
      {!isNew && !isBinned && (
        <TransitionButtons
          record={{ tenant, columning, reading, id }}
          {...{ options, isWorking }}
          isMain={!isDirty}
          onTake={(option) => void work.step(option)}
        />
      )}
      {isBinned && columning.rights.deletes(columning.entity) && (
        <Button type="primary" loading={isWorking} onClick={() => void actions.restore(id, title)}>
          {text('restore')}
        </Button>
      )}
      {mayWrite && (isNew || isDirty || options.length === 0) && (
        <Button
          type="primary"
          loading={saving.isSaving}
          disabled={!isNew && !isDirty}
          onClick={() => void work.saveHere()}
        >
          {text('save')}
        </Button>
      )}
    </>
  );
}

interface RecordDialogsProps {
  readonly work: RecordWork;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly sources: FormSources;
  readonly base: StoredRecord | undefined;
}

/** What is asked in between: which of two changes, and what a step needs. */
function RecordDialogs({ work, columning, reading, sources, base }: RecordDialogsProps): ReactNode {
  const { conflict, actions } = work;
  const { asking } = actions;
  return (
    <>
      {conflict !== undefined && (
        <ConflictDialog
          {...{ columning, reading }}
          merged={conflict.merged}
          onSettled={(value) => void work.save({ base: conflict.theirs, value })}
          onCancel={() => work.choose(undefined)}
        />
      )}
      {asking !== undefined && base !== undefined && (
        <TransitionDialog
          {...{ columning, sources }}
          option={asking}
          value={base.value}
          timeZone={reading.timeZone}
          issues={actions.issues}
          isWorking={actions.isWorking}
          onTake={(given) => void actions.take(asking, base, given)}
          onCancel={() => actions.ask(undefined)}
        />
      )}
    </>
  );
}
