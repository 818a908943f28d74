import { issue } from '../../schema/core/result.ts';
import { issueOfError } from '../db/pg-errors.ts';
import { busyRefusal, HttpRefusal } from './exchange.ts';
import { Overloaded } from './limiter.ts';

/** What a route that knows other methods says. */
export function methodRefusal(method: string, allowed: readonly string[]): HttpRefusal {
  return new HttpRefusal(405, [issue('REQUEST_METHOD', '', { method, allowed })], { Allow: allowed.join(', ') });
}

/** How an error is told: our own refusals as they are, a busy or lost database as what it is, all else as INTERNAL. */
export function refusalOf(error: unknown, requestId: string): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof Overloaded) return busyRefusal();
  const known = issueOfError(error);
  if (known?.code === 'DATABASE_UNAVAILABLE') return new HttpRefusal(503, [known], { 'Retry-After': '2' });
  if (known?.code === 'TEXT_CHARACTER') return new HttpRefusal(400, [known]);
  return new HttpRefusal(500, [issue('INTERNAL', '', { requestId })]);
}
