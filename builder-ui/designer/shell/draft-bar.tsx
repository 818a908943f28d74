import { CheckCircleOutlined, CloudSyncOutlined, RedoOutlined, UndoOutlined, WarningOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Tooltip } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { renderIssue } from '../../../schema/core/issues.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { PublishButton } from '../changes/publish-button.tsx';
import { changesSince } from '../session/draft-changes.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import type { DraftState } from '../session/draft-session.ts';
import { useDesignText } from './design-texts.ts';
import { Presence } from './presence.tsx';

/** What is always seen while designing: what is kept, what is not published, and how to take a step back. */
export function DraftBar(): ReactNode {
  const text = useDesignText();
  const session = useDraftSession();
  const lastDone = useDraft(({ log }) => log.done.at(-1)?.label);
  const lastUndone = useDraft(({ log }) => log.undone.at(-1)?.label);
  useUndoKeys();
  useRefusals();
  return (
    <div className="draft-bar">
      <Tooltip title={lastDone === undefined ? text('undo') : text('undoStep', { label: lastDone })}>
        <Button
          type="text"
          icon={<UndoOutlined aria-hidden />}
          aria-label={text('undo')}
          aria-keyshortcuts="Control+Z"
          disabled={lastDone === undefined}
          onClick={() => session.undo()}
        />
      </Tooltip>
      <Tooltip title={lastUndone === undefined ? text('redo') : text('redoStep', { label: lastUndone })}>
        <Button
          type="text"
          icon={<RedoOutlined aria-hidden />}
          aria-label={text('redo')}
          aria-keyshortcuts="Control+Shift+Z"
          disabled={lastUndone === undefined}
          onClick={() => session.redo()}
        />
      </Tooltip>
      <StatusChip />
      <span className="bar-space" />
      <Presence />
      <ChangeChip />
      <PublishButton />
    </div>
  );
}

/** Whether the server has the draft as it is on the screen. */
function StatusChip(): ReactNode {
  const text = useDesignText();
  const { locale } = useLanguage();
  const status = useDraft((state) => state.status);
  const keptAt = useDraft((state) => state.keptAt);
  const refusal = useDraft((state) => state.refusal);
  const hasDraft = useDraft((state) => state.revision > 0);
  const time =
    keptAt === undefined ? undefined : new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(keptAt);
  const words: Readonly<Record<DraftState['status'], string>> = {
    kept: time === undefined ? text('statusKept') : text('statusKeptAt', { time }),
    waiting: text('statusWaiting'),
    keeping: text('statusKeeping'),
    offline: text('statusOffline'),
    refused: text('statusRefused'),
  };
  // Nothing was changed, so there is nothing that could be saved.
  if (!hasDraft && status === 'kept') return <span className="draft-status is-kept" role="status" />;
  return (
    <span className={`draft-status is-${status}`} role="status" title={refusal?.message}>
      {status === 'kept' ? (
        <CheckCircleOutlined aria-hidden />
      ) : status === 'keeping' ? (
        <CloudSyncOutlined aria-hidden />
      ) : (
        <WarningOutlined aria-hidden />
      )}
      {words[status]}
    </span>
  );
}

/** How far the draft is from what is in force, and how many mistakes stand in its way. */
function ChangeChip(): ReactNode {
  const text = useDesignText();
  const params = useParams({ from: '/w/$tenant' });
  const base = useDraft((state) => state.base);
  const compiled = useDraft((state) => state.compiled);
  const count = changesSince(base.model, compiled.model).length;
  const { issues } = compiled;
  return (
    <>
      {issues.length > 0 && (
        <Link to="/w/$tenant/design/changes" params={params} className="draft-issues">
          {text('issueCount', { count: issues.length })}
        </Link>
      )}
      <span className="draft-changes">
        {count === 0 && issues.length === 0
          ? text('noChanges', { number: base.version })
          : text('changeCount', { count })}
      </span>
    </>
  );
}

/** Ctrl-Z and Ctrl-Shift-Z or Ctrl-Y, but in a field, where they belong to its text, and in a dialog. */
function useUndoKeys(): void {
  const session = useDraftSession();
  useEffect(() => {
    const follow = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) session.undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) session.redo();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', follow);
    return () => removeEventListener('keydown', follow);
  }, [session]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(?:TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target instanceof HTMLInputElement && !/^(?:checkbox|radio|button|file)$/.test(target.type)) ||
      // A dialog stands before the draft; what it holds is not done yet.
      target.closest('[role="dialog"]') !== null)
  );
}

/** Edits that could not be made are told at once, with what to do. */
function useRefusals(): void {
  const { notification } = App.useApp();
  const { locale } = useLanguage();
  const text = useDesignText();
  const issues = useDraft((state) => state.issues);
  useEffect(() => {
    const [first] = issues.map((issue) => renderIssue(issue, locale));
    if (first === undefined) return;
    notification.warning({ title: text('editRefused'), description: `${first.message} ${first.cure}` });
  }, [issues, locale, notification, text]);
}
