import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { usePointsText } from './points-texts.ts';
import { usePlace } from './use-place.ts';
import './points.css';

/** All pages of points, and the way between those that the reader has (SPEC [PWK-1]). */
export function PointsFrame(): ReactNode {
  const tenant = useTenant();
  const text = usePointsText();
  const { rights, error, retry } = useApiRights(tenant);
  const { gives, isCommittee } = usePlace();
  const nav = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isReady = rights !== undefined;
  useEffect(() => {
    if (isReady) nav.current?.querySelector('.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path, isReady]);
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!rights.mayAsk('myPoints'))
    return (
      <div className="notice">
        <h1>{text('none')}</h1>
        <p>{text('noneHint')}</p>
      </div>
    );
  const pages = [
    { to: '/w/$tenant/points', label: text('mine'), isThere: true },
    { to: '/w/$tenant/points/rewards', label: text('rewards'), isThere: rights.mayAsk('pointsRewards') },
    { to: '/w/$tenant/points/ranking', label: text('ranking'), isThere: rights.mayAsk('leaderboard') },
    { to: '/w/$tenant/points/rules', label: text('rules'), isThere: true },
    {
      to: '/w/$tenant/points/committee',
      label: text(isCommittee ? 'committee' : 'give'),
      isThere: isCommittee || gives.length > 0,
    },
    { to: '/w/$tenant/points/programme', label: text('programme'), isThere: rights.mayAsk('pointsReport') },
  ] as const;
  return (
    <div className="pts">
      <nav ref={nav} className="pts-nav" aria-label={text('nav')}>
        {pages.map(({ to, label, isThere }) =>
          isThere ? (
            <Link
              key={to}
              to={to}
              params={{ tenant: tenant.name }}
              className="pts-nav-link"
              activeOptions={{ exact: true }}
            >
              {label}
            </Link>
          ) : null,
        )}
      </nav>
      <div className="pts-page">
        <Outlet />
      </div>
    </div>
  );
}
