import { HomeOutlined, InboxOutlined, MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useInstall } from '../../offline/use-install.ts';
import { Preferences } from '../../shell/preferences.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { WorkRail } from '../work-rail.tsx';
import { useToolsText } from './tools-texts.ts';
import './bottom-bar.css';

interface BottomBarProps {
  readonly tenant: TenantModel;
  readonly rights: ApiRights | undefined;
  readonly waiting: number;
  readonly onSearch: () => void;
}

/** On a phone: what one goes to most within reach of the thumb, and everything else in a sheet (SPEC [WRK-81]). */
export function BottomBar({ tenant, rights, waiting, onSearch }: BottomBarProps): ReactNode {
  const text = useToolsText();
  const [isOpen, setOpen] = useState(false);
  const place = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => setOpen(false), [place]);
  const install = useInstall();
  const params = { tenant: tenant.name };
  return (
    <>
      <nav className="bottom-bar" aria-label={text('mainMenu')}>
        <Link to="/w/$tenant" params={params} activeOptions={{ exact: true }}>
          <HomeOutlined aria-hidden="true" />
          {text('home')}
        </Link>
        {rights?.mayAsk('inbox') === true && (
          <Link to="/w/$tenant/inbox" params={params} activeOptions={{ includeSearch: false }}>
            <InboxOutlined aria-hidden="true" />
            {text('inbox')}
            {waiting > 0 && <span className="bottom-count">{waiting > 99 ? '99+' : waiting}</span>}
          </Link>
        )}
        <button type="button" onClick={onSearch}>
          <SearchOutlined aria-hidden="true" />
          {text('searchShort')}
        </button>
        <button type="button" aria-expanded={isOpen} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <MenuOutlined aria-hidden="true" />
          {text('menu')}
        </button>
      </nav>
      <Drawer
        open={isOpen}
        placement="bottom"
        size="82vh"
        title={tenant.label}
        rootClassName="menu-sheet"
        closable={{ 'aria-label': text('close') }}
        onClose={() => setOpen(false)}
      >
        <WorkRail tenant={tenant} />
        <div className="menu-more">
          <Link to="/w/$tenant/me" params={params} className="rail-link">
            {text('me')}
          </Link>
          {install !== undefined && (
            <button type="button" className="rail-link" onClick={install}>
              {text('install')}
            </button>
          )}
          <Preferences />
        </div>
      </Drawer>
    </>
  );
}
