import { LIMITS } from '../../../schema/core/limits.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { LedgerModel } from '../../../schema/model/behaviour.ts';
import {
  ACCOUNT_FIELD,
  changeFields,
  dimensionsOf,
  ledgerEntities,
  measuresOf,
  type LedgerEntity,
} from '../../../schema/model/ledger-entities.ts';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { entityOf } from '../../compile/storage.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import { isCommittee } from '../tenant/points-context.ts';
import type { ServiceCall } from '../tenant/services.ts';
import { nodesOf, readAsCaller } from './read-as-caller.ts';
import { isObject, plainText } from './seen-record.ts';

/** A posting of a record, and the event that it belongs to. */
export interface RawPosting {
  readonly id: string;
  readonly event: string | null;
  readonly kind: string;
  readonly ledger: string;
  readonly rule: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly granted: string | null;
  readonly actor: string | null;
  readonly at: string;
}

/** Postings of the record by event or by their own ids; `$1` the record, `$2` its entity. */
export function readPostings(
  call: Pick<ServiceCall, 'request'>,
  wanted: {
    readonly record: string;
    readonly entity: string;
    readonly events: readonly string[];
    readonly ids: readonly string[];
  },
): Promise<readonly RawPosting[]> {
  return readerOfRequest(call.request).rows<RawPosting>(
    `select p.id, e.seq::text as event, p.kind, p.ledger, p.rule, p.user_id as "userId", u.name as "userName", trim_scale(p.granted)::text as granted, p.actor,
            to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from "@tenant".fw_posting p left join "@tenant".fw_user u on u.id = p.user_id
       left join lateral (select e.seq from "@tenant".fw_event e where e.record_id = $1::uuid and e.entity = $2 and e.xid = p.xid and e.at = p.at
         order by (e.transition is not distinct from p.transition) desc, e.seq desc limit 1) as e on true
      where p.record_id = $1::uuid and p.entity = $2 and (e.seq = any($3::bigint[]) or p.id = any($4::uuid[])) order by p.seq`,
    [wanted.record, wanted.entity, wanted.events, wanted.ids],
  );
}

/** What each posting moved, in the caller's words: of ledgers that he may read, and points that are his to see. */
export async function effectsOf(
  call: Pick<ServiceCall, 'request' | 'caller'>,
  postings: readonly RawPosting[],
): Promise<ReadonlyMap<string, readonly object[]>> {
  const { model } = call.request.shape;
  const effects = new Map<string, readonly object[]>();
  const points = new Set<string>(model.behaviour.awards.map(({ ledger }) => ledger));
  for (const posting of postings) {
    const effect = points.has(posting.ledger) ? pointsEffect(call, posting) : undefined;
    if (effect !== undefined) effects.set(posting.id, [effect]);
  }
  const shown = ledgerEntities(model).filter(
    ({ ledger, rows, entity }) =>
      rows === 'movement' &&
      !points.has(ledger.id) &&
      postings.some((posting) => posting.ledger === ledger.id) &&
      call.caller.access.meets({ entity: entity.id, right: 'read' }),
  );
  const moved = await Promise.all(shown.map((one) => movedIn(call, one, postings)));
  for (const [id, list] of moved.flat()) effects.set(id, [...(effects.get(id) ?? []), ...list]);
  return effects;
}

/** An award that gave something; of others only the committee is told. */
function pointsEffect({ request }: Pick<ServiceCall, 'request'>, posting: RawPosting): object | undefined {
  const { model } = request.shape;
  const { locale, actor, roles } = request.caller;
  const { kind, granted, userId, userName } = posting;
  if (kind !== 'award' || granted === null || granted === '0' || userId === null) return undefined;
  if (userId !== actor.id && !isCommittee(model, roles)) return undefined;
  const ledger = model.behaviour.ledgers.find(({ id }) => id === posting.ledger);
  return {
    kind: 'POINTS',
    label: ruleLabel(request, posting.rule),
    ledger: ledger === undefined ? posting.ledger : textIn(ledger.label, locale),
    ledgerId: posting.ledger,
    posting: null,
    key: [],
    measure: ledger === undefined ? '' : textIn(measuresOf(ledger)[0]?.label, locale),
    change: granted,
    after: null,
    person: { id: userId, name: userName ?? '' },
    reverses: false,
  };
}

function ruleLabel({ shape, caller }: ServiceCall['request'], rule: string): string {
  const { awards, postings } = shape.model.behaviour;
  const found = [...awards, ...postings].find(({ id }) => id === rule)?.label ?? humanText(rule);
  return textIn(found, caller.locale);
}

/** Movements of the postings in one ledger, read as the API reads them. */
async function movedIn(
  call: Pick<ServiceCall, 'request' | 'caller'>,
  shown: LedgerEntity,
  postings: readonly RawPosting[],
): Promise<readonly (readonly [string, readonly object[]])[]> {
  const { ledger, entity } = shown;
  const own = postings.filter((posting) => posting.ledger === ledger.id);
  const fields = entity.fields.filter(({ id }) =>
    call.caller.access.meets({ entity: entity.id, field: id, use: 'show' }),
  );
  const parts = partsOf(call, ledger, fields);
  const selection = [
    'postingId',
    ...fields.filter(({ id }) => parts.asked.has(id)).map((field) => selectionOf(call, field)),
  ];
  const query = `query ($ids: [ID!]) { rows: ${entity.plural}(where: { postingId: { in: $ids } }, first: ${String(LIMITS.historyMovementsMax)}) { nodes { ${selection.join(' ')} } } }`;
  const data = await readAsCaller(call, query, { ids: own.map(({ id }) => id) });
  const rows = nodesOf(data, 'rows');
  return own.map((posting) => [
    posting.id,
    rows
      .filter((row) => row['postingId'] === posting.id)
      .flatMap((row) => toldMovement(call, { posting, ledger, parts, row })),
  ]);
}

interface MovementParts {
  readonly keys: readonly FieldModel[];
  readonly measures: readonly {
    readonly label: string;
    readonly change: FieldModel;
    readonly after: FieldModel | undefined;
  }[];
  readonly asked: ReadonlySet<string>;
}

function partsOf(
  { request }: Pick<ServiceCall, 'request'>,
  ledger: LedgerModel,
  fields: readonly FieldModel[],
): MovementParts {
  const byId = new Map<string, FieldModel>(fields.map((field) => [field.id, field]));
  const ids = [ACCOUNT_FIELD, ...dimensionsOf(ledger).map(({ id }) => id)];
  const keys = ids.flatMap((id) => byId.get(id) ?? []);
  const measures = measuresOf(ledger).flatMap((measure) => {
    const names = changeFields(measure.id);
    const change = byId.get(names.change);
    const label = textIn(measure.label, request.caller.locale);
    return change === undefined ? [] : [{ label, change, after: byId.get(names.after) }];
  });
  const asked = new Set(
    [...keys, ...measures.flatMap(({ change, after }) => [change, ...(after === undefined ? [] : [after])])].map(
      ({ id }) => id,
    ),
  );
  return { keys, measures, asked };
}

function selectionOf({ request, caller }: Pick<ServiceCall, 'request' | 'caller'>, field: FieldModel): string {
  const { type, apiName } = field;
  if (type.kind === 'user' || type.kind === 'org') return `${apiName} { name }`;
  if (type.kind !== 'ref') return apiName;
  const title = titleOf(entityOf(request.shape.model, type.to));
  const target = entityOf(request.shape.model, type.to);
  const isSeen = title !== undefined && caller.access.meets({ entity: target.id, field: title.id, use: 'show' });
  return caller.access.meets({ entity: target.id, right: 'read' })
    ? `${apiName} { ${isSeen ? title.apiName : 'id'} }`
    : '';
}

function titleOf(entity: EntityModel): FieldModel | undefined {
  return entity.fields.find(({ id }) => id === entity.title);
}

interface Moved {
  readonly posting: RawPosting;
  readonly ledger: LedgerModel;
  readonly parts: MovementParts;
  readonly row: Readonly<Record<string, unknown>>;
}

function toldMovement(
  { request }: Pick<ServiceCall, 'request'>,
  { posting, ledger, parts, row }: Moved,
): readonly object[] {
  const { locale } = request.caller;
  const key = parts.keys.flatMap((field) => {
    const text = keyText(field, row[field.apiName], locale);
    return text === '' ? [] : [text];
  });
  return parts.measures.flatMap(({ label, change, after }) => {
    const moved = row[change.apiName];
    if (typeof moved !== 'string' || /^-?0*\.?0*$/.test(moved)) return [];
    return [
      {
        kind: 'POSTING',
        label: ruleLabel(request, posting.rule),
        ledger: textIn(ledger.label, locale),
        ledgerId: ledger.id,
        posting: posting.id,
        key,
        measure: label,
        change: moved,
        after: after === undefined ? null : row[after.apiName],
        person: null,
        reverses: posting.kind === 'mirror' || posting.kind === 'lapse',
      },
    ];
  });
}

function keyText({ type }: FieldModel, value: unknown, locale: Locale): string {
  if (type.kind === 'enum')
    return textIn(type.options.find(({ id }) => id === value)?.label, locale) || plainText(value);
  // A row, a person or a department: one property was asked for.
  return plainText(isObject(value) ? Object.values(value)[0] : value);
}
