import type { SqlName } from '../../../schema/core/ids.ts';
import { isoText } from '../../../schema/core/iso-text.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { Actor, ReadBinding } from '../../compile/read-plan.ts';
import type { Database } from '../../db/database.ts';
import type { SecretBox } from '../../db/secret-box.ts';
import type { CompiledShape } from './compiled-shape.ts';

/** One GraphQL request of a tenant, with everything it may use. Made once, never changed, passed on explicitly. */
export interface TenantRequest {
  readonly shape: CompiledShape;
  readonly database: Database;
  readonly tenant: TenantRef;
  readonly caller: { readonly actor: Actor; readonly roles: readonly string[]; readonly locale: Locale };
  readonly body: {
    readonly query: string;
    readonly operationName?: string | undefined;
    readonly variables?: Readonly<Record<string, unknown>> | undefined;
  };
  /** Somebody looks as this caller and must change nothing (SPEC [ACC-11]). */
  readonly isView?: boolean;
  readonly secrets: SecretBox;
  readonly requestId: string;
  readonly now: () => Date;
  /** Hosts that webhooks may reach although their addresses are not public. */
  readonly webhookAllow?: readonly string[];
  /** The template in force as it was published, for who compiles a draft of a part of it. */
  readonly document?: () => Promise<Readonly<Record<string, unknown>>>;
  /** Told after mutations, so that background work begins at once. */
  readonly wrote?: () => void;
}

export interface TenantRef {
  readonly id: string;
  readonly name: string;
  readonly schema: SqlName;
  readonly role: SqlName;
  readonly timeZone: string;
  /** The version that the shape belongs to; another one in the database means that the shape is stale. */
  readonly version: number;
}

export interface TenantAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

/** Clock, user and variables of the request as plans take them. */
export function bindingOf(
  request: Omit<TenantRequest, 'body'>,
  variables: Readonly<Record<string, unknown>>,
): ReadBinding {
  const now = request.now();
  const { timeZone } = request.tenant;
  return { variables, actor: request.caller.actor, now: isoText(now.getTime()), today: dayIn(now, timeZone), timeZone };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of the last minute that was asked for, by time zone: every request asks, and formatting costs 20 µs. */
const lastDays = new Map<string, { readonly minute: number; readonly day: string }>();

/** The date of an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(instant: Date, timeZone: string): string {
  const minute = Math.floor(instant.getTime() / 60_000);
  const last = lastDays.get(timeZone);
  if (last?.minute === minute) return last.day;
  const day = formatDay(instant, timeZone);
  lastDays.set(timeZone, { minute, day });
  return day;
}

function formatDay(instant: Date, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(instant);
}
