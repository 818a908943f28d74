import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused } from '../../../schema/core/result.ts';
import { dateText, parseDate } from '../../../schema/expr/calendar.ts';
import { localDayOf } from '../../compile/business-calendar.ts';
import { pointsByDay } from '../../db/points-earned.ts';
import { personOf, pointsBooks, readPoints, textArg } from './points-context.ts';
import type { Service } from './services.ts';

const DAYS = 90;

/** The caller's points day by day, today last (SPEC [PTS-23]). */
export const trendService: Service = async ({ request, args }) => {
  const person = personOf(request);
  if (!person.ok) return person;
  const books = pointsBooks(request.shape.model, textArg(args, 'ledger'));
  if (!books.ok) return books;
  const days = typeof args['days'] === 'number' ? args['days'] : DAYS;
  if (!(days >= 1 && days <= LIMITS.pointsDaysMax))
    return refused([issue('PAGE_SIZE', '/days', { size: String(days), max: LIMITS.pointsDaysMax })]);
  const { timeZone } = request.tenant;
  const last = localDayOf(request.now().toISOString(), timeZone);
  const first = dateText(must(parseDate(last), 'today') - days + 1);
  return ok(
    await readPoints(request, (execute) =>
      pointsByDay(execute, books.value, { user: person.value, first, last, timeZone }),
    ),
  );
};
