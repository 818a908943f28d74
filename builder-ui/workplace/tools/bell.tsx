import { BellOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Popover, Segmented } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useReaderSettings } from '../../shell/reader-settings.ts';
import { sinceText } from '../since.ts';
import { useNow } from '../use-now.ts';
import { useToolsText } from './tools-texts.ts';
import { entityOf, useNotifications, type Notifications, type Told } from './use-notifications.ts';
import { WHOLE } from '../../shell/popup-home.ts';

/** What the reader was told: how much is unread, and all of it in a panel (SPEC [WRK-77]). */
export function Bell({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const text = useToolsText();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const notifications = useNotifications(tenant.name, true);
  const { unread } = notifications;
  const open = (told: Told): void => {
    notifications.markRead(told);
    const entity = entityOf(tenant.model, told);
    setOpen(false);
    if (entity !== undefined && told.recordId !== undefined)
      void navigate({
        to: '/w/$tenant/e/$entity/$id',
        params: { tenant: tenant.name, entity: entity.id, id: told.recordId },
      });
  };
  useToasts(notifications.told, open);
  const label = unread === 0 ? text('bell') : text('bellUnread', { count: unread });
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      align={WHOLE}
      open={isOpen}
      onOpenChange={setOpen}
      arrow={false}
      rootClassName="bell-popover"
      content={<BellPanel {...{ tenant, notifications, onOpen: open }} />}
    >
      <button type="button" className="icon-button bell" aria-label={label} aria-expanded={isOpen} title={label}>
        <BellOutlined aria-hidden="true" />
        {unread > 0 && <span className="bell-count">{unread > 99 ? '99+' : unread}</span>}
      </button>
    </Popover>
  );
}

interface PanelProps {
  readonly tenant: TenantModel;
  readonly notifications: Notifications;
  readonly onOpen: (told: Told) => void;
}

function BellPanel({ tenant, notifications, onOpen }: PanelProps): ReactNode {
  const text = useToolsText();
  const { locale } = useLanguage();
  const now = useNow();
  const [isUnreadOnly, setUnreadOnly] = useState(false);
  const { told = [], unread, more, markAll } = notifications;
  const shown = isUnreadOnly ? told.filter(({ isUnread }) => isUnread) : told;
  return (
    <section className="bell-panel" aria-label={text('bell')}>
      <header>
        <strong>{text('bell')}</strong>
        <Segmented
          size="small"
          aria-label={text('bell')}
          value={isUnreadOnly ? 'unread' : 'all'}
          options={[
            { value: 'all', label: text('all') },
            { value: 'unread', label: `${text('onlyUnread')} ${unread}` },
          ]}
          onChange={(value) => setUnreadOnly(value === 'unread')}
        />
        <Button size="small" type="link" disabled={unread === 0} onClick={markAll}>
          {text('readAll')}
        </Button>
      </header>
      {shown.length === 0 ? (
        <div className="bell-nothing">
          <strong>{text('noNews')}</strong>
          <span>{text('noNewsHint')}</span>
        </div>
      ) : (
        // Focusable, so that it is scrolled without a mouse too.
        <ul tabIndex={-1}>
          {shown.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className={`bell-row${one.isUnread ? ' is-unread' : ''}`}
                onClick={() => onOpen(one)}
              >
                <span className="bell-dot" aria-hidden="true" />
                <span className="bell-text">
                  {one.isUnread && <span className="unseen">{text('unread')}: </span>}
                  {one.text}
                  <small>
                    {entityLabel(tenant, one, locale)}
                    <time dateTime={one.at}>{sinceText(one.at, now, locale)}</time>
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {more !== undefined && (
        <Button block type="text" size="small" onClick={more}>
          {text('older')}
        </Button>
      )}
    </section>
  );
}

function entityLabel({ model }: TenantModel, told: Told, locale: 'en' | 'zh-CN'): string {
  const label = entityOf(model, told)?.label;
  return label === undefined ? '' : `${label[locale]} · `;
}

/** So many are shown one by one; more of them at a time are one message. */
const TOASTS_MAX = 3;

/** Tells what is new in small messages that take no focus; nothing that was there when the page was opened. */
function useToasts(told: readonly Told[] | undefined, onOpen: (told: Told) => void): void {
  const text = useToolsText();
  const { notification } = App.useApp();
  const { toasts } = useReaderSettings();
  const known = useRef<ReadonlySet<string>>(undefined);
  const show = useEffectEvent((fresh: readonly Told[]) => {
    if (!toasts || fresh.length === 0) return;
    const base = { placement: 'bottomRight', duration: 6, role: 'status', closeIcon: null } as const;
    if (fresh.length > TOASTS_MAX) {
      notification.open({ ...base, title: text('manyNews', { count: fresh.length }) });
      return;
    }
    for (const one of fresh) {
      notification.open({
        ...base,
        key: one.id,
        title: one.text,
        ...(one.recordId === undefined
          ? {}
          : {
              actions: (
                <Button
                  size="small"
                  onClick={() => {
                    notification.destroy(one.id);
                    onOpen(one);
                  }}
                >
                  {text('open')}
                </Button>
              ),
            }),
      });
    }
  });
  useEffect(() => {
    if (told === undefined) return;
    const before = known.current;
    known.current = new Set(told.map(({ id }) => id));
    const newest = told.findIndex(({ id }) => before?.has(id) === true);
    // Only what stands before everything known is new; an older page that came is not.
    if (before !== undefined)
      show(
        told.slice(0, newest < 0 ? (before.size === 0 ? told.length : 0) : newest).filter(({ isUnread }) => isUnread),
      );
  }, [told]);
}
