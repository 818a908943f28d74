import { CheckCircleOutlined, CloudSyncOutlined, RedoOutlined, UndoOutlined, WarningOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Tooltip } from 'antd';
import { useCallback, useEffect, type ReactNode } from 'react';
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
  const lastDone = useDraft(({ log }) => log.done.at(-1)?.label);
  const lastUndone = useDraft(({ log }) => log.undone.at(-1)?.label);
  const step = useSteps();
  useUndoKeys(step);
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
          onClick={() => step('undo')}
        />
      </Tooltip>
      <Tooltip title={lastUndone === undefined ? text('redo') : text('redoStep', { label: lastUndone })}>
        <Button
          type="text"
          icon={<RedoOutlined aria-hidden />}
          aria-label={text('redo')}
          aria-keyshortcuts="Control+Shift+Z"
          disabled={lastUndone === undefined}
          onClick={() => step('redo')}
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
      {count === 0 && issues.length === 0 ? (
        <span className="draft-changes">{text('noChanges', { number: base.version })}</span>
      ) : (
        <Link to="/w/$tenant/design/changes" params={params} className="draft-changes" title={text('seeChanges')}>
          {/* With mistakes the changes are those of the last state without. */}
          {count === 0 ? text('notPublished') : text('changeCount', { count })}
        </Link>
      )}
    </>
  );
}

/** Takes a step back or does it again, and says which: what it changed may stand on another page. */
function useSteps(): (way: 'undo' | 'redo') => void {
  const text = useDesignText();
  const session = useDraftSession();
  const { message } = App.useApp();
  return useCallback(
    (way) => {
      const { log } = session.store.getState();
      const label = (way === 'undo' ? log.done : log.undone).at(-1)?.label;
      if (label === undefined) return;
      session[way]();
      const key = 'step';
      void message.info({ key, duration: 2, content: text(way === 'undo' ? 'undone' : 'redone', { label }) });
    },
    [message, session, text],
  );
}

/**
 * Ctrl-Z and Ctrl-Shift-Z or Ctrl-Y, but in a dialog, and in a field that was typed in since it was entered: there they
 * belong to its text.
 */
function useUndoKeys(step: (way: 'undo' | 'redo') => void): void {
  useEffect(() => {
    let typedIn: EventTarget | null = null;
    const type = ({ target }: Event): void => {
      typedIn = target;
    };
    const leave = (): void => {
      typedIn = null;
    };
    const follow = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target, typedIn)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) step('undo');
      else if (key === 'y' || (key === 'z' && event.shiftKey)) step('redo');
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', follow);
    addEventListener('input', type);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('keydown', follow);
      removeEventListener('input', type);
      removeEventListener('focusin', leave);
    };
  }, [step]);
}

function isTyping(target: EventTarget | null, typedIn: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      // Pages change what a field holds as steps are undone: only what was typed just now is the field's own.
      (target === typedIn && /^(?:INPUT|TEXTAREA)$/.test(target.tagName)) ||
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
  const session = useDraftSession();
  useEffect(() => {
    const [first] = issues;
    if (first === undefined) return;
    let isOver = false;
    // The words of all mistakes would be a quarter of what designing begins with.
    void import('../changes/told-issue.ts').then(({ toldIssue }) => {
      if (isOver) return;
      const { log, base } = session.store.getState();
      const { message, cure } = toldIssue(first, { template: log.template, former: base.template, locale });
      notification.warning({ title: text('editRefused'), description: `${message} ${cure}` });
    });
    return () => {
      isOver = true;
    };
  }, [issues, locale, notification, session, text]);
}
