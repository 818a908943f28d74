import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';

/** The expression at a place of the template (`entities/Order/checks/max/when`); `undefined` when none stands there. */
export function ruleSource(template: Template, rule: string): string | undefined {
  let node: unknown = template;
  for (const step of rule.split('/')) {
    if (Array.isArray(node)) node = node.find((item: unknown) => itemKey(item) === step);
    else if (isRecord(node) && Object.hasOwn(node, step)) node = node[step];
    else return undefined;
  }
  return typeof node === 'string' ? node : undefined;
}
