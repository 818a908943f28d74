import { pointer } from '../core/result.ts';
import type { RewardDef } from '../template/template-rules.ts';
import type { Placed, ResolveContext } from './context.ts';
import { REWARD_PERIODS } from './reward-periods.ts';

/** Rules of rewards (SPEC [MOD-53]). */
export function checkRewards(context: ResolveContext): void {
  const workflows = (context.template.workflows ?? []).map(({ id }) => id);
  for (const [index, def] of (context.template.rewards ?? []).entries()) {
    const path = pointer('/rewards', index);
    const { fulfil } = def;
    if (fulfil !== undefined && !workflows.includes(fulfil.workflow)) {
      const here = pointer(path, 'fulfil', 'workflow');
      context.addUnknown('MODEL_WORKFLOW_UNKNOWN', here, { id: fulfil.workflow, known: workflows });
    }
    for (const key of Object.keys(def.per ?? {})) {
      if (key !== 'user') context.add('MODEL_REWARD_PER', pointer(path, 'per', key), { id: key });
    }
    checkWindow(context, { def, path });
  }
}

/** A window is a calendar period that the shop's own count of a person's share knows. */
function checkWindow(context: ResolveContext, { def, path }: Placed<RewardDef>): void {
  const window = def.per?.['user']?.window;
  if (window === undefined) return;
  const here = pointer(path, 'per', 'user', 'window');
  const period = REWARD_PERIODS[window];
  if (period === undefined) {
    context.add('MODEL_REWARD_WINDOW', here, { window, known: Object.keys(REWARD_PERIODS) });
    return;
  }
  const isCounted = periodsCounted(context, def.fulfil?.workflow);
  if (isCounted !== undefined && !isCounted.includes(period)) {
    context.add('MODEL_REWARD_WINDOW_UNCOUNTED', here, { window, period });
  }
}

/** Options of the reward's fields that keys of the document's postings read; `undefined` where nothing is sold. */
function periodsCounted(context: ResolveContext, workflow: string | undefined): readonly string[] | undefined {
  const flow = context.template.workflows?.find(({ id }) => id === workflow);
  const document = context.entities.get(flow?.of ?? '');
  for (const field of document?.fields.values() ?? []) {
    const rewards = field.type?.kind === 'ref' ? context.entities.get(field.type.to) : undefined;
    if (rewards?.fields.has('cost') !== true) continue;
    return (context.template.postings ?? []).flatMap((posting, index) =>
      posting.of !== flow?.of
        ? []
        : Object.keys(posting.key ?? {}).flatMap((key) => {
            const reads = context.exprs.get(pointer('/postings', index, 'key', key))?.reads ?? [];
            return reads.flatMap(([first, second = '']) => {
              const read = first === field.def.id ? rewards.fields.get(second)?.type : undefined;
              return read?.kind === 'enum' ? read.options.map(({ id }) => id) : [];
            });
          }),
    );
  }
  return undefined;
}
