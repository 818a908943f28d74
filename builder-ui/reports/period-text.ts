import type { Locale } from '../../schema/core/text.ts';
import { shownDate } from '../form-runtime/moment-text.ts';
import { PERIODS } from './period.ts';
import type { ReportText } from './report-texts.ts';

/** What a period is called. */
export function periodText(
  period: string | undefined,
  { text, locale }: { readonly text: ReportText; readonly locale: Locale },
): string {
  const named = PERIODS.find((one) => one === period);
  if (named !== undefined) return text(named);
  const [from = '', to = ''] = period?.split('..') ?? [];
  return from === '' || to === '' ? text('allTime') : `${shownDate(from, locale)} – ${shownDate(to, locale)}`;
}
