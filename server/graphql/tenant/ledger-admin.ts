import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import type { DimensionModel, LedgerModel } from '../../../schema/model/behaviour.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { isUuid } from '../../compile/sql-text.ts';
import * as admin from '../../db/ledger-admin.ts';
import { ledgerVerify } from '../../tenancy/ledger-verify.ts';
import { mayRead } from './ledger-infos.ts';
import { overridesOf, visibleKeys } from './ledger-overrides.ts';
import type { Service, ServiceCall } from './services.ts';
import type { TenantRequest } from './tenant-request.ts';

/** Looking after ledgers: periods, exceptions and verification (SPEC [LGQ-9], [LGQ-10]). */
export const LEDGER_ADMIN_SERVICES = {
  'ledger.closePeriod': closePeriod,
  'ledger.reopenPeriod': reopenPeriod,
  'ledger.requestOverride': requestOverride,
  'ledger.decideOverride': decideOverride,
  'ledger.overrides': overrides,
  'ledger.verification': verification,
} as const satisfies Readonly<Record<string, Service>>;

/** The owner, or who has the role that the ledger's period names. */
async function closePeriod(call: ServiceCall): Promise<Result<unknown>> {
  const found = keeperOf(call);
  if (!found.ok) return found;
  const { ledger, actor } = found.value;
  const reason = textArg(call, 'reason');
  const done = await admin.closePeriod(placeOf(call), call.request.shape.model, {
    ledger: ledger.id,
    actor,
    now: call.request.now(),
    until: must(instantArg(call, 'until'), 'until'),
    ...(reason === undefined ? {} : { reason }),
  });
  return done.ok ? ok({ ...done.value, by: ledger.period?.by ?? null }) : done;
}

async function reopenPeriod(call: ServiceCall): Promise<Result<unknown>> {
  const found = keeperOf(call);
  if (!found.ok) return found;
  const { ledger, actor } = found.value;
  const done = await admin.reopenPeriod(placeOf(call), call.request.shape.model, {
    ledger: ledger.id,
    actor,
    now: call.request.now(),
    reason: textArg(call, 'reason') ?? '',
    from: instantArg(call, 'from') ?? null,
  });
  return done.ok ? ok({ ...done.value, by: ledger.period?.by ?? null }) : done;
}

interface Kept {
  readonly ledger: LedgerModel;
  readonly actor: admin.LedgerActor;
}

function keeperOf(call: ServiceCall): Result<Kept> {
  const found = readableOf(call);
  if (!found.ok) return found;
  const { ledger, actor } = found.value;
  const close = ledger.period?.close;
  const may = actor.roles.some((role) => role === OWNER_ROLE || role === close);
  return may ? found : forbidden(ledger.id);
}

/** The ledger that the call names, if the caller may read it, and who calls. */
function readableOf({ request, caller, args }: ServiceCall): Result<Kept> {
  const id = String(args['ledger']);
  const ledger = request.shape.model.behaviour.ledgers.find((one) => one.id === id);
  if (ledger === undefined || !mayRead(caller.access, ledger))
    return refused([issue('LEDGER_UNKNOWN', '/ledger', { ledger: id })]);
  const actor = actorOf(request);
  return actor === undefined ? forbidden(id) : ok({ ledger, actor });
}

function forbidden(ledger: string): Result<never> {
  return refused([issue('FORBIDDEN', '', { entity: ledger })]);
}

/** People do this, so that their name stays with it. */
function actorOf({ caller }: TenantRequest): admin.LedgerActor | undefined {
  const { id } = caller.actor;
  return id === null ? undefined : { id, roles: caller.roles };
}

async function requestOverride(call: ServiceCall): Promise<Result<unknown>> {
  const found = readableOf(call);
  if (!found.ok) return found;
  const { ledger, actor } = found.value;
  const given = keyArg(call);
  const wrong = keyIssues(ledger, given);
  if (wrong.length > 0) return refused(wrong);
  const [seen] = await visibleKeys(call, ledger, [columnsOf(ledger, given)]);
  if (seen !== true) return forbidden(ledger.id);
  const now = call.request.now();
  const expiresAt = instantArg(call, 'expiresAt');
  const asked = await admin.requestOverride(placeOf(call), call.request.shape.model, {
    ledger: ledger.id,
    key: Object.fromEntries(given.map(({ dimension, value }) => [dimension, value])),
    reason: textArg(call, 'reason') ?? '',
    actor,
    now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  return asked.ok ? one(call, asked.value.id) : asked;
}

async function decideOverride(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const id = String(args['id']);
  const actor = actorOf(request);
  if (actor === undefined) return forbidden('');
  if (!isUuid(id)) return refused([issue('LEDGER_OVERRIDE_UNKNOWN', '/id', { id })]);
  const [known] = await overridesOf(request, { id });
  const ledger = request.shape.model.behaviour.ledgers.find((own) => own.id === known?.ledger);
  const [seen] = known === undefined || ledger === undefined ? [] : await visibleKeys(call, ledger, [known.columns]);
  if (ledger === undefined || seen !== true) return refused([issue('LEDGER_OVERRIDE_UNKNOWN', '/id', { id })]);
  const comment = textArg(call, 'comment');
  const decided = await admin.decideOverride(placeOf(call), request.shape.model, {
    id,
    approve: args['approve'] === true,
    actor,
    now: request.now(),
    ...(comment === undefined ? {} : { comment }),
  });
  return decided.ok ? one(call, id) : decided;
}

async function one({ request }: ServiceCall, id: string): Promise<Result<unknown>> {
  const [made] = await overridesOf(request, { id });
  return ok(must(made, 'override'));
}

/** All for who may decide; others see what they asked for themselves. */
async function overrides(call: ServiceCall): Promise<Result<unknown>> {
  const found = readableOf(call);
  if (!found.ok) return found;
  const { ledger, actor } = found.value;
  const decides = actor.roles.some((role) => role === OWNER_ROLE || ledger.override?.roles.includes(role) === true);
  const state = textArg(call, 'state');
  const asked = await overridesOf(call.request, {
    ledger: ledger.id,
    ...(state === undefined ? {} : { state }),
    ...(decides ? {} : { askedBy: actor.id }),
  });
  const seen = await visibleKeys(
    call,
    ledger,
    asked.map(({ columns }) => columns),
  );
  return ok(asked.filter((_, index) => seen[index]));
}

async function verification(call: ServiceCall): Promise<Result<unknown>> {
  if (!call.caller.access.all) return forbidden('');
  return ok(await ledgerVerify(placeOf(call)));
}

function placeOf({ request }: ServiceCall): admin.LedgerPlace {
  return { database: request.database, schema: request.tenant.schema };
}

interface KeyPart {
  readonly dimension: string;
  readonly value: string;
}

function keyArg({ args }: ServiceCall): readonly KeyPart[] {
  const { key } = args;
  const parts: readonly unknown[] = Array.isArray(key) ? key : [];
  // The GraphQL type of the argument says what each part has.
  return parts.map((part) => part as KeyPart);
}

function columnsOf(ledger: LedgerModel, given: readonly KeyPart[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.flatMap(({ dimension, value }) => {
      const own = ledger.books[0]?.dimensions.find(({ id }) => id === dimension);
      return own === undefined ? [] : [[own.column, value] as const];
    }),
  );
}

/** Each dimension that is needed is there, none twice, none that is unknown, and ids are ids. */
function keyIssues(ledger: LedgerModel, given: readonly KeyPart[]): readonly Issue[] {
  const dimensions = ledger.books[0]?.dimensions ?? [];
  const known = dimensions.map(({ id }) => id).join(', ');
  const missing = dimensions.filter(
    ({ id, optional }) => !optional && given.every(({ dimension }) => dimension !== id),
  );
  return [
    ...missing.map(({ id }) => issue('LEDGER_KEY_INCOMPLETE', '/key', { dimension: id, ledger: ledger.id })),
    ...given.flatMap(({ dimension, value }, index): readonly Issue[] => {
      const own = dimensions.find(({ id }) => id === dimension);
      const isTwice = given.findIndex((part) => part.dimension === dimension) !== index;
      if (own !== undefined && !isTwice && fits(own, value)) return [];
      return [issue('LEDGER_KEY_PART', pointer('/key', index), { dimension, value, known })];
    }),
  ];
}

function fits({ column }: DimensionModel, value: string): boolean {
  return column.startsWith('t') || isUuid(value);
}

function textArg({ args }: ServiceCall, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

function instantArg(call: ServiceCall, name: string): Date | undefined {
  const text = textArg(call, name);
  return text === undefined ? undefined : new Date(text);
}
