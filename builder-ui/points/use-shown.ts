import { dateText, localDate, parseInstant } from '../../schema/expr/calendar.ts';
import { shownDate } from '../form-runtime/moment-text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';

/** Gives the day of an instant by the company's calendar, for reading. */
export function useShownDate(): (instant: string) => string {
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  return (instant) => {
    const at = parseInstant(instant);
    return at === undefined ? instant : shownDate(dateText(localDate(at, timeZone)), locale);
  };
}
