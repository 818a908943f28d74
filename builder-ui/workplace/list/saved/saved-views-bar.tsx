import { DownOutlined, TeamOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, type MenuProps } from 'antd';
import { createElement, lazy, Suspense, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { canonicalJson } from '../../../../schema/core/canonical-json.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import type { Columning } from '../../documents/list-columns.ts';
import type { ListSearch } from '../../documents/list-search.ts';
import { usePreferences, useSetPreference } from '../../preferences/use-preferences.ts';
import { chosenColumns } from '../layout-memory.ts';
import { useSavedText } from './saved-texts.ts';
import { keptState, useSavedViews, type SavedView } from './use-saved-views.ts';
import { MenuButton } from '../../../shell/menu-button.tsx';

const SaveViewDialog = lazy(() =>
  import('./save-view-dialog.tsx').then((dialog) => ({ default: dialog.SaveViewDialog })),
);

interface SavedViewsBarProps {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly search: ListSearch;
  /** The template's view that is shown. */
  readonly viewId: string;
}

/** Saved views as tabs beside the template's, and what can be done with the one that is shown (SPEC [WRK-40]). */
export function SavedViewsBar({ tenant, columning, search, viewId }: SavedViewsBarProps): ReactNode {
  const { entity } = columning;
  const text = useSavedText();
  const { message, notification } = App.useApp();
  const navigate = useNavigate();
  const saved = useSavedViews(tenant.name, columning);
  const [editing, setEditing] = useState<'new' | 'edit'>();
  const standing = useDefaultView(tenant.name, { entity: entity.id, views: saved.views, search });
  const views = saved.views ?? [];
  const shown = views.find(({ id }) => id === search.saved);
  const state = keptState(search);
  const isChanged = shown !== undefined && canonicalJson(shown.state) !== canonicalJson(state);
  const show = (view: SavedView | undefined): Promise<void> =>
    navigate({
      to: '/w/$tenant/e/$entity',
      params: { tenant: tenant.name, entity: entity.id },
      search: view === undefined ? {} : { ...view.state, saved: view.id },
    });
  const keep = async (given: Parameters<typeof saved.save>[0]): Promise<readonly string[]> => {
    const answer = await saved.save(given);
    if (!answer.ok) return answer.issues.map((issue) => `${issue.message} ${issue.cure}`);
    void message.success(text('kept', { name: given.name }));
    await navigate({
      to: '/w/$tenant/e/$entity',
      params: { tenant: tenant.name, entity: entity.id },
      search: { ...given.state, saved: answer.data.saved.id },
    });
    return [];
  };
  const remove = async (view: SavedView): Promise<void> => {
    const answer = await saved.remove(view.id);
    if (!answer.ok) {
      void message.error(answer.issues.map((issue) => issue.message).join(' '));
      return;
    }
    await show(undefined);
    const key = `view-${view.id}`;
    const undo = (): void => {
      notification.destroy(key);
      const { name, state: kept, sharedWith } = view;
      void keep({ name, state: kept, sharedWith });
    };
    notification.info({
      key,
      title: text('removed', { name: view.name }),
      duration: 10,
      actions: createElement(Button, { type: 'primary', size: 'small', onClick: undo }, text('undo')),
    });
  };
  const columnsKept = (): ListSearch => {
    const columns = search.columns ?? chosenColumns(`${tenant.name}.${entity.id}.${viewId}`);
    return columns === undefined ? state : { ...state, columns };
  };
  const may = shown?.mayChange === true;
  const items: NonNullable<MenuProps['items']> = [
    ...(shown !== undefined && may && isChanged
      ? [
          {
            key: 'save',
            label: text('saveChanges'),
            onClick: () => void keep({ ...shown, state }),
          },
        ]
      : []),
    { key: 'new', label: text('saveAs'), onClick: () => setEditing('new') },
    ...(may ? [{ key: 'edit', label: text('edit'), onClick: () => setEditing('edit') }] : []),
    ...(shown !== undefined && standing.id !== shown.id
      ? [
          {
            key: 'default',
            label: text('makeDefault'),
            onClick: () =>
              void standing.set(shown.id).then(() => message.success(text('isDefault', { name: shown.name }))),
          },
        ]
      : []),
    ...(standing.id !== undefined
      ? [
          {
            key: 'noDefault',
            label: text('noDefault'),
            onClick: () => void standing.set(null).then(() => message.success(text('noneDefault'))),
          },
        ]
      : []),
    ...(shown !== undefined && may
      ? [{ key: 'remove', danger: true, label: text('remove'), onClick: () => void remove(shown) }]
      : []),
  ];
  return (
    <>
      {views.length > 0 && (
        <nav className="list-views is-saved" aria-label={text('saved')}>
          {views.map((view) => (
            <Link
              key={view.id}
              to="/w/$tenant/e/$entity"
              params={{ tenant: tenant.name, entity: entity.id }}
              search={{ ...view.state, saved: view.id }}
              className={`list-view${view.id === search.saved ? ' is-chosen' : ''}`}
              aria-current={view.id === search.saved ? 'page' : undefined}
              activeProps={{}}
            >
              {view.name}
              {view.sharedWith !== null && (
                <>
                  {' '}
                  <TeamOutlined aria-hidden="true" className="list-view-shared" />
                  <span className="unseen">({text('shared')})</span>
                </>
              )}
            </Link>
          ))}
        </nav>
      )}
      <MenuButton menu={{ items }}>
        <Button size="small" type={isChanged ? 'default' : 'text'} className="view-menu">
          {text('view')}
          {isChanged ? ' *' : ''} <DownOutlined aria-hidden="true" />
        </Button>
      </MenuButton>
      {editing !== undefined && (
        <Suspense fallback={null}>
          <SaveViewDialog
            tenant={tenant}
            view={editing === 'edit' ? shown : undefined}
            onSave={({ name, sharedWith }) =>
              keep({
                name,
                sharedWith,
                state: editing === 'edit' ? (shown?.state ?? state) : columnsKept(),
                ...(editing === 'edit' && shown !== undefined ? { id: shown.id } : {}),
              })
            }
            onClose={() => setEditing(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

/** The view with which the list opens for the reader: shown at once where the address says nothing. */
function useDefaultView(
  tenant: string,
  {
    entity,
    views,
    search,
  }: { readonly entity: string; readonly views: readonly SavedView[] | undefined; readonly search: ListSearch },
): { readonly id: string | undefined; readonly set: (id: string | null) => Promise<unknown> } {
  const preferences = usePreferences(tenant);
  const setPreference = useSetPreference(tenant);
  const navigate = useNavigate();
  const key = `list.view.${entity}`;
  const kept = preferences?.get(key);
  const found = views?.find(({ id }) => id === kept);
  const wasEmpty = useRef(Object.keys(search).length === 0);
  const open = useEffectEvent((view: SavedView) => {
    if (!wasEmpty.current) return;
    wasEmpty.current = false;
    if (Object.keys(search).length > 0) return;
    void navigate({
      to: '/w/$tenant/e/$entity',
      params: { tenant, entity },
      search: { ...view.state, saved: view.id },
      replace: true,
    });
  });
  useEffect(() => {
    if (found !== undefined) open(found);
  }, [found]);
  return { id: found?.id, set: (id) => setPreference(key, id) };
}
