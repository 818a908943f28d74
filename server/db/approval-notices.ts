import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { findTransition } from '../compile/transition-row.ts';
import { notify } from './notify.ts';
import type { WriteUnit } from './write-unit.ts';

/** What notices tell of a request. */
interface ToldRequest {
  readonly id: string;
  readonly entity: EntityModel;
  readonly recordId: string;
  readonly transition: string;
  readonly step: number;
  readonly askedBy: string | null;
}

function names(
  model: Model,
  request: ToldRequest,
): { readonly step: Readonly<Record<Locale, string>>; readonly entity: Readonly<Record<Locale, string>> } {
  const found = findTransition(model, request.entity, request.transition)?.transition;
  const both = (text: { readonly en?: string; readonly 'zh-CN'?: string } | undefined, id: string) => ({
    en: text?.en ?? text?.['zh-CN'] ?? id,
    'zh-CN': text?.['zh-CN'] ?? text?.en ?? id,
  });
  return { step: both(found?.label, request.transition), entity: both(request.entity.label, request.entity.apiName) };
}

/** Tells members that a request waits for them; once for each occasion. */
export async function tellApprovers(
  unit: WriteUnit,
  request: ToldRequest,
  { key, users }: { readonly key: string; readonly users: readonly string[] },
): Promise<void> {
  if (users.length === 0) return;
  const { step, entity } = names(unit.model, request);
  await notify(unit, {
    key: `approval:${request.id}:${String(request.step)}:${key}`,
    users,
    roles: [],
    text: {
      en: `${entity.en}: “${step.en}” waits for your decision.`,
      'zh-CN': `${entity['zh-CN']}：“${step['zh-CN']}”等待您审批。`,
    },
    about: { entity: request.entity.id, id: request.recordId },
  });
}

const ENDS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  approved: { en: 'was approved', 'zh-CN': '已通过' },
  rejected: { en: 'was rejected', 'zh-CN': '已驳回' },
  sentBack: { en: 'was sent back', 'zh-CN': '已退回' },
  lapsed: { en: 'has lapsed: the workflow has changed', 'zh-CN': '已失效：流程已变更' },
};

/** Tells who asked how the request ended. */
export async function tellAsker(unit: WriteUnit, request: ToldRequest, state: string): Promise<void> {
  const end = ENDS[state];
  if (request.askedBy === null || end === undefined) return;
  const { step, entity } = names(unit.model, request);
  await notify(unit, {
    key: `approval:${request.id}:end`,
    users: [request.askedBy],
    roles: [],
    text: {
      en: `${entity.en}: “${step.en}” ${end.en}.`,
      'zh-CN': `${entity['zh-CN']}：“${step['zh-CN']}”${end['zh-CN']}。`,
    },
    about: { entity: request.entity.id, id: request.recordId },
  });
}

/** The entity of events that tell of requests; their record is the one that the request is about. */
export const APPROVAL_CHANGED = '@approval';

/** Tells whoever has the record open that its request changed, by an event that belongs to no entity of the model. */
export async function tellWatchers(unit: WriteUnit, recordId: string): Promise<void> {
  await unit.execute(
    `insert into "@tenant".fw_event (at, entity, record_id, kind, version, template_version) values ($1::timestamptz, $2, $3::uuid, 'updated', 1, $4)`,
    [unit.binding.now, APPROVAL_CHANGED, recordId, unit.version],
  );
}
