import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useOfflineText } from './offline-texts.ts';
import { useOnline } from './use-online.ts';
import './offline.css';

/** Says, before anybody types, that this cannot be kept until there is a connection (SPEC [OFF-32]). */
export function NeedsServer(): ReactNode {
  const text = useOfflineText();
  const { isOnline } = useOnline();
  return isOnline ? null : <Alert className="needs-server" type="warning" showIcon title={text('needsServer')} />;
}
