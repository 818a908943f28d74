import {
  CalculatorOutlined,
  EyeOutlined,
  KeyOutlined,
  LockOutlined,
  SafetyOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { isComputed } from '../../../schema/template/computed.ts';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import type { FormDesignText } from './form-texts.ts';

/** One fact about a field that its picture shows by a sign. */
export interface Badge {
  readonly key: string;
  readonly words: string;
  readonly icon: ReactNode;
}

/** What is to be known of a field where it stands: conditions of its own and of the node, uniqueness, rules. */
export function badgesOf(
  node: LayoutNode,
  field: FieldDef | undefined,
  { rules, text }: { readonly rules: number; readonly text: FormDesignText },
): readonly Badge[] {
  const at = { visible: undefined, readonly: undefined, ...node };
  const badges: Badge[] = [];
  if (field !== undefined && isComputed(field))
    badges.push({ key: 'computed', words: text('badgeComputed'), icon: <CalculatorOutlined /> });
  else if (field?.readonly === true)
    badges.push({ key: 'readonly', words: text('badgeReadonly'), icon: <LockOutlined /> });
  else if (typeof field?.readonly === 'string' || at.readonly !== undefined)
    badges.push({ key: 'readonlyWhen', words: text('badgeReadonlyWhen'), icon: <LockOutlined /> });
  if (field?.unique === true) badges.push({ key: 'unique', words: text('badgeUnique'), icon: <KeyOutlined /> });
  if (field?.secret === true) badges.push({ key: 'secret', words: text('badgeSecret'), icon: <SafetyOutlined /> });
  if (field?.visible !== undefined || at.visible !== undefined)
    badges.push({ key: 'hidden', words: text('badgeHidden'), icon: <EyeOutlined /> });
  if (rules > 0)
    badges.push({ key: 'rules', words: text('badgeRules', { count: rules }), icon: <ThunderboltOutlined /> });
  return badges;
}

/** Whether a record can't be kept without the field: always, at times, or never. */
export function requiredOf(node: LayoutNode, field: FieldDef | undefined): 'always' | 'when' | undefined {
  if (field?.required === true) return 'always';
  const own = node.kind === 'field' ? node.required : undefined;
  return typeof field?.required === 'string' || own !== undefined ? 'when' : undefined;
}

const RULES = new WeakMap<EntityDef, ReadonlyMap<string, number>>();

/** How many checks of the object name a field; counted once for each state of the object. */
export function rulesOn(entity: EntityDef | undefined, field: string): number {
  if (entity?.checks === undefined || entity.checks.length === 0) return 0;
  const known = RULES.get(entity) ?? countRules(entity);
  RULES.set(entity, known);
  return known.get(field) ?? 0;
}

function countRules({ checks = [] }: EntityDef): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { when } of checks) {
    const named = new Set([...when.matchAll(/\b(?:doc|line)\.(\w+)/g)].map((match) => match[1] ?? ''));
    for (const field of named) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return counts;
}
