import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { LabPlace, Period } from '../../points-lab/lab-place.ts';
import type { TenantRequest } from './tenant-request.ts';

export function labPlace({ database, tenant }: Pick<TenantRequest, 'database' | 'tenant'>): LabPlace {
  const { schema, role, timeZone } = tenant;
  return { database, schema, role, timeZone };
}

/** The arguments `from` and `to`, which are always given. */
export function periodOf(args: Readonly<Record<string, unknown>>): Period {
  return { from: String(args['from']), to: String(args['to']) };
}

/** The ledger that is asked about: the first award's where none is named. `LAB_NO_AWARDS`. */
export function ledgerArg({ behaviour }: Model, args: Readonly<Record<string, unknown>>): Result<string> {
  const known = behaviour.awards.map(({ ledger }) => ledger);
  const asked = args['ledger'];
  const ledger = typeof asked === 'string' ? known.find((one) => one === asked) : known[0];
  return ledger === undefined ? refused([issue('LAB_NO_AWARDS', '/ledger')]) : ok(ledger);
}
