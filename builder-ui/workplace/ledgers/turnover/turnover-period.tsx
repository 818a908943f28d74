import type { ReactNode } from 'react';
import { PeriodPicker } from '../../../reports/board/period-picker.tsx';
import '../../../reports/dash.css';
import { USUAL_PERIOD } from './usual-period.ts';

interface TurnoverPeriodProps {
  readonly period: string | undefined;
  readonly onChange: (period: string | undefined) => void;
}

/** The period of a turnover; there is always one. */
export function TurnoverPeriod({ period = USUAL_PERIOD, onChange }: TurnoverPeriodProps): ReactNode {
  return <PeriodPicker period={period} isBound onChange={onChange} />;
}
