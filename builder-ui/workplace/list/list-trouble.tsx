import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useWorkText } from '../work-texts.ts';

/** The list could not be read. */
export function ListTrouble({ error, retry }: { readonly error: ServerError; readonly retry: () => void }): ReactNode {
  const { text } = useLanguage();
  const own = useWorkText();
  return (
    <div className="nothing" role="alert">
      <h2>{own('unreadable')}</h2>
      <p>
        {error.message} {error.cure}
      </p>
      <Button onClick={retry}>{text('retry')}</Button>
    </div>
  );
}
