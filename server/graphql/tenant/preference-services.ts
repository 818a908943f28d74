import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import { readerOfRequest } from './approval-views.ts';
import type { Service, ServiceCall } from './services.ts';

/** What the caller keeps for themselves; each sees and changes their own and nobody else's. */
export const PREFERENCE_SERVICES = {
  'preference.list': list,
  'preference.set': set,
} as const satisfies Record<string, Service>;

interface PreferenceRow {
  readonly key: string;
  readonly value: unknown;
  readonly at: string;
}

const COLUMNS = `key, value, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

async function list({ request, args }: ServiceCall): Promise<Result<unknown>> {
  const prefix = typeof args['prefix'] === 'string' ? args['prefix'] : '';
  const rows = await readerOfRequest(request).rows<PreferenceRow>(
    `select ${COLUMNS} from "@tenant".fw_preference where user_id = $1::uuid and starts_with(key, $2) order by key limit ${String(LIMITS.preferencesMax)}`,
    [request.caller.actor.id, prefix],
  );
  return ok(rows);
}

/** Codes: PREFERENCE_NOBODY, PREFERENCE_KEY, PREFERENCE_LARGE, PREFERENCES_MANY. */
async function set({ request, args }: ServiceCall): Promise<Result<unknown>> {
  const me = request.caller.actor.id;
  if (me === null) return refused([issue('PREFERENCE_NOBODY', '')]);
  const key = String(args['key']);
  const { preferenceKeyCharsMax: keyMax, preferenceBytesMax: max, preferencesMax } = LIMITS;
  if (!KEY.test(key) || key.length > keyMax) return refused([issue('PREFERENCE_KEY', '/key', { key, max: keyMax })]);
  const table = `${quoteIdentifier(request.tenant.schema)}.fw_preference`;
  const value = args['value'] ?? null;
  if (value === null) {
    await request.database.query({
      text: `delete from ${table} where user_id = $1::uuid and key = $2`,
      params: [me, key],
    });
    return ok(null);
  }
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  if (size > max) return refused([issue('PREFERENCE_LARGE', '/value', { size, max })]);
  // Somebody who keeps as much as may be kept can still change and forget.
  const rows = await request.database.query<PreferenceRow>({
    text: `insert into ${table} (user_id, key, value, at) select $1::uuid, $2, $3::jsonb, $4::timestamptz
      where exists (select from ${table} where user_id = $1::uuid and key = $2) or (select count(*) from ${table} where user_id = $1::uuid) < $5
      on conflict (user_id, key) do update set value = excluded.value, at = excluded.at returning ${COLUMNS}`,
    params: [me, key, text, request.now().toISOString(), preferencesMax],
  });
  if (rows.length === 0) return refused([issue('PREFERENCES_MANY', '/key', { max: preferencesMax })]);
  // The statement gives JSON as text; the value is the one that was given.
  return ok({ ...must(rows[0], 'preference'), value });
}

/** Words joined by points, as `favourite.record.SalesOrder.<id>`. */
const KEY = /^[\w-]+(?:\.[\w-]+)*$/;
