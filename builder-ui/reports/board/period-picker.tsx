import { CalendarOutlined, DownOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { ALL_TIME, PERIODS } from '../period.ts';
import { periodText } from '../period-text.ts';
import { useReportText } from '../report-texts.ts';
import { DROP_WINDOW } from '../../shell/popup-home.ts';

/** The period of a page whose address always names one (SPEC [RPT-52]). */
export function SearchedPeriod({
  period,
  onChange,
}: {
  readonly period: string | undefined;
  readonly onChange: (period: string) => void;
}): ReactNode {
  return (
    <PeriodPicker period={period === ALL_TIME ? undefined : period} onChange={(next) => onChange(next ?? ALL_TIME)} />
  );
}

interface PeriodPickerProps {
  readonly period: string | undefined;
  readonly onChange: (period: string | undefined) => void;
  /** Whether there must be a period. */
  readonly isBound?: boolean;
}

/** The span of days that a dashboard looks at: one of the usual ones with a click, or from one day to another. */
export function PeriodPicker({ period, onChange, isBound = false }: PeriodPickerProps): ReactNode {
  const text = useReportText();
  const { locale } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const choose = (next: string | undefined): void => {
    onChange(next);
    setOpen(false);
  };
  return (
    <span className={`pill${period === undefined ? '' : ' is-set'}`}>
      <Popover
        {...DROP_WINDOW}
        open={isOpen}
        onOpenChange={setOpen}
        content={<PeriodChoice {...{ period, choose, isBound }} />}
      >
        <button type="button" className="pill-button" aria-haspopup="dialog" aria-expanded={isOpen}>
          <CalendarOutlined aria-hidden="true" />
          <span className="pill-field">{text('period')}</span>
          <span className="pill-words">{periodText(period, { text, locale })}</span>
          <DownOutlined className="pill-down" aria-hidden="true" />
        </button>
      </Popover>
    </span>
  );
}

interface PeriodChoiceProps {
  readonly period: string | undefined;
  readonly choose: (period: string | undefined) => void;
  readonly isBound: boolean;
}

function PeriodChoice({ period, choose, isBound }: PeriodChoiceProps): ReactNode {
  const text = useReportText();
  const [own, setOwn] = useState(() => (period?.includes('..') === true ? period.split('..') : ['', '']));
  const [from = '', to = ''] = own;
  return (
    <div className="period" role="dialog" aria-label={text('period')}>
      <div className="period-names">
        {[...(isBound ? [] : [undefined]), ...PERIODS].map((name) => (
          <button
            key={name ?? ''}
            type="button"
            className="period-name"
            aria-pressed={name === period}
            onClick={() => choose(name)}
          >
            {text(name ?? 'allTime')}
          </button>
        ))}
      </div>
      <form
        className="period-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (from !== '' && to !== '') choose(from <= to ? `${from}..${to}` : `${to}..${from}`);
        }}
      >
        <span>{text('ownPeriod')}</span>
        <input
          type="date"
          aria-label={text('from')}
          value={from}
          onChange={(event) => setOwn([event.target.value, to])}
        />
        <span aria-hidden="true">–</span>
        <input
          type="date"
          aria-label={text('to')}
          value={to}
          onChange={(event) => setOwn([from, event.target.value])}
        />
        <button type="submit" className="button" disabled={from === '' || to === ''}>
          {text('apply')}
        </button>
      </form>
    </div>
  );
}
