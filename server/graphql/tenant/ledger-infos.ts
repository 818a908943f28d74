import { fieldId } from '../../../schema/core/ids.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { must, ok, type Result } from '../../../schema/core/result.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { BoundModel, LedgerModel, MeasureModel } from '../../../schema/model/behaviour.ts';
import { dimensionsOf, ledgerEntities, ledgerEntityId, measuresOf } from '../../../schema/model/ledger-entities.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import type { Access } from '../../compile/access.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import { entityOf } from '../../compile/storage.ts';
import type { ServiceCall } from './services.ts';
import type { TenantRequest } from './tenant-request.ts';

/** The ledgers that the caller may read, described (SPEC [LGQ-7]). */
export async function ledgerInfos({ request, caller }: ServiceCall): Promise<Result<unknown>> {
  const { model } = request.shape;
  const readable = model.behaviour.ledgers.filter((ledger) => mayRead(caller.access, ledger));
  const closed = readable.length === 0 ? new Map<string, string>() : await closedUntil(request);
  return ok(
    readable.map((ledger) => infoOf({ model, access: caller.access, locale: request.caller.locale, closed }, ledger)),
  );
}

/** Whether the caller may read any balance of the ledger. */
export function mayRead(access: Access, ledger: LedgerModel): boolean {
  return access.rows(ledgerEntityId(ledger.id, 'balance'), 'read') !== 'none';
}

interface InfoContext {
  readonly model: Model;
  readonly access: Access;
  readonly locale: Locale;
  readonly closed: ReadonlyMap<string, string>;
}

function infoOf(context: InfoContext, ledger: LedgerModel): unknown {
  const { access, locale, closed } = context;
  const [balance, movement] = entitiesOf(context.model, ledger);
  const shows = (id: string): boolean => access.meets({ entity: balance.id, field: fieldId(id), use: 'show' });
  const nameOf = (id: string): string => balance.fields.find((field) => field.id === id)?.apiName ?? id;
  const books = ledger.mode === 'double' ? ledger.books : [];
  return {
    id: ledger.id,
    label: textIn(ledger.label, locale),
    mode: ledger.mode === 'double' ? 'DOUBLE' : 'BALANCE',
    unit: ledger.unit ?? null,
    balances: balance.plural,
    movements: movement.plural,
    dimensions: dimensionsOf(ledger)
      .filter(({ id }) => shows(id))
      .map(({ id, label, entity, optional }) => ({
        id,
        name: nameOf(id),
        label: textIn(label, locale),
        entity: entity === undefined ? null : entityOf(context.model, entity).apiName,
        optional: optional || ledger.books.some(({ dimensions }) => dimensions.every((own) => own.id !== id)),
      })),
    measures: measuresOf(ledger)
      .filter(({ id }) => shows(id))
      .map((measure) => ({
        id: measure.id,
        name: nameOf(measure.id),
        label: textIn(measure.label, locale),
        scale: measure.scale,
        bounds: ledger.mode === 'double' ? [] : boundsOf(context, measure),
      })),
    accounts: books.map(({ account = '', label, dimensions, measures, lots }) => ({
      id: account,
      label: textIn(label, locale),
      dimensions: dimensions.map(({ id }) => id),
      bounds: measures.flatMap((measure) => boundsOf(context, measure)),
      hasLots: lots !== undefined,
    })),
    period: { ledger: ledger.id, by: ledger.period?.by ?? null, closedUntil: closed.get(ledger.id) ?? null },
    override: overrideOf(ledger, shows),
  };
}

function entitiesOf(model: Model, ledger: LedgerModel): readonly [balance: EntityModel, movement: EntityModel] {
  const find = (rows: 'balance' | 'movement'): EntityModel =>
    must(
      ledgerEntities(model).find((one) => one.ledger.id === ledger.id && one.rows === rows),
      `${rows} of ${ledger.id}`,
    ).entity;
  return [find('balance'), find('movement')];
}

function overrideOf({ override, books }: LedgerModel, shows: (id: string) => boolean): unknown {
  if (override === undefined) return null;
  const measure = books[0]?.measures[override.measure]?.id ?? '';
  if (!shows(measure)) return null;
  return { ...override, measure, expires: override.expires ?? null };
}

/** `at least 0`, `at most the credit limit of the customer`. */
function boundsOf(context: InfoContext, { min, max }: MeasureModel): readonly string[] {
  return [
    ...(min === undefined ? [] : [boundText(context, 'min', min)]),
    ...(max === undefined ? [] : [boundText(context, 'max', max)]),
  ];
}

function boundText({ model, locale }: InfoContext, side: 'min' | 'max', bound: BoundModel): string {
  const word = WORDS[side][locale];
  if (bound.kind === 'fixed') return `${word} ${bound.value}`;
  const entity = entityOf(model, bound.entity);
  const field = must(
    entity.fields.find(({ id }) => id === bound.field),
    bound.field,
  );
  const [whose, what] = [textIn(entity.label, locale), textIn(field.label, locale)];
  return locale === 'zh-CN' ? `${word}${whose}的${what}` : `${word} ${what} of ${whose}`;
}

const WORDS = {
  min: { en: 'at least', 'zh-CN': '不低于' },
  max: { en: 'at most', 'zh-CN': '不高于' },
} as const satisfies Record<'min' | 'max', Record<Locale, string>>;

/** Until when each ledger is closed, ISO 8601; ledgers that are open are not in it. */
async function closedUntil({ database, tenant }: TenantRequest): Promise<ReadonlyMap<string, string>> {
  const table = `${quoteIdentifier(tenant.schema)}.fw_period`;
  const text = await database.readAsTenant(
    { role: tenant.role, timeoutMs: LIMITS.readTimeoutMs },
    {
      text: `select coalesce(json_object_agg(ledger, to_char(closed_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')::text from (select distinct on (ledger) ledger, closed_until from ${table} order by ledger, seq desc) as last where closed_until is not null`,
      params: [],
    },
  );
  // The statement above gives texts alone.
  return new Map(Object.entries(JSON.parse(text ?? '{}') as Readonly<Record<string, string>>));
}
