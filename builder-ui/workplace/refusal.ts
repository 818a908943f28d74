import { ServerError } from '../data/platform-client.ts';
import type { TenantIssue } from '../data/tenant-client.ts';

/** A read that was refused, as one error: there is nothing on the screen beside which its issues could stand. */
export function refusal([first]: readonly TenantIssue[]): ServerError {
  return new ServerError(first?.message ?? '', first?.code ?? 'UNKNOWN', first?.cure ?? '');
}
