import type { EntityId, FieldId } from '../core/ids.ts';
import type { JsonPointer } from '../core/result.ts';
import type { Locale, Text } from '../core/text.ts';

/**
 * What a change asks of those it meets. `safe`: nothing. `needsData`: rows there must satisfy it. `lossy`: values may
 * be lost (they are kept in quarantine). `breaking`: API clients or people's work may stop working.
 */
export const CHANGE_CLASSES = ['safe', 'needsData', 'lossy', 'breaking'] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

interface ChangeSpec {
  readonly class: ChangeClass;
  readonly text: Readonly<Record<Locale, string>>;
}

/** Every kind of change: its usual class, and its sentence with `{name}`, `{entity}`, `{from}` and `{to}`. */
export const CHANGES = {
  entityAdded: { class: 'safe', text: { en: '“{name}” is new', 'zh-CN': '新增“{name}”' } },
  entityRemoved: {
    class: 'lossy',
    text: { en: '“{name}” and its records are removed', 'zh-CN': '删除“{name}”及其记录' },
  },
  entityKindChanged: {
    class: 'breaking',
    text: { en: '“{name}” becomes {to} instead of {from}', 'zh-CN': '“{name}”由 {from} 变为 {to}' },
  },
  entityRenamedApi: {
    class: 'safe',
    text: {
      en: '“{name}” is called {to} instead of {from} in the API',
      'zh-CN': '“{name}”的接口名称由 {from} 改为 {to}',
    },
  },
  aliasRemoved: {
    class: 'breaking',
    text: {
      en: 'The API no longer answers to the former name {from} of “{name}”',
      'zh-CN': '接口不再支持“{name}”的旧名称 {from}',
    },
  },
  titleChanged: {
    class: 'safe',
    text: {
      en: 'References to “{name}” show {to} instead of {from}',
      'zh-CN': '引用“{name}”时显示 {to}，不再显示 {from}',
    },
  },
  numberChanged: {
    class: 'safe',
    text: {
      en: 'New numbers of “{name}” follow {to} instead of {from}',
      'zh-CN': '“{name}”的新编号规则由 {from} 改为 {to}',
    },
  },
  parentChanged: {
    class: 'lossy',
    text: { en: 'Lines “{name}” belong to {to} instead of {from}', 'zh-CN': '明细“{name}”由 {from} 改属 {to}' },
  },
  fieldAdded: {
    class: 'safe',
    text: { en: '“{entity}” gets the field “{name}”', 'zh-CN': '“{entity}”新增字段“{name}”' },
  },
  fieldRemoved: {
    class: 'lossy',
    text: { en: '“{entity}” loses the field “{name}”', 'zh-CN': '“{entity}”删除字段“{name}”' },
  },
  fieldTypeChanged: {
    class: 'lossy',
    text: {
      en: '“{name}” of “{entity}” becomes {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”由 {from} 改为 {to}',
    },
  },
  fieldRenamedApi: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is called {to} instead of {from} in the API',
      'zh-CN': '“{entity}”的“{name}”接口名称由 {from} 改为 {to}',
    },
  },
  requiredSet: {
    class: 'needsData',
    text: { en: '“{name}” of “{entity}” must be filled', 'zh-CN': '“{entity}”的“{name}”改为必填' },
  },
  requiredDropped: {
    class: 'safe',
    text: { en: '“{name}” of “{entity}” may be empty', 'zh-CN': '“{entity}”的“{name}”改为选填' },
  },
  uniqueAdded: {
    class: 'needsData',
    text: { en: '“{name}” of “{entity}” must be unique', 'zh-CN': '“{entity}”的“{name}”必须唯一' },
  },
  uniqueChanged: {
    class: 'needsData',
    text: {
      en: 'The unique key “{name}” of “{entity}” is over {to} instead of {from}',
      'zh-CN': '“{entity}”的唯一键“{name}”由 {from} 改为 {to}',
    },
  },
  uniqueRemoved: {
    class: 'safe',
    text: { en: '“{name}” of “{entity}” may repeat', 'zh-CN': '“{entity}”的“{name}”可以重复' },
  },
  indexAdded: { class: 'safe', text: { en: '“{entity}” is indexed by {to}', 'zh-CN': '“{entity}”新增索引 {to}' } },
  indexChanged: {
    class: 'safe',
    text: {
      en: 'The index “{name}” of “{entity}” is over {to} instead of {from}',
      'zh-CN': '“{entity}”的索引“{name}”由 {from} 改为 {to}',
    },
  },
  indexRemoved: {
    class: 'safe',
    text: { en: '“{entity}” is no longer indexed by {from}', 'zh-CN': '“{entity}”删除索引 {from}' },
  },
  boundsChanged: {
    class: 'needsData',
    text: {
      en: '“{name}” of “{entity}” is bounded {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”范围由 {from} 改为 {to}',
    },
  },
  patternChanged: {
    class: 'needsData',
    text: {
      en: '“{name}” of “{entity}” must look like {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”格式由 {from} 改为 {to}',
    },
  },
  defaultChanged: {
    class: 'safe',
    text: {
      en: 'New records of “{entity}” begin with “{name}” {to} instead of {from}',
      'zh-CN': '新建“{entity}”时“{name}”默认值由 {from} 改为 {to}',
    },
  },
  formulaAdded: {
    class: 'lossy',
    text: {
      en: '“{name}” of “{entity}” is computed as {to}; what was entered gives way',
      'zh-CN': '“{entity}”的“{name}”改为按 {to} 计算，原有输入值被替代',
    },
  },
  formulaChanged: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is computed as {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”公式由 {from} 改为 {to}',
    },
  },
  formulaRemoved: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is entered, no longer computed as {from}',
      'zh-CN': '“{entity}”的“{name}”改为手工输入，不再按 {from} 计算',
    },
  },
  optionAdded: {
    class: 'safe',
    text: { en: '“{name}” of “{entity}” offers {to}', 'zh-CN': '“{entity}”的“{name}”新增选项 {to}' },
  },
  optionRemoved: {
    class: 'needsData',
    text: { en: '“{name}” of “{entity}” no longer offers {from}', 'zh-CN': '“{entity}”的“{name}”删除选项 {from}' },
  },
  onDeleteChanged: {
    class: 'safe',
    text: {
      en: 'Deleting what “{name}” of “{entity}” points at: {to} instead of {from}',
      'zh-CN': '删除“{entity}”的“{name}”所引用的记录时：由 {from} 改为 {to}',
    },
  },
  secretSet: {
    class: 'breaking',
    text: { en: '“{name}” of “{entity}” is encrypted and masked', 'zh-CN': '“{entity}”的“{name}”改为加密并脱敏' },
  },
  secretDropped: {
    class: 'breaking',
    text: { en: '“{name}” of “{entity}” is shown in the clear', 'zh-CN': '“{entity}”的“{name}”改为明文显示' },
  },
  readonlySet: {
    class: 'breaking',
    text: { en: '“{name}” of “{entity}” can no longer be entered', 'zh-CN': '“{entity}”的“{name}”不可再录入' },
  },
  readonlyDropped: {
    class: 'safe',
    text: { en: '“{name}” of “{entity}” can be entered', 'zh-CN': '“{entity}”的“{name}”可以录入' },
  },
  behaviourChanged: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is shown or locked under other conditions',
      'zh-CN': '“{entity}”的“{name}”显示或锁定条件有变',
    },
  },
  choicesSet: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” offers only what meets: {to}',
      'zh-CN': '“{entity}”的“{name}”仅可选择满足以下条件的记录：{to}',
    },
  },
  choicesChanged: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” offers what meets {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”可选条件由 {from} 改为 {to}',
    },
  },
  choicesDropped: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” offers everything, no longer only what meets {from}',
      'zh-CN': '“{entity}”的“{name}”可选任意记录，不再要求 {from}',
    },
  },
  balanceAdded: {
    class: 'breaking',
    text: {
      en: '“{name}” of “{entity}” is read from the books: {to}. It can no longer be entered; what was entered stays',
      'zh-CN': '“{entity}”的“{name}”改为取自台账：{to}。不可再录入，已录入的值保留',
    },
  },
  balanceChanged: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is read from the books as {to} instead of {from}',
      'zh-CN': '“{entity}”的“{name}”由取自 {from} 改为取自 {to}',
    },
  },
  balanceRemoved: {
    class: 'safe',
    text: {
      en: '“{name}” of “{entity}” is entered, no longer read from the books: {from}',
      'zh-CN': '“{entity}”的“{name}”改为手工输入，不再取自台账：{from}',
    },
  },
  checkAdded: {
    class: 'needsData',
    text: { en: '“{entity}” must satisfy: {to}', 'zh-CN': '“{entity}”必须满足：{to}' },
  },
  checkChanged: {
    class: 'needsData',
    text: {
      en: '“{entity}” must satisfy {to} instead of {from}',
      'zh-CN': '“{entity}”必须满足的条件由 {from} 改为 {to}',
    },
  },
  checkRemoved: {
    class: 'safe',
    text: { en: '“{entity}” need not satisfy {from}', 'zh-CN': '“{entity}”不再要求 {from}' },
  },
  labelChanged: { class: 'safe', text: { en: '“{from}” is now called “{to}”', 'zh-CN': '“{from}”改称“{to}”' } },
  helpChanged: {
    class: 'safe',
    text: { en: 'The help or message of “{name}” has changed', 'zh-CN': '“{name}”的帮助或提示有变' },
  },
  orderChanged: {
    class: 'safe',
    text: { en: 'The order within “{name}” has changed', 'zh-CN': '“{name}”内的顺序有变' },
  },
  workflowAdded: {
    class: 'safe',
    text: {
      en: '“{entity}” gets a workflow; its records begin in {to}',
      'zh-CN': '“{entity}”新增流程，已有记录置为 {to}',
    },
  },
  workflowRemoved: {
    class: 'lossy',
    text: { en: '“{entity}” loses its workflow and its states', 'zh-CN': '“{entity}”删除流程及其状态' },
  },
  workflowChanged: {
    class: 'safe',
    text: {
      en: 'New records of “{entity}” begin in {to} instead of {from}',
      'zh-CN': '“{entity}”新记录的初始状态由 {from} 改为 {to}',
    },
  },
  stateAdded: {
    class: 'safe',
    text: { en: '“{entity}” gets the state “{name}”', 'zh-CN': '“{entity}”新增状态“{name}”' },
  },
  stateRemoved: {
    class: 'needsData',
    text: { en: '“{entity}” loses the state “{name}”', 'zh-CN': '“{entity}”删除状态“{name}”' },
  },
  stateChanged: {
    class: 'safe',
    text: { en: 'The state “{name}” of “{entity}” behaves otherwise', 'zh-CN': '“{entity}”的状态“{name}”有变' },
  },
  transitionAdded: {
    class: 'safe',
    text: { en: '“{entity}” gets the transition “{name}”', 'zh-CN': '“{entity}”新增流转“{name}”' },
  },
  transitionRemoved: {
    class: 'breaking',
    text: { en: '“{entity}” loses the transition “{name}”', 'zh-CN': '“{entity}”删除流转“{name}”' },
  },
  transitionChanged: {
    class: 'safe',
    text: { en: 'The transition “{name}” of “{entity}” behaves otherwise', 'zh-CN': '“{entity}”的流转“{name}”有变' },
  },
  roleAdded: { class: 'safe', text: { en: 'The role “{name}” is new', 'zh-CN': '新增角色“{name}”' } },
  roleRemoved: { class: 'breaking', text: { en: 'The role “{name}” is removed', 'zh-CN': '删除角色“{name}”' } },
  rightsWidened: {
    class: 'safe',
    text: { en: '“{name}” may do more with “{entity}”: {to}', 'zh-CN': '“{name}”对“{entity}”的权限扩大：{to}' },
  },
  rightsNarrowed: {
    class: 'breaking',
    text: { en: '“{name}” may do less with “{entity}”: {from}', 'zh-CN': '“{name}”对“{entity}”的权限缩小：{from}' },
  },
  rightsChanged: {
    class: 'breaking',
    text: { en: '“{name}” sees other rows or fields of “{entity}”', 'zh-CN': '“{name}”可见的“{entity}”行或字段有变' },
  },
  viewAdded: { class: 'safe', text: { en: 'The view “{name}” is new', 'zh-CN': '新增视图“{name}”' } },
  viewRemoved: { class: 'safe', text: { en: 'The view “{name}” is removed', 'zh-CN': '删除视图“{name}”' } },
  viewChanged: { class: 'safe', text: { en: 'The view “{name}” has changed', 'zh-CN': '视图“{name}”有变' } },
  ruleAdded: { class: 'safe', text: { en: 'The {to} “{name}” is new', 'zh-CN': '新增{to}“{name}”' } },
  ruleRemoved: { class: 'breaking', text: { en: 'The {from} “{name}” is removed', 'zh-CN': '删除{from}“{name}”' } },
  ruleChanged: { class: 'safe', text: { en: 'The {to} “{name}” has changed', 'zh-CN': '{to}“{name}”有变' } },
  recordsChanged: {
    class: 'safe',
    text: { en: 'Shipped records of “{entity}” are others', 'zh-CN': '“{entity}”的随包数据有变' },
  },
  packChanged: {
    class: 'safe',
    text: {
      en: 'The pack {name} is at version {to} instead of {from}',
      'zh-CN': '模板包 {name} 由版本 {from} 变为 {to}',
    },
  },
} as const satisfies Readonly<Record<string, ChangeSpec>>;

export type ChangeKind = keyof typeof CHANGES;

/** One difference between two models, by id. `from` and `to` are short texts for people. */
export interface ModelChange {
  readonly kind: ChangeKind;
  readonly class: ChangeClass;
  /** By ids, so that it means the same in both models: `/entities/SalesOrder/fields/dueAt`. */
  readonly path: JsonPointer;
  readonly entity?: EntityId;
  readonly field?: FieldId;
  /** The id of what changed below the entity or beside it: a key, a check, an option, a view, a role. */
  readonly item?: string;
  readonly from?: string;
  readonly to?: string;
  /** Of a label that changed: both in all languages. */
  readonly labels?: { readonly from: Text; readonly to: Text };
  readonly name: Text;
  readonly entityName?: Text;
}

/** The gravest class among changes: `breaking` over `lossy` over `needsData` over `safe`. */
export function gravestClass(changes: readonly ModelChange[]): ChangeClass {
  return changes.reduce<ChangeClass>(
    (worst, change) => (CHANGE_CLASSES.indexOf(change.class) > CHANGE_CLASSES.indexOf(worst) ? change.class : worst),
    'safe',
  );
}
