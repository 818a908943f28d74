import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { Text } from '../../../schema/core/text.ts';
import type { Template } from '../../../schema/template/template.ts';

/** A rule or decision table that a draft has otherwise than the version in force. */
export interface RuleChange {
  readonly id: string;
  readonly label?: Text;
  readonly change: 'added' | 'changed' | 'removed';
}

/** What of the points rules a draft changes: awards and decision tables, whose words may differ too. */
export function ruleChanges(base: Template, draft: Template): readonly RuleChange[] {
  return [...between(base.awards ?? [], draft.awards ?? []), ...between(base.tables ?? [], draft.tables ?? [])];
}

interface Item {
  readonly id: string;
  readonly label?: Text;
}

function between(before: readonly Item[], after: readonly Item[]): readonly RuleChange[] {
  const kept = after.flatMap((item): readonly RuleChange[] => {
    const old = before.find(({ id }) => id === item.id);
    if (old !== undefined && canonicalJson(old) === canonicalJson(item)) return [];
    return [named(item, old === undefined ? 'added' : 'changed')];
  });
  const gone = before.filter(({ id }) => !after.some((item) => item.id === id));
  return [...kept, ...gone.map((item) => named(item, 'removed'))];
}

function named({ id, label }: Item, change: RuleChange['change']): RuleChange {
  return { id, change, ...(label === undefined ? {} : { label }) };
}
