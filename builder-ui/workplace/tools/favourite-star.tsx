import { StarFilled, StarOutlined } from '@ant-design/icons';
import { useRouterState } from '@tanstack/react-router';
import { App } from 'antd';
import { useSyncExternalStore, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { entityById } from '../documents/field-path.ts';
import { textIn } from '../../../schema/core/text.ts';
import { onRecent, recentRecords } from '../home/recent.ts';
import { favouriteKey, placeAt, placeTitle } from '../preferences/favourites.ts';
import { usePreferences, useSetPreference } from '../preferences/use-preferences.ts';
import { useToolsText } from './tools-texts.ts';

/** Keeps the list, record, dashboard or report that is open among the favourites (SPEC [WRK-76]). */
export function FavouriteStar({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const text = useToolsText();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const place = useRouterState({ select: ({ location }) => location.pathname });
  const preferences = usePreferences(tenant.name);
  const set = useSetPreference(tenant.name);
  const here = placeAt(place);
  // A record notes its title when it has come, which may be after the star was drawn.
  const noted = useSyncExternalStore(
    onRecent,
    () => recentRecords(tenant.name).find(({ entity, id }) => entity === here?.of && id === here.id)?.title,
  );
  if (here === undefined || preferences === undefined) return null;
  const key = favouriteKey(here);
  const isKept = preferences.has(key);
  const title = placeTitle(tenant, here, locale) ?? noted;
  // Until the record is there, it is called by what it is.
  const entity = entityById(tenant.model, here.of);
  const what = title ?? (entity === undefined ? '' : textIn(entity.label, locale));
  const toggle = async (): Promise<void> => {
    const value = isKept ? null : { title: what, at: Date.now() };
    const [issue] = await set(key, value);
    if (issue !== undefined) void message.error(`${issue.message} ${issue.cure}`);
  };
  const label = text(isKept ? 'unstar' : 'star', { what });
  return (
    <button
      type="button"
      className={`icon-button bar-star${isKept ? ' is-kept' : ''}`}
      disabled={title === undefined}
      aria-pressed={isKept}
      aria-label={label}
      title={label}
      onClick={() => void toggle()}
    >
      {isKept ? <StarFilled aria-hidden="true" /> : <StarOutlined aria-hidden="true" />}
    </button>
  );
}
