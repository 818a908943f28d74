import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useWorkText } from './work-texts.ts';

/** The template has no such object. */
export function NoSuchObject(): ReactNode {
  const text = useWorkText();
  return <Notice title={text('objectUnknown')} />;
}

/** The reader's roles do not let him see it. */
export function NotForYou(): ReactNode {
  const text = useWorkText();
  const { label } = useTenant();
  return <Notice title={text('notForYou')} hint={text('notForYouHint', { tenant: label })} />;
}

/** Instead of a page that is not there, with the way home. */
export function Notice({ title, hint }: { readonly title: string; readonly hint?: string }): ReactNode {
  const text = useWorkText();
  const { name } = useTenant();
  return (
    <div className="notice">
      <h1>{title}</h1>
      {hint !== undefined && <p>{hint}</p>}
      <Link to="/w/$tenant" params={{ tenant: name }}>
        {text('home')}
      </Link>
    </div>
  );
}
