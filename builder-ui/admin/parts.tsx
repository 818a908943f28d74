import { CopyOutlined } from '@ant-design/icons';
import { Alert, App, Button } from 'antd';
import { cloneElement, isValidElement, useId, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useNow } from '../workplace/use-now.ts';
import { sinceText } from '../workplace/since.ts';
import { useAdminText } from './admin-texts.ts';
import type { AdminIssue } from './use-admin.ts';

interface HeadProps {
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
}

/** The top of a page: what it is for, and what can be done. */
export function Head({ title, lead, children }: HeadProps): ReactNode {
  return (
    <header className="adm-head">
      <div>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      <div className="adm-actions">{children}</div>
    </header>
  );
}

/** All that was refused, each with its cure. */
export function Issues({ issues }: { readonly issues: readonly AdminIssue[] }): ReactNode {
  if (issues.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={issues.map(({ message }) => message).join(' ')}
      description={issues.map(({ cure }) => cure).join(' ')}
    />
  );
}

/** Copies a text and says so. */
export function useCopy(): (words: string) => void {
  const text = useAdminText();
  const { message } = App.useApp();
  return (words) => {
    navigator.clipboard.writeText(words).then(
      () => void message.success(text('copied')),
      () => void message.warning(text('copyFailed')),
    );
  };
}

/** What is shown once: a password, a token, a signing secret. */
export function Secret({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  const text = useAdminText();
  const copy = useCopy();
  return (
    <div className="adm-secret">
      <span className="adm-label">{label}</span>
      <code>{value}</code>
      <Button size="small" icon={<CopyOutlined />} onClick={() => copy(value)} aria-label={`${text('copy')}: ${label}`}>
        {text('copy')}
      </Button>
    </div>
  );
}

/** How long ago; the whole moment is told on hover. */
export function When({ at, none }: { readonly at: string | null | undefined; readonly none?: string }): ReactNode {
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const text = useAdminText();
  const now = useNow();
  if (at === null || at === undefined) return <span className="adm-soft">{none ?? text('never')}</span>;
  return (
    <time dateTime={at} title={momentText(at, locale, timeZone)}>
      {sinceText(at, now, locale)}
    </time>
  );
}

/** When something happened, to the minute: what a log is searched by. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  return (
    <time className="adm-moment" dateTime={at}>
      {momentText(at, locale, timeZone)}
    </time>
  );
}

/** A moment in the tenant's time zone. */
export function momentText(at: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
}

/** One of the inputs of a form under its label. */
export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  const control =
    hint !== undefined && isValidElement<{ readonly 'aria-describedby'?: string }>(children)
      ? cloneElement(children, { 'aria-describedby': id })
      : children;
  return (
    <div className="adm-field">
      {/* oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the control is given from outside */}
      <label className="adm-field">
        <span className="adm-label">{label}</span>
        {control}
      </label>
      {hint !== undefined && (
        <span className="adm-hint" id={id}>
          {hint}
        </span>
      )}
    </div>
  );
}
