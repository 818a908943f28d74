import type { ReactNode } from 'react';
import { NeedsServer } from '../offline/needs-server.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { NotForYou } from '../workplace/no-access.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { AppealsPanel } from './appeals-panel.tsx';
import { BudgetsPanel } from './budgets-panel.tsx';
import { useCommitteeText } from './committee-texts.ts';
import { FlagsPanel } from './flags-panel.tsx';
import { GiftsPanel } from './gifts-panel.tsx';
import { GivePanel } from './give-panel.tsx';
import { usePlace } from './use-place.ts';

/** Where people give by hand, decide, and fund: each part for whom it is (SPEC [PWK-12], [PWK-13]). */
export function CommitteePage(): ReactNode {
  const text = useCommitteeText();
  const tenant = useTenant();
  const { rights, error, retry } = useApiRights(tenant);
  const { gives, isCommittee } = usePlace();
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!isCommittee && gives.length === 0) return <NotForYou />;
  const hasGifts = rights.mayAsk('pointsGifts');
  return (
    <>
      <header className="pts-head">
        <div>
          <h1 className="pts-title">{text(isCommittee ? 'title' : 'titleGive')}</h1>
          <p className="pts-lead">{text('lead')}</p>
        </div>
      </header>
      <NeedsServer />
      <div className="pts-committee">
        <div>
          {hasGifts && <GiftsPanel />}
          {isCommittee && <AppealsPanel rights={rights} />}
          {isCommittee && <FlagsPanel />}
        </div>
        <div>
          {gives.length > 0 && <GivePanel awards={gives} />}
          <BudgetsPanel rights={rights} />
        </div>
      </div>
    </>
  );
}
