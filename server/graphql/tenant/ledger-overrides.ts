import { LIMITS } from '../../../schema/core/limits.ts';
import { must } from '../../../schema/core/result.ts';
import type { LedgerModel } from '../../../schema/model/behaviour.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { planVisibleKeys } from '../../compile/ledger-keys.ts';
import { bindRead } from '../../compile/read-plan.ts';
import { quoteIdentifier, textFor } from '../../compile/sql-text.ts';
import type { ServiceCall } from './services.ts';
import { bindingOf, type TenantRequest } from './tenant-request.ts';

/** An exception from a bound, as the API tells it. */
interface ShownOverride {
  readonly id: string;
  readonly ledger: string;
  /** The value of each dimension by its column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly [property: string]: unknown;
}

/** Which exceptions: one, or those of a ledger in a state, of all people or of one. */
interface OverrideFilter {
  readonly id?: string;
  readonly ledger?: string;
  /** `ASKED`, `APPROVED`, `REJECTED`, `ENDED`. */
  readonly state?: string;
  readonly askedBy?: string;
}

/** Of keys of a ledger's balances, by column: which the caller may see (SPEC [LGQ-9]). */
export async function visibleKeys(
  { request, caller }: Pick<ServiceCall, 'request' | 'caller'>,
  ledger: LedgerModel,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<readonly boolean[]> {
  if (caller.access.all || keys.length === 0) return keys.map(() => true);
  const { database, tenant, shape } = request;
  const template = planVisibleKeys(shape.model, caller.access, ledger);
  const bound = bindRead(
    { template, checks: [] },
    { ...bindingOf(request, {}), given: { keys: JSON.stringify(keys) } },
  );
  const text = await database.readAsTenant(
    { role: tenant.role, timeoutMs: LIMITS.readTimeoutMs },
    { text: textFor(template, tenant.schema), params: must(bound.ok ? bound.value : null, 'parameters') },
  );
  const seen = new Set(JSON.parse(text ?? '[]') as readonly number[]);
  return keys.map((_, index) => seen.has(index + 1));
}

/** Exceptions that were asked for, the latest first, at most a page of them. One whose time is over is `ENDED`. */
export async function overridesOf(
  { database, tenant, shape, now, caller: { actor, roles } }: TenantRequest,
  { id, ledger, state, askedBy }: OverrideFilter,
): Promise<readonly ShownOverride[]> {
  const text = await database.readAsTenant(
    { role: tenant.role, timeoutMs: LIMITS.readTimeoutMs },
    {
      text: statement(`${quoteIdentifier(tenant.schema)}.`),
      params: [
        now().toISOString(),
        id ?? null,
        ledger ?? null,
        state ?? null,
        askedBy ?? null,
        LIMITS.pageSizeMax,
        roles.includes(OWNER_ROLE),
        actor.id,
      ],
    },
  );
  // What the statement below selects.
  const rows = JSON.parse(text ?? '[]') as readonly (ShownOverride & {
    readonly key: string;
    readonly measure: number;
  })[];
  return rows.map((row) => {
    const book = shape.model.behaviour.ledgers.find((own) => own.id === row.ledger)?.books[0];
    const columns = JSON.parse(row.key) as Readonly<Record<string, string>>;
    return {
      ...row,
      columns,
      measure: book?.measures[row.measure]?.id ?? String(row.measure),
      key: (book?.dimensions ?? []).flatMap(({ id: dimension, column }) => {
        const value = columns[column];
        return value === undefined ? [] : [{ dimension, value }];
      }),
    };
  });
}

function statement(schema: string): string {
  const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  // Addresses are for owners, and everybody's own for himself (SPEC [ACC-13]).
  const person = (column: string): string =>
    `(select json_build_object('id', u.id, 'name', u.name, 'email', case when $7::boolean or u.id = $8::uuid then u.email end) from ${schema}fw_user u where u.id = ${column})`;
  return `select coalesce(json_agg(json_build_object('id', id, 'ledger', ledger, 'key', key, 'measure', measure, 'floor', floor::text,
      'state', shown, 'reason', reason, 'comment', comment, 'askedBy', ${person('asked_by')}, 'askedAt', ${instant('asked_at')},
      'decidedBy', ${person('decided_by')}, 'decidedAt', ${instant('decided_at')}, 'expiresAt', ${instant('expires_at')})), '[]')::text
    from (select * from
           (select o.*, upper(case when state = 'approved' and expires_at <= $1::timestamptz then 'ended' else state end) as shown
              from ${schema}fw_override o) as every_one
           where ($2::uuid is null or id = $2::uuid) and ($3::text is null or ledger = $3) and ($4::text is null or shown = $4)
             and ($5::uuid is null or asked_by = $5::uuid)
           order by asked_at desc, id desc limit $6) as one`;
}
