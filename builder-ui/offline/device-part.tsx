import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { SettingRow } from '../workplace/me/setting-row.tsx';
import { forgetAnswers, KEPT_MAX_BYTES, keptBytes } from './kept-answers.ts';
import { useOfflineText } from './offline-texts.ts';

const MB = 1_000_000;

/** How much of what was read is on this device, and how to be rid of it (SPEC [OFF-7]). */
export function DevicePart(): ReactNode {
  const text = useOfflineText();
  const { locale } = useLanguage();
  const [bytes, setBytes] = useState(0);
  useEffect(() => {
    void keptBytes().then(setBytes);
  }, []);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <SettingRow
      label={text('kept')}
      hint={text('keptHint', { size: format.format(bytes / MB), max: format.format(KEPT_MAX_BYTES / MB) })}
    >
      <Button disabled={bytes === 0} onClick={() => void forgetAnswers().then(() => setBytes(0))}>
        {text('forget')}
      </Button>
    </SettingRow>
  );
}
