import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useOutbox } from '../../offline/outbox-store.ts';
import { EMPTY_OUTBOX } from '../../offline/queued-write.ts';
import { withQueued } from '../../offline/queued-record.ts';
import { RecordNotices } from '../../offline/record-notices.tsx';
import { useDesk } from '../../offline/use-desk.ts';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useSession } from '../../shell/session-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import type { Columning } from '../documents/list-columns.ts';
import { usePageActions } from '../keys/page-keys.ts';
import type { Reading } from '../list/cell.tsx';
import { ConflictDialog } from '../record/conflict-dialog.tsx';
import { LeaveQuestion } from '../record/leave-guard.tsx';
import { RecordBody } from '../record/record-body.tsx';
import { useIssues, useRecordForm, useShowIssues } from '../record/use-record-form.ts';
import { useRecordRow } from '../record/use-record-row.ts';
import { useRecordWork, type RecordPlace } from '../record/use-record-work.ts';
import { useTransitions } from '../record/use-transitions.ts';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import { useReferenceText } from './reference-texts.ts';
import '../record/record.css';
import './reference.css';

/** Leaves what is edited and goes on, or asks first what becomes of what is typed. */
export type Leaving = (then: () => void) => void;

interface EditorProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly id: string;
  /** Where the drawer finds how to leave while this stands. */
  readonly leaving: RefObject<Leaving | null>;
  readonly onDone: () => void;
}

/**
 * A row that is referred to, changed beside the form (SPEC [WRK-160]): the form of its own page, with its rules, drafts,
 * merges and conflicts.
 */
export function PeekEditor({ tenant, entity, rights, id, leaving, onDone }: EditorProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const { model, timeZone, name } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone }), [text, locale, timeZone]);
  const person = useSession().me.user?.id ?? '';
  const box = useOutbox({ person, tenant: name });
  const desk = useDesk(person, name, { entity: entity.id, id, draft: undefined });
  const row = useRecordRow({ tenant: name, columning, reading, id, isWanted: true });
  const outbox = box ?? EMPTY_OUTBOX;
  const stored = useMemo(() => withQueued(row.stored, id, outbox), [row.stored, id, outbox]);
  const renew = useMemo(
    () => async () => withQueued(await row.renew(), id, outbox) ?? null,
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [row.renew, id, outbox],
  );
  const t = useReferenceText();
  const { error, refetch } = row.query;
  if (stored === null) return <p className="reference-gone">{t('gone')}</p>;
  if (stored === undefined && error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (stored === undefined || desk === undefined || box === undefined) return <Waiting />;
  return (
    <EditorForm {...{ tenant, columning, reading, id, stored, renew, desk, outbox, leaving, onDone }} isNew={false} />
  );
}

type FormProps = RecordPlace & Pick<EditorProps, 'leaving' | 'onDone'>;

function EditorForm(props: FormProps): ReactNode {
  const { tenant, columning, reading, id, stored, outbox, leaving, onDone } = props;
  const { entity, rights } = columning;
  const t = useReferenceText();
  const sources = useSources(tenant, rights);
  const context = useEvalContext(tenant);
  const handle = useRef<RecordFormHandle>(null);
  const work = useRecordWork(props, { handle, context });
  const { editing, conflict, draft } = work;
  const { approval } = useTransitions({ tenant: tenant.name, columning, id, isStored: true });
  const form = useRecordForm({ columning, stored, isNew: false, editing, handle, isNarrow: true });
  const issues = useIssues(work);
  useShowIssues(issues, handle);
  const [next, setNext] = useState<() => void>();
  const isBinned = stored?.isBinned === true;
  const mayWrite = rights.updates(entity) && !isBinned && approval === undefined;
  const save = async (): Promise<boolean> => (await work.save()) !== undefined;
  const saveAndShow = (): void => void save().then((isSaved) => isSaved && onDone());
  usePageActions(mayWrite ? [{ id: 'record.save', label: t('saveHere'), keys: ['mod+s'], run: saveAndShow }] : []);
  const leave: Leaving = (then) => {
    // What was typed a moment ago counts.
    const { edit, toSend, typed } = editing;
    const isTyped = mayWrite && edit !== undefined && toSend(edit, typed()) !== undefined;
    if (isTyped) setNext(() => then);
    else then();
  };
  useEffect(() => {
    leaving.current = leave;
    return () => {
      leaving.current = null;
    };
  });
  const { edit } = editing;
  if (edit === undefined) return <Waiting />;
  return (
    <>
      <RecordBody
        {...{ form, handle, edit, sources, reading, isBinned, mayWrite, approval, issues }}
        tenant={tenant.name}
        actor={context.actor}
        begun={editing.begun}
        notices={<RecordNotices {...{ outbox, id, draft }} host={work.host} stuck={work.stuck} />}
        onChange={editing.change}
        onChoose={work.choose}
      />
      <div className="reference-buttons">
        <Button onClick={() => leave(onDone)}>{t('cancel')}</Button>
        <Button
          type="primary"
          loading={work.saving.isSaving}
          disabled={!mayWrite || !editing.isDirty}
          onClick={saveAndShow}
        >
          {t('saveHere')}
        </Button>
      </div>
      {conflict !== undefined && (
        <ConflictDialog
          {...{ columning, reading }}
          merged={conflict.merged}
          onSettled={(value) =>
            void work.save({ base: conflict.theirs, value }).then((saved) => saved !== undefined && onDone())
          }
          onCancel={() => work.choose(undefined)}
        />
      )}
      {next !== undefined && (
        <LeaveQuestion save={save} giveUp={draft.end} onLeave={next} onStay={() => setNext(undefined)} />
      )}
    </>
  );
}
