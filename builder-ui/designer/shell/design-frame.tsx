import {
  ApartmentOutlined,
  ApiOutlined,
  BranchesOutlined,
  DashboardOutlined,
  DiffOutlined,
  ExperimentOutlined,
  GoldOutlined,
  HistoryOutlined,
  SafetyOutlined,
  TranslationOutlined,
} from '@ant-design/icons';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { Waiting } from '../../shell/feedback.tsx';
import { nameLists } from '../../shell/list-names.ts';
import { DraftProvider } from '../session/draft-context.tsx';
import { Conflicts } from './conflicts.tsx';
import { useDesignText } from './design-texts.ts';
import { DraftBar } from './draft-bar.tsx';
import { useShownItem } from './use-shown-item.ts';
import './design.css';

const AREAS = [
  { to: '/w/$tenant/design', key: 'map', icon: <ApartmentOutlined aria-hidden />, exact: true },
  { to: '/w/$tenant/design/boards', key: 'boards', icon: <DashboardOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/ledgers', key: 'ledgers', icon: <BranchesOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/points', key: 'points', icon: <GoldOutlined aria-hidden />, exact: true },
  { to: '/w/$tenant/design/points/lab', key: 'lab', icon: <ExperimentOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/access', key: 'access', icon: <SafetyOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/words', key: 'words', icon: <TranslationOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/api', key: 'api', icon: <ApiOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/changes', key: 'changes', icon: <DiffOutlined aria-hidden />, exact: false },
  { to: '/w/$tenant/design/versions', key: 'history', icon: <HistoryOutlined aria-hidden />, exact: false },
] as const;

/** All pages of the designer: the draft is opened once for all of them. */
export function DesignFrame(): ReactNode {
  const params = useParams({ from: '/w/$tenant' });
  useShownItem();
  useEffect(nameLists, []);
  return (
    // Another company has another draft.
    <DraftProvider key={params.tenant}>
      <div className="design">
        <DesignRail />
        <div className="design-page">
          <DraftBar />
          <Conflicts />
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
    </DraftProvider>
  );
}

/** The areas of the designer; on a phone they are a line that is pushed sideways, to the one that is open. */
function DesignRail(): ReactNode {
  const params = useParams({ from: '/w/$tenant' });
  const text = useDesignText();
  const rail = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    rail.current?.querySelector('.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <nav ref={rail} className="rail" aria-label={text('designAreas')}>
      {AREAS.map(({ to, key, icon, exact }) => (
        <Link key={key} to={to} params={params} className="rail-link" activeOptions={{ exact }}>
          {icon}
          <span>{text(key)}</span>
        </Link>
      ))}
    </nav>
  );
}
