import { decimalText, DECIMAL_ZERO, parseDecimal } from '../../../schema/core/decimal.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { SqlName } from '../../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { textIn, type Text } from '../../../schema/core/text.ts';
import type { BookModel, LedgerModel } from '../../../schema/model/behaviour.ts';
import type { Model } from '../../../schema/model/model.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { textFor } from '../../compile/sql-text.ts';
import type { Transaction } from '../../db/database.ts';
import type { Execute } from '../../db/points-awards.ts';
import type { TenantRequest } from './tenant-request.ts';

/** Reads under the tenant's role in one transaction, so that everything is of one moment's rights. */
export async function readPoints<T>(request: TenantRequest, work: (execute: Execute) => Promise<T>): Promise<T> {
  const { database, tenant } = request;
  return database.transaction(
    { tenant: { role: tenant.role, timeoutMs: LIMITS.readTimeoutMs }, readOnly: true },
    (tx) => work(executeIn(tx, tenant.schema)),
  );
}

/** Statements of a transaction, `"@tenant"` in them standing for the schema. */
export function executeIn(tx: Transaction, schema: SqlName): Execute {
  return (text, params) => tx.query({ text: textFor({ parts: text.split('"@tenant"'), params: [] }, schema), params });
}

/** The signed-in person; points are people's. `POINTS_NOBODY` for tokens without a person. */
export function personOf({ caller }: TenantRequest): Result<string> {
  return caller.actor.id === null ? refused([issue('POINTS_NOBODY', '')]) : ok(caller.actor.id);
}

/** Whether the caller sits on the committee: holds a role that approves special awards, or owns the tenant. */
export function isCommittee({ behaviour }: Model, roles: readonly string[]): boolean {
  if (roles.includes(OWNER_ROLE)) return true;
  const deciding = new Set(
    behaviour.awards.flatMap(({ on }) => (on.kind === 'manual' ? on.approvals.flatMap((one) => one.roles) : [])),
  );
  return roles.some((role) => deciding.has(role));
}

/** The accounts of a points ledger, as statements name them. */
export interface PointsBooks {
  readonly ledger: LedgerModel;
  readonly wallet: BookModel;
  readonly budget: BookModel;
  readonly pending: string;
  readonly owed: string;
}

/** The points ledger of that id, else that of the first award. `POINTS_LEDGER_UNKNOWN`. */
export function pointsBooks({ behaviour }: Model, id: string | null): Result<PointsBooks> {
  const known = [...new Set(behaviour.awards.map(({ ledger }) => ledger))];
  const wanted = id ?? known[0];
  const ledger = behaviour.ledgers.find((own) => own.id === wanted && known.includes(own.id));
  const book = (account: string): BookModel | undefined => ledger?.books.find((own) => own.account === account);
  const [wallet, budget] = [book('wallet'), book('budget')];
  if (ledger === undefined || wallet === undefined || budget === undefined)
    return refused([issue('POINTS_LEDGER_UNKNOWN', '/ledger', { id: wanted ?? '', known })]);
  const short = behaviour.awards.find((award) => award.ledger === ledger.id && award.clawback?.short !== undefined);
  return ok({
    ledger,
    wallet,
    budget,
    pending: book('pending')?.id ?? '',
    owed: book(short?.clawback?.short ?? 'owed')?.id ?? '',
  });
}

/** The text in the caller's language. */
export function told({ caller }: TenantRequest, text: Text | undefined | null): string {
  return textIn(text ?? undefined, caller.locale);
}

/** An argument that is a text, or null. */
export function textArg(args: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' ? value : null;
}

/** An instant of the database as the API tells it. */
export function instant<T extends string | null>(value: T): T | string {
  return value === null ? value : new Date(value).toISOString();
}

/** A number without trailing zeros. */
export function plain(text: string): string {
  return decimalText(parseDecimal(text) ?? DECIMAL_ZERO);
}
