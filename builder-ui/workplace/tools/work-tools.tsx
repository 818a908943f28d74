import { QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { TenantModel } from '../../data/tenant-model.ts';
import { OutboxButton } from '../../offline/outbox-button.tsx';
import { changeSettings, settingsIn } from '../../shell/reader-settings.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { useWaitingCount } from '../inbox/use-waiting.ts';
import { usePageActions, type PageAction } from '../keys/page-keys.ts';
import { usePhone } from '../list/use-phone.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { useApiRights } from '../use-api-rights.ts';
import { Bell } from './bell.tsx';
import { FavouriteStar } from './favourite-star.tsx';
import { useToolsText } from './tools-texts.ts';
import { useTitleCount } from './use-title-count.ts';
import './work-tools.css';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const KeysDialog = lazy(async () => ({ default: (await import('../keys/keys-dialog.tsx')).KeysDialog }));
const BottomBar = lazy(async () => ({ default: (await import('./bottom-bar.tsx')).BottomBar }));

/** What goes along through all pages of a company: the bell, favourites, the palette. Loaded after the page. */
export function WorkTools({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const text = useToolsText();
  const { rights } = useApiRights(tenant);
  const isPhone = usePhone();
  const [open, setOpen] = useState<'palette' | 'keys'>();
  const waiting = useWaitingCount(tenant, rights);
  useKeptSettings(tenant.name, rights?.mayAsk('myPreferences') === true);
  useTitleCount(waiting);
  usePageActions(useFrameActions(tenant, rights, setOpen));
  const slot = document.getElementById('bar-tools');
  const close = (): void => setOpen(undefined);
  return (
    <>
      {slot !== null &&
        createPortal(
          <>
            <OutboxButton tenant={tenant} />
            <button type="button" className="bar-search" aria-label={text('search')} onClick={() => setOpen('palette')}>
              <SearchOutlined aria-hidden="true" />
              <span>{text('search')}</span>
              <kbd aria-hidden="true">{navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'}</kbd>
            </button>
            <FavouriteStar tenant={tenant} />
            {rights?.mayAsk('notifications') === true && <Bell tenant={tenant} />}
            {!isPhone && (
              <button
                type="button"
                className="icon-button"
                aria-label={text('keys')}
                title={text('keys')}
                onClick={() => setOpen('keys')}
              >
                <QuestionCircleOutlined aria-hidden="true" />
              </button>
            )}
          </>,
          slot,
        )}
      <Suspense fallback={null}>
        {isPhone && <BottomBar {...{ tenant, rights, waiting }} onSearch={() => setOpen('palette')} />}
        {open === 'palette' && <Palette tenant={tenant} onClose={close} />}
        {open === 'keys' && <KeysDialog onClose={close} />}
      </Suspense>
    </>
  );
}

/** In a new browser one works as in the last. */
function useKeptSettings(tenant: string, isWanted: boolean): void {
  const kept = usePreferences(tenant, isWanted)?.get('settings');
  const known = kept === undefined ? undefined : JSON.stringify(kept);
  useEffect(() => {
    if (known !== undefined) changeSettings(settingsIn(JSON.parse(known)));
  }, [known]);
}

function useFrameActions(
  tenant: TenantModel,
  rights: ApiRights | undefined,
  open: (what: 'palette' | 'keys') => void,
): readonly PageAction[] {
  const text = useToolsText();
  const navigate = useNavigate();
  const params = { tenant: tenant.name };
  const go = (id: string, label: string, key: string, run: () => Promise<void>): PageAction => ({
    id: `frame.${id}`,
    label,
    keys: [key],
    run: () => void run(),
    isMove: true,
  });
  return [
    { id: 'frame.search', label: text('search'), keys: ['mod+k', '/'], run: () => open('palette'), isMove: true },
    { id: 'frame.keys', label: text('keys'), keys: ['?', 'F1'], run: () => open('keys') },
    go('home', text('home'), 'g h', () => navigate({ to: '/w/$tenant', params })),
    ...(rights?.mayAsk('inbox') === true
      ? [go('inbox', text('inbox'), 'g i', () => navigate({ to: '/w/$tenant/inbox', params }))]
      : []),
    ...(rights?.mayAsk('myPoints') === true
      ? [go('points', text('points'), 'g p', () => navigate({ to: '/w/$tenant/points', params }))]
      : []),
    go('me', text('me'), 'g s', () => navigate({ to: '/w/$tenant/me', params })),
  ];
}
