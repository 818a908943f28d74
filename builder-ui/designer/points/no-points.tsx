import { Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { POINTS_LABELS } from './points-labels.ts';
import { newPointsLedger } from './points-ledger-edits.ts';
import { useWording } from './use-award.ts';

/** A company that keeps no points: what is missing, and a way to have it (SPEC [DSG-82]). */
export function NoPoints(): ReactNode {
  const { template, text, locale } = useWording();
  const session = useDraftSession();
  return (
    <Empty className="flow-empty" description={text('noLedger')}>
      <p>{text('noLedgerHint', { object: textIn(POINTS_LABELS.programme, locale) })}</p>
      <Button type="primary" onClick={() => session.run(text('stepLedger'), newPointsLedger(template, POINTS_LABELS))}>
        {text('makeLedger')}
      </Button>
      <p>{text('orPack')}</p>
    </Empty>
  );
}
