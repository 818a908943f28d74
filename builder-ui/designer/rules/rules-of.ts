import type { Text } from '../../../schema/core/text.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { BOOL } from '../../../schema/expr/types.ts';
import type { EditPath } from '../../../schema/model/edits.ts';
import type { EntityDef, FieldDef, LayoutNode, Template } from '../../../schema/template/template.ts';
import { ADDED_KINDS } from './added-rule.ts';

export const RULE_KINDS = [...ADDED_KINDS, 'layout', 'guard', 'award', 'automation', 'schedule', 'rows'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** One rule of an object, wherever in the template it stands. */
export interface RuleItem {
  /** Unique in the object. */
  readonly key: string;
  readonly kind: RuleKind;
  /** The field it is about, if it is about one. */
  readonly field?: string;
  /** Fields that it listens to or changes, beside the one that it is about. */
  readonly fields?: readonly string[];
  /** What else it is about: a section, a transition, a role, an award. */
  readonly subject?: Text;
  readonly subjectId?: string;
  /** What is read from the books is no expression: its names, to be found by. */
  readonly source: string;
  readonly message?: Text;
  /** The item whose property holds the rule. */
  readonly at: EditPath;
  readonly property: string;
  readonly expected: ExprType | 'any';
  /** The item is nothing but the rule, and goes with it: a check, an automation. */
  readonly isItem: boolean;
}

/** All rules of one object in one list (SPEC [DSG-20]): checks, those of its fields, forms, steps, points and roles. */
export function rulesOf(template: Template, entity: EntityDef): readonly RuleItem[] {
  const at = ['entities', entity.id];
  return [
    ...(entity.checks ?? []).map((check): RuleItem => ({
      key: `check ${check.id}`,
      kind: 'check',
      subjectId: check.id,
      source: check.when,
      ...(check.message === undefined ? {} : { message: check.message }),
      at: [...at, 'checks', check.id],
      property: 'when',
      expected: BOOL,
      isItem: true,
    })),
    ...entity.fields.flatMap((field) => fieldRules(field, [...at, 'fields', field.id])),
    ...layoutRules(template, entity),
    ...flowRules(template, entity),
    ...pointsRules(template, entity),
    ...deedRules(template, entity),
    ...accessRules(template, entity),
  ];
}

const FIELD_RULES = ['required', 'visible', 'readonly', 'choices', 'formula', 'default'] as const;

function fieldRules(field: FieldDef, at: EditPath): readonly RuleItem[] {
  const { id, balance } = field;
  const read: readonly RuleItem[] =
    balance === undefined
      ? []
      : [
          {
            key: `balance ${id}`,
            kind: 'balance',
            field: id,
            source: [balance.ledger, balance.measure, ...Object.values(balance.key)].join(' '),
            at,
            property: 'balance',
            expected: 'any',
            isItem: false,
          },
        ];
  const own = FIELD_RULES.flatMap((kind): readonly RuleItem[] => {
    const value = field[kind];
    if (typeof value !== 'string' || (kind === 'default' && isPlainValue(value, field))) return [];
    const isComputed = kind === 'formula' || kind === 'default';
    // What a formula must give is its field's type, which the page knows from the model.
    const expected = isComputed ? 'any' : BOOL;
    return [
      { key: `${kind} ${field.id}`, kind, field: field.id, source: value, at, property: kind, expected, isItem: false },
    ];
  });
  return [...own, ...read];
}

/** A default that is a value and not a rule (SPEC [MOD-8]): an option, a number, a date, yes or no. */
function isPlainValue(value: string, { options }: FieldDef): boolean {
  return options?.some(({ id }) => id === value) === true || PLAIN_VALUE.test(value);
}

const PLAIN_VALUE =
  /^(?:true|false|-?\d+(?:\.\d+)?|\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?|\d{2}:\d{2}(?::\d{2})?)$/;

function layoutRules(template: Template, entity: EntityDef): readonly RuleItem[] {
  return (template.views ?? []).flatMap((view) => {
    if ((view.kind !== 'form' && view.kind !== 'phoneForm') || view.of !== entity.id) return [];
    const found: RuleItem[] = [];
    const visit = (nodes: readonly LayoutNode[], at: EditPath): void => {
      for (const node of nodes) {
        const here = [...at, node.id];
        for (const property of ['visible', 'readonly', 'required'] as const) {
          const source = property in node ? Reflect.get(node, property) : undefined;
          if (typeof source !== 'string') continue;
          found.push({
            key: `layout ${view.id} ${here.join('/')} ${property}`,
            kind: property === 'visible' && node.kind !== 'field' ? 'layout' : property,
            ...(node.kind === 'field' || node.kind === 'childGrid' ? { field: node.field } : {}),
            ...('label' in node && node.label !== undefined ? { subject: node.label } : {}),
            subjectId: node.id,
            source,
            at: here,
            property,
            expected: BOOL,
            isItem: false,
          });
        }
        if ('children' in node) visit(node.children, [...here, 'children']);
      }
    };
    visit(view.layout, ['views', view.id, 'layout']);
    return found;
  });
}

function flowRules(template: Template, entity: EntityDef): readonly RuleItem[] {
  return (template.workflows ?? []).flatMap((flow) =>
    flow.of !== entity.id
      ? []
      : flow.transitions.flatMap((transition): readonly RuleItem[] =>
          transition.guard === undefined
            ? []
            : [
                {
                  key: `guard ${flow.id} ${transition.id}`,
                  kind: 'guard',
                  ...(transition.label === undefined ? {} : { subject: transition.label }),
                  subjectId: transition.id,
                  source: transition.guard,
                  ...(transition.message === undefined ? {} : { message: transition.message }),
                  at: ['workflows', flow.id, 'transitions', transition.id],
                  property: 'guard',
                  expected: BOOL,
                  isItem: false,
                },
              ],
        ),
  );
}

function pointsRules(template: Template, entity: EntityDef): readonly RuleItem[] {
  return (template.awards ?? []).flatMap((def): readonly RuleItem[] =>
    def.on?.entity !== entity.id || def.when === undefined
      ? []
      : [
          {
            key: `award ${def.id}`,
            kind: 'award',
            ...(def.label === undefined ? {} : { subject: def.label }),
            subjectId: def.id,
            source: def.when,
            at: ['awards', def.id],
            property: 'when',
            expected: BOOL,
            isItem: false,
          },
        ],
  );
}

/** What happens by itself, with a condition or without (SPEC [DSG-145]): after changes of the object, or by the clock. */
function deedRules(template: Template, entity: EntityDef): readonly RuleItem[] {
  const items = [
    ...(template.automations ?? []).map((def) => ({
      def,
      kind: 'automation' as const,
      of: def.on.entity,
      source: def.when,
      fields: def.on.fields,
    })),
    ...(template.schedules ?? []).map((def) => ({
      def,
      kind: 'schedule' as const,
      of: def.of,
      source: def.where,
      fields: undefined,
    })),
  ];
  return items.flatMap(({ def, kind, of, source, fields = [] }): readonly RuleItem[] => {
    if (of !== entity.id) return [];
    const changed = def.do.flatMap((action) => (action.kind === 'set' ? Object.keys(action.values) : []));
    return [
      {
        key: `${kind} ${def.id}`,
        kind,
        ...(def.label === undefined ? {} : { subject: def.label }),
        subjectId: def.id,
        fields: [...fields, ...changed],
        source: source ?? '',
        at: [kind === 'automation' ? 'automations' : 'schedules', def.id],
        property: kind === 'automation' ? 'when' : 'where',
        expected: BOOL,
        isItem: true,
      },
    ];
  });
}

function accessRules(template: Template, entity: EntityDef): readonly RuleItem[] {
  return (template.roles ?? []).flatMap((role) =>
    role.grants.flatMap((grant): readonly RuleItem[] =>
      grant.entity !== entity.id || grant.rows === undefined
        ? []
        : [
            {
              key: `rows ${role.id} ${grant.id ?? grant.entity}`,
              kind: 'rows',
              ...(role.label === undefined ? {} : { subject: role.label }),
              subjectId: role.id,
              source: grant.rows,
              at: ['roles', role.id, 'grants', grant.id ?? grant.entity],
              property: 'rows',
              expected: BOOL,
              isItem: false,
            },
          ],
    ),
  );
}
