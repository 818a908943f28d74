import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { NeedsServer } from '../offline/needs-server.tsx';
import { nameLists } from '../shell/list-names.ts';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import './admin.css';

/** All pages of administration and the way between them; for owners and operators (SPEC [ADM-0]). */
export function AdminFrame(): ReactNode {
  const { name, label, myRoles } = useTenant();
  const text = useAdminText();
  const { me } = useSession();
  const nav = useRef<HTMLElement>(null);
  useEffect(nameLists, []);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    nav.current?.querySelector('.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  if (!myRoles.includes('owner') && me.user?.isOperator !== true)
    return (
      <div className="notice">
        <h1>{text('onlyOwners')}</h1>
        <p>{text('onlyOwnersHint', { tenant: label })}</p>
      </div>
    );
  return (
    <div className="adm">
      <nav ref={nav} className="adm-nav" aria-label={text('nav')}>
        {PAGES.map(({ to, page }) => (
          <Link key={to} to={to} params={{ tenant: name }} className="adm-nav-link" activeOptions={{ exact: true }}>
            {text(page)}
          </Link>
        ))}
      </nav>
      <div className="adm-page">
        <NeedsServer />
        <Outlet />
      </div>
    </div>
  );
}

const PAGES = [
  { to: '/w/$tenant/admin', page: 'people' },
  { to: '/w/$tenant/admin/departments', page: 'departments' },
  { to: '/w/$tenant/admin/tokens', page: 'tokens' },
  { to: '/w/$tenant/admin/webhooks', page: 'webhooks' },
  { to: '/w/$tenant/admin/audit', page: 'audit' },
  { to: '/w/$tenant/admin/languages', page: 'languages' },
  { to: '/w/$tenant/admin/backups', page: 'backups' },
] as const;
