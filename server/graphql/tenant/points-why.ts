import { entityId, fieldId } from '../../../schema/core/ids.ts';
import type { Text } from '../../../schema/core/text.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import type { AwardModel } from '../../../schema/model/behaviour.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { Model } from '../../../schema/model/model.ts';
import { limitSays } from '../../compile/award-sentences.ts';
import type { AwardWhy } from '../../compile/award-why.ts';
import type { WhyPart } from '../../compile/award-words.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { plain, told } from './points-context.ts';
import type { ServiceCall } from './services.ts';

/** What the ledger keeps with an award: what was asked and granted, what each limit left, and why. */
export interface KeptAward {
  readonly asked: string;
  readonly granted: string;
  readonly cutBy?: string;
  readonly limits?: readonly { readonly id: string; readonly max: string | null; readonly left: string | null }[];
  readonly why: AwardWhy;
}

/** JSON of the database, which drivers give as text. */
export function jsonOf(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

/** The explanation of an award, if that is what a posting keeps. */
export function keptAward(value: unknown): KeptAward | undefined {
  const found = jsonOf(value);
  return isRecord(found) && isRecord(found['why']) ? (found as unknown as KeptAward) : undefined;
}

/** Why an award gave what it gave, for the reader's eyes: values of fields that he may not see are left out. */
export function whyAnswer(
  call: ServiceCall,
  kept: KeptAward,
  at: {
    readonly people: ReadonlyMap<string, string>;
    readonly expiresAt: string | null;
    readonly pendingUntil: string | null;
  },
): object {
  const { request } = call;
  const { why } = kept;
  const award = request.shape.model.behaviour.awards.find(({ id }) => id === why.rule);
  const giver = why.reason === undefined ? null : why.actor;
  return {
    rule: why.rule,
    label: told(request, why.label),
    templateVersion: why.templateVersion,
    text: why.text === null ? null : told(request, why.text),
    reason: why.reason ?? null,
    giver: giver === null ? null : { id: giver, name: at.people.get(giver) ?? '' },
    values: valuesAnswer(call, award, { read: why.read, people: at.people }),
    condition: partsAnswer(call, why.condition, at.people),
    amount: partsAnswer(call, why.amount, at.people),
    asked: plain(kept.asked),
    granted: plain(kept.granted),
    cutBy: cutAnswer(call, kept, award),
    expiresAt: at.expiresAt,
    pendingUntil: at.pendingUntil,
  };
}

/** What cut an award: made before, a limit with what it had left, or the budget. */
export function cutAnswer(
  { request }: ServiceCall,
  { cutBy, limits, granted }: Pick<KeptAward, 'cutBy' | 'limits' | 'granted'>,
  award: AwardModel | undefined,
): object | null {
  if (cutBy === undefined) return null;
  if (cutBy === 'once') return { kind: 'ONCE', limit: null, says: told(request, ONCE), max: null, left: '0' };
  if (cutBy === 'budget')
    return { kind: 'BUDGET', limit: null, says: told(request, BUDGET), max: null, left: plain(granted) };
  const limit = award?.limits.find(({ id }) => id === cutBy);
  const kept = limits?.find(({ id }) => id === cutBy);
  const says: Text = limit === undefined ? humanText(cutBy) : limitSays(request.shape.model, limit);
  const [max, left] = [kept?.max ?? null, kept?.left ?? null];
  return {
    kind: 'LIMIT',
    limit: cutBy,
    says: told(request, says),
    max: max === null ? null : plain(max),
    left: left === null ? null : plain(left),
  };
}

const ONCE: Text = { en: 'The rule had given for this before.', 'zh-CN': '该规则此前已为此发放过。' };
const BUDGET: Text = { en: 'The budget had no more.', 'zh-CN': '预算不足。' };

export function partsAnswer(
  { request, caller }: ServiceCall,
  parts: readonly WhyPart[],
  people: ReadonlyMap<string, string> = new Map(),
): readonly object[] {
  const titles = new Map(request.shape.model.roles.map(({ id, label }) => [id, told(request, label)]));
  return parts.map((part) => ({
    says: told(request, part.says),
    source: part.source,
    value:
      part.field === undefined || maySee({ request, caller }, part.field)
        ? shown(part.value, ROLES.has(part.source) ? titles : people)
        : null,
    depth: part.depth,
    rows: part.rows ?? null,
  }));
}

/** Parts whose values are roles. */
const ROLES: ReadonlySet<string> = new Set(['actor.role', 'actor.roles']);

function valuesAnswer(
  call: Pick<ServiceCall, 'request' | 'caller'>,
  award: AwardModel | undefined,
  { read, people }: { readonly read: AwardWhy['read']; readonly people: ReadonlyMap<string, string> },
): readonly object[] {
  const { request } = call;
  const entity = award !== undefined && 'entity' in award.on ? award.on.entity : undefined;
  return Object.entries(read).map(([path, value]) => {
    const { label, fields } = pathLabel(request.shape.model, entity, path);
    const open = fields.every((field) => maySee(call, field));
    return {
      path,
      label: label.map((text) => told(request, text)).join(' › '),
      value: open ? shown(value, people) : null,
    };
  });
}

/** The labels of the fields along a path, and their names. */
function pathLabel(
  model: Model,
  start: string | undefined,
  path: string,
): { readonly label: readonly Text[]; readonly fields: readonly string[] } {
  let entity = start;
  const label: Text[] = [];
  const fields: string[] = [];
  for (const step of path.split('.')) {
    const found = model.entities.find(({ id }) => id === entity)?.fields.find(({ id }) => id === step);
    label.push(found?.label ?? (step === 'id' ? RECORD : humanText(step)));
    if (entity !== undefined && found !== undefined) fields.push(`${entity}.${step}`);
    entity = found?.type.kind === 'ref' ? found.type.to : found?.type.kind === 'lines' ? found.type.of : undefined;
  }
  return { label, fields };
}

const RECORD: Text = { en: 'Record', 'zh-CN': '记录' };

/** Whether the reader's roles show the field at all. Fields that are gone are shown to nobody. */
function maySee({ request, caller }: Pick<ServiceCall, 'request' | 'caller'>, name: string): boolean {
  const [entity = '', field = ''] = name.split('.');
  const found = request.shape.model.entities.find(({ id }) => id === entity);
  if (found === undefined) return false;
  const own = found.fields.find(({ id }) => id === field);
  // What every row has is told to whoever may read rows.
  if (own === undefined) return caller.access.meets({ entity: entityId(entity), right: 'read' });
  return !own.secret && caller.access.meets({ entity: entityId(entity), field: fieldId(field), use: 'show' });
}

/** People by name, rows of a list by their number: nobody knows them by their ids. */
function shown(value: unknown, people: ReadonlyMap<string, string>): string | null {
  if (Array.isArray(value)) {
    const isRows = value.every((item) => typeof item === 'string' && isUuid(item) && !people.has(item));
    return isRows ? String(value.length) : value.map((item) => shown(item, people) ?? '').join(', ');
  }
  if (typeof value === 'string') return people.get(value) ?? value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Ids among what an explanation tells: some are people's. */
export function idsIn({ why }: KeptAward): readonly string[] {
  const told = [...Object.values(why.read), ...[...why.condition, ...why.amount].map(({ value }) => value)];
  return told.flat().filter((value): value is string => typeof value === 'string' && isUuid(value));
}
