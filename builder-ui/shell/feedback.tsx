import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { ServerError } from '../data/platform-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';

/** Shown while something is on its way; it appears late, so that a fast answer does not flicker. */
export function Waiting(): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="waiting" role="status">
      <span className="waiting-dots" aria-hidden="true" />
      <span>{text('loading')}</span>
    </div>
  );
}

/** What went wrong, what to do, and a way to try again. */
export function Failure({ error, retry }: { readonly error: ServerError; readonly retry: () => void }): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="notice" role="alert">
      <h1>{error.message}</h1>
      <p>{error.cure}</p>
      <button type="button" className="button" onClick={retry}>
        {text('retry')}
      </button>
    </div>
  );
}

/** There is no page at the address. */
export function NotFound(): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="notice">
      <h1>{text('notFound')}</h1>
      <Link to="/">{text('back')}</Link>
    </div>
  );
}

function reload(): void {
  window.location.reload();
}

/** A page that loads itself again does so once in this time. */
const AGAIN_MS = 60_000;

/** Whether it may, which is noted. */
function mayLoadAgain(): boolean {
  const last = Number(sessionStorage['reloadedAt'] ?? 0);
  sessionStorage['reloadedAt'] = Date.now();
  return Date.now() - last > AGAIN_MS;
}

/** A page failed while it was drawn; what was saved, or kept as a draft, is there when it is loaded again. */
export function Broken({ error }: { readonly error: unknown }): ReactNode {
  const { text } = useLanguage();
  const cause = error instanceof Error ? error.message : '';
  // A part that did not arrive, in the words of each browser.
  const isLost = /import|preload/i.test(cause);
  useEffect(() => {
    if (!isLost) return undefined;
    addEventListener('online', reload);
    // The network came back in between, and will not say so again.
    if (navigator.onLine && mayLoadAgain()) reload();
    return () => removeEventListener('online', reload);
  }, [isLost]);
  return <Failure error={new ServerError(text('broken'), '', isLost ? text('lost') : cause)} retry={reload} />;
}
