import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented, Switch } from 'antd';
import { useId, type ReactNode } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { DevicePart } from '../../offline/device-part.tsx';
import { DraftsPart } from '../../offline/drafts-part.tsx';
import { InstallRow } from '../../offline/install-row.tsx';
import { useAppearance } from '../../shell/appearance.tsx';
import { changeSettings, useReaderSettings, type ReaderSettings } from '../../shell/reader-settings.ts';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { isApiRow } from '../documents/row-values.ts';
import { useSetPreference } from '../preferences/use-preferences.ts';
import { useApiRights } from '../use-api-rights.ts';
import { useMeText } from './me-texts.ts';
import { PasswordPart } from './password-part.tsx';
import { SettingRow } from './setting-row.tsx';

type MeTextKey = Parameters<ReturnType<typeof useMeText>>[0];

/** A section of the page of one's own settings. */
export interface MeSection {
  readonly id: string;
  readonly label: MeTextKey;
  readonly Part: () => ReactNode;
}

/** The sections in their order; an area that has settings of its own adds one. */
export const ME_SECTIONS: readonly MeSection[] = [
  { id: 'look', label: 'look', Part: LookPart },
  { id: 'told', label: 'told', Part: ToldPart },
  { id: 'keys', label: 'work', Part: KeysPart },
  { id: 'device', label: 'device', Part: OnDevice },
  { id: 'password', label: 'password', Part: PasswordPart },
];

/** Changes a setting here, and keeps it for the next browser. */
function useChange(): (change: Partial<ReaderSettings>) => void {
  const { name } = useTenant();
  const set = useSetPreference(name);
  return (change) => void set('settings', changeSettings(change));
}

function LookPart(): ReactNode {
  const text = useMeText();
  const { locale, setLocale } = useLanguage();
  const { theme, setTheme } = useAppearance();
  const { density } = useReaderSettings();
  const change = useChange();
  return (
    <>
      <SettingRow label={text('language')}>
        <Segmented
          aria-label={text('language')}
          value={locale}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'zh-CN')}
        />
      </SettingRow>
      <SettingRow label={text('theme')}>
        <Segmented
          aria-label={text('theme')}
          value={theme}
          options={[
            { value: 'light', label: text('light') },
            { value: 'dark', label: text('dark') },
          ]}
          onChange={(value) => setTheme(value === 'dark' ? 'dark' : 'light')}
        />
      </SettingRow>
      <SettingRow label={text('density')} hint={text('densityHint')}>
        <Segmented
          aria-label={text('density')}
          value={density}
          options={[
            { value: 'comfortable', label: text('comfortable') },
            { value: 'compact', label: text('compact') },
          ]}
          onChange={(value) => change({ density: value === 'compact' ? 'compact' : 'comfortable' })}
        />
      </SettingRow>
    </>
  );
}

const MAIL = '{ notificationMail }';
const SET_MAIL = 'mutation ($wanted: Boolean!) { setNotificationMail(wanted: $wanted) }';

function ToldPart(): ReactNode {
  const text = useMeText();
  const id = useId();
  const tenant = useTenant();
  const { name } = tenant;
  const { locale } = useLanguage();
  const { me } = useSession();
  const { rights } = useApiRights(tenant);
  const client = useQueryClient();
  const { toasts } = useReaderSettings();
  const change = useChange();
  const queryKey = ['notification-mail', name];
  const { data } = useQuery<boolean, ServerError>({
    queryKey,
    queryFn: async () => {
      const answer = await askTenant<unknown>(name, { query: MAIL, locale });
      return answer.ok && isApiRow(answer.data) && answer.data['notificationMail'] === true;
    },
    enabled: rights?.mayAsk('notificationMail') === true,
  });
  const setMail = async (wanted: boolean): Promise<void> => {
    client.setQueryData(queryKey, wanted);
    await askTenant<unknown>(name, { query: SET_MAIL, variables: { wanted }, locale });
    await client.invalidateQueries({ queryKey });
  };
  return (
    <>
      <SettingRow id={`${id}-toasts`} label={text('toasts')} hint={text('toastsHint')}>
        <Switch id={`${id}-toasts`} checked={toasts} onChange={(value) => change({ toasts: value })} />
      </SettingRow>
      {data !== undefined && (
        <SettingRow id={`${id}-mail`} label={text('mail')} hint={text('mailHint', { email: me.user?.email ?? '' })}>
          <Switch id={`${id}-mail`} checked={data} onChange={(value) => void setMail(value)} />
        </SettingRow>
      )}
    </>
  );
}

function OnDevice(): ReactNode {
  return (
    <>
      <DraftsPart />
      <DevicePart />
      <InstallRow />
    </>
  );
}

function KeysPart(): ReactNode {
  const text = useMeText();
  const id = useId();
  const { keys } = useReaderSettings();
  const change = useChange();
  return (
    <SettingRow id={`${id}-keys`} label={text('keys')} hint={text('keysHint')}>
      <Switch id={`${id}-keys`} checked={keys} onChange={(value) => change({ keys: value })} />
    </SettingRow>
  );
}
