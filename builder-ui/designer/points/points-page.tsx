import { ExperimentOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { Empty, Tabs } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { loadPinyinWhenNeeded } from '../form/pinyin-words.ts';
import '../flow/flow.css';
import { inPlace } from '../parts/in-place.ts';
import { SidePanel } from '../parts/side-panel.tsx';
import { AwardList } from './award-list.tsx';
import { AwardPanel } from './award-panel.tsx';
import { BoardsSection } from './boards-section.tsx';
import { CapsSection } from './caps-section.tsx';
import { NewAward } from './new-award.tsx';
import { NoPoints } from './no-points.tsx';
import { pointsLedgers } from './points-ledger.ts';
import { RewardsSection } from './rewards-section.tsx';
import { TablesSection } from './tables-section.tsx';
import { TiersSection } from './tiers-section.tsx';
import { useAwardDesign, useWording } from './use-award.ts';
import './points.css';
import './points-parts.css';

/** The points programme: its rules, caps and budgets, tiers, rewards, leaderboards and decision tables. */
export function PointsPage(): ReactNode {
  const { text, template } = useWording();
  const params = useParams({ from: '/w/$tenant' });
  const [tab, setTab] = useState('rules');
  const [opened, setOpened] = useState<string>();
  useEffect(loadPinyinWhenNeeded, []);
  const isReady = pointsLedgers(template).length > 0;
  const open = (id: string): void => {
    setTab('rules');
    setOpened(id);
  };
  return (
    <div className="points-page">
      <header className="points-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="flow-hint">{text('intro')}</p>
        </div>
        {isReady && (
          <Link to="/w/$tenant/design/points/lab" params={params} className="button">
            <ExperimentOutlined aria-hidden="true" /> {text('tryOut')}
          </Link>
        )}
      </header>
      {isReady ? (
        <Tabs
          destroyOnHidden
          aria-label={text('tabs')}
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: 'rules', label: text('tabRules'), children: <Rules first={opened} /> },
            { key: 'caps', label: text('tabCaps'), children: <CapsSection onOpen={open} /> },
            { key: 'tiers', label: text('tabTiers'), children: <TiersSection /> },
            { key: 'rewards', label: text('tabRewards'), children: <RewardsSection /> },
            { key: 'boards', label: text('tabBoards'), children: <BoardsSection /> },
            { key: 'tables', label: text('tabTables'), children: <TablesSection /> },
          ]}
        />
      ) : (
        <NoPoints />
      )}
    </div>
  );
}

function Rules({ first }: { readonly first: string | undefined }): ReactNode {
  const { text, template } = useWording();
  const [chosen, setChosen] = useState(first);
  const [made, setMade] = useState<string>();
  const main = useRef<HTMLDivElement>(null);
  const awards = template.awards ?? [];
  const design = useAwardDesign(chosen);
  const close = (): void => inPlace(() => setChosen(undefined));
  /** What was chosen is gone, and the keyboard's place with it. */
  const removed = (): void => {
    close();
    requestAnimationFrame(() => main.current?.querySelector('button')?.focus());
  };
  return (
    <div className="points">
      <div className="points-main" ref={main}>
        <div className="flow-bar">
          <NewAward
            onMade={(id) => {
              setMade(id);
              setChosen(id);
            }}
          />
          <span className="points-count">{text('ruleCount', { count: awards.length })}</span>
        </div>
        {awards.length === 0 ? (
          <Empty description={text('noRules')} />
        ) : (
          <AwardList awards={awards} chosen={design?.award.id} onChoose={(id) => inPlace(() => setChosen(id))} />
        )}
      </div>
      {design !== undefined && (
        <SidePanel key={design.award.id} onClose={close}>
          <AwardPanel design={design} isNew={design.award.id === made} onRemoved={removed} />
        </SidePanel>
      )}
    </div>
  );
}
