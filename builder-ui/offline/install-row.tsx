import { Button } from 'antd';
import type { ReactNode } from 'react';
import { SettingRow } from '../workplace/me/setting-row.tsx';
import { useInstall } from './use-install.ts';
import { useOfflineText } from './offline-texts.ts';

const IS_INSTALLED = matchMedia('(display-mode: standalone)').matches;
/** Safari there offers nothing by itself: the reader does it. */
const IS_APPLE = /iPhone|iPad/.test(navigator.userAgent);

/** Offers to install the application where that is possible (SPEC [OFF-50]). */
export function InstallRow(): ReactNode {
  const text = useOfflineText();
  const install = useInstall();
  if (install === undefined && (IS_INSTALLED || !IS_APPLE)) return null;
  return (
    <SettingRow label={text('installTitle')} hint={text(install === undefined ? 'installByHand' : 'installHint')}>
      {install !== undefined && <Button onClick={install}>{text('install')}</Button>}
    </SettingRow>
  );
}
