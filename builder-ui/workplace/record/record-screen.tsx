import { useQueryClient } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, type ReactNode } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useOutbox } from '../../offline/outbox-store.ts';
import { EMPTY_OUTBOX, isLocalId } from '../../offline/queued-write.ts';
import { queuedRecord, withQueued } from '../../offline/queued-record.ts';
import { useDesk } from '../../offline/use-desk.ts';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useSession } from '../../shell/session-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';
import { NoSuchRecord } from './no-such-record.tsx';
import { useWorkText } from '../work-texts.ts';
import { copiedValue } from './copied-value.ts';
import { useFollowStart } from './follow/use-follow-start.ts';
import { RecordEditor } from './record-editor.tsx';
import { prepareSide } from './record-side.tsx';
import { useCourse } from './use-transitions.ts';
import { useRecordRow } from './use-record-row.ts';
import './record.css';

interface RecordScreenProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  /** `new` for a record that is not stored yet. */
  readonly id: string;
  /** The record that a new one is made from: a copy, or what follows from a record of another kind. */
  readonly copyOf: string | undefined;
  /** The draft that is gone on with, where there are several. */
  readonly draft: string | undefined;
}

/** One record: its form, its steps, and what becomes of what is typed (SPEC [WRK-9] to [WRK-14]). */
export function RecordScreen({ tenant, entity, rights, id, copyOf, draft }: RecordScreenProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const { model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone }), [text, locale, timeZone]);
  const isNew = id === 'new';
  const source = copyOf ?? id;
  const isLocal = isLocalId(id);
  const follow = useFollowStart(tenant, columning, copyOf);
  const isWanted = (!isNew && !isLocal) || (copyOf !== undefined && !follow.isWanted);
  const person = useSession().me.user?.id ?? '';
  const outbox = useOutbox({ person, tenant: tenant.name });
  // A copy of a record is another form than an empty one.
  const form = copyOf === undefined ? id : `${id}/${copyOf}`;
  const desk = useDesk(person, tenant.name, { entity: entity.id, id: form, draft });
  const row = useRecordRow({ tenant: tenant.name, columning, reading, id: source, isWanted });
  const { query } = row;
  // Asked beside the record, not after it.
  useCourse({ tenant: tenant.name, columning, id, isStored: !isNew });
  const client = useQueryClient();
  useEffect(() => {
    if (isNew || isLocal) return;
    prepareSide(client, { tenant: tenant.name, entity: entity.id, apiName: entity.apiName, id, locale });
  }, [client, tenant.name, entity.id, entity.apiName, id, locale, isNew, isLocal]);
  const box = outbox ?? EMPTY_OUTBOX;
  const stored = useMemo(
    () => (isLocal ? queuedRecord(id, box) : withQueued(row.stored, source, box)),
    [isLocal, id, source, row.stored, box],
  );
  const renew = useCallback(
    async () => (isLocal ? queuedRecord(id, box) : (withQueued(await row.renew(), source, box) ?? null)),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [isLocal, id, source, row.renew, box],
  );
  if (isLocal) {
    // The server knows it by now: it is opened under its own id.
    const made = box.made[id];
    const params = { tenant: tenant.name, entity: entity.id, id: made?.id ?? '' };
    if (made !== undefined)
      return (
        <Navigate to="/w/$tenant/e/$entity/$id" params={params} search={draft === undefined ? {} : { draft }} replace />
      );
    if (outbox === undefined) return <Waiting />;
    if (stored === null || stored === undefined) return <NoSuchRecord />;
  }
  if (follow.isWanted && follow.query.data === undefined) {
    const { error, refetch } = follow.query;
    return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  }
  if (isWanted && stored === undefined)
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  if (stored === null) return <NoSuchRecord />;
  if (desk === undefined || outbox === undefined) return <Waiting />;
  const place = { tenant, columning, reading, id, isNew, renew, desk, outbox };
  if (!isNew) return <RecordEditor {...{ ...place, stored }} />;
  const seed = stored === undefined ? follow.query.data : copiedValue(columning, entity, stored.value);
  return <RecordEditor {...{ ...place, seed }} stored={undefined} />;
}
