import { entityId, fieldId } from '../core/ids.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { Expr } from '../expr/ast.ts';
import type { AwardDef, LimitDef } from '../template/template-rules.ts';
import type { AwardModel, AwardTrigger, LimitModel, LimitPart } from './behaviour.ts';
import { approvalModels } from './build-approvals.ts';
import type { ResolveContext } from './context.ts';
import { explainParts } from './explain-parts.ts';
import { humanText } from './labels.ts';
import { awardLedger, LIMIT_WORDS } from './rules-awards.ts';

/** The award, once every rule holds: expressions come from the context that compiled them. */
export function awardModel(context: ResolveContext, def: AwardDef, path: JsonPointer): AwardModel {
  const at = (...steps: readonly (string | number)[]): Expr | undefined => context.exprs.get(pointer(path, ...steps));
  const ledger = must(awardLedger(context, { def, path }), 'ledger of an award');
  const [to, when, amount] = [at('to'), at('when'), at('amount')];
  const { pending, expires, clawback } = def;
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    ledger: ledger.id,
    on: triggerOf(context, def, path),
    ...(to === undefined ? {} : { to }),
    ...(when === undefined ? {} : { when }),
    ...(amount === undefined ? {} : { amount }),
    once: (def.once ?? []).map((_, index) => must(at('once', index), 'expression of once')),
    limits: [
      ...limitModels(context, def.limits ?? [], pointer(path, 'limits')),
      ...limitModels(context, def.manual?.limits ?? [], pointer(path, 'manual', 'limits')),
    ],
    budget: def.budget ?? {},
    ...(pending === undefined
      ? {}
      : {
          pending: {
            ...(pending.until === undefined ? {} : { until: pending.until.transition }),
            ...(pending.atMost === undefined ? {} : { atMost: pending.atMost }),
          },
        }),
    ...(expires === undefined ? {} : { expires }),
    ...(clawback === undefined ? {} : { clawback }),
    ...(def.explain === undefined
      ? {}
      : {
          explain: def.explain,
          explainParts: explainParts(context, { def: def.explain, path: pointer(path, 'explain') }),
        }),
  };
}

function triggerOf(context: ResolveContext, { on, manual }: AwardDef, path: JsonPointer): AwardTrigger {
  if (on === undefined) {
    const { by, approvals = [], reason = 'required', notToSelf = true } = must(manual, 'trigger of an award');
    return {
      kind: 'manual',
      by,
      approvals: approvalModels(context, approvals, pointer(path, 'manual', 'approvals')),
      reason,
      notToSelf,
    };
  }
  if (on.event !== undefined) return { kind: 'event', event: on.event };
  const entity = entityId(must(on.entity, 'entity of an award'));
  if (on.transition !== undefined) return { kind: 'transition', entity, transition: on.transition };
  return { kind: 'change', entity, change: on.change ?? 'updated', fields: (on.fields ?? []).map(fieldId) };
}

/** A limit without an id goes by what it is per; two of the same are told apart by their place. */
function limitModels(context: ResolveContext, defs: readonly LimitDef[], path: JsonPointer): readonly LimitModel[] {
  const taken = new Set(defs.map(({ id }) => id).filter((id) => id !== undefined));
  return defs.map(({ id, per, max, cooldown }, index) => {
    const name = per.join('.');
    const own = id ?? (taken.has(name) ? `${name}.${String(index + 1)}` : name);
    taken.add(own);
    return {
      id: own,
      per: per.map((part, place) => limitPart(context, part, pointer(path, index, 'per', place))),
      ...(max === undefined ? {} : { max }),
      ...(cooldown === undefined ? {} : { cooldown }),
    };
  });
}

function limitPart(context: ResolveContext, part: string, path: JsonPointer): LimitPart {
  const word = LIMIT_WORDS.find((one) => one === part);
  if (word !== undefined) return { kind: word };
  return { kind: 'value', name: part, value: must(context.exprs.get(path), 'expression of a limit') };
}
