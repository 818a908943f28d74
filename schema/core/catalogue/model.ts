import type { IssueSpec } from '../issue-spec.ts';
import { MODEL_BEHAVIOUR_ISSUES } from './model-behaviour.ts';
import { MODEL_RULE_ISSUES } from './model-rules.ts';

/** What can be wrong with a template’s meaning: fields, references, entities and names; the rest from `model-rules.ts`. */
export const MODEL_ISSUES = {
  ...MODEL_RULE_ISSUES,
  ...MODEL_BEHAVIOUR_ISSUES,
  MODEL_FIELD_TYPE_UNKNOWN: {
    message: { en: 'There is no field type “{type}”.', 'zh-CN': '没有字段类型“{type}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下类型中选择：{known}。' },
  },
  MODEL_FIELD_TYPE_PARAMETERS: {
    message: { en: '“{type}” has parameters that its type does not take.', 'zh-CN': '“{type}”的参数不适用于该类型。' },
    cure: {
      en: 'Only decimals take digits: decimal(precision, scale) with precision to {precisionMax}, scale to {scaleMax} and not above the precision.',
      'zh-CN':
        '只有小数类型可写位数：decimal(总位数, 小数位数)，总位数最多 {precisionMax}，小数位数最多 {scaleMax} 且不超过总位数。',
    },
  },
  MODEL_FIELD_ID_SYSTEM: {
    message: { en: 'Every object has “{id}” already.', 'zh-CN': '每个业务对象都已自带“{id}”。' },
    cure: { en: 'Remove the field, or give it another id.', 'zh-CN': '请删除该字段，或换一个标识。' },
  },
  MODEL_ATTRIBUTE_NOT_ALLOWED: {
    message: { en: 'A {type} field has no “{attribute}”.', 'zh-CN': '{type} 类型的字段不能写“{attribute}”。' },
    cure: { en: 'Remove it. This type takes: {allowed}.', 'zh-CN': '请删除。该类型可用：{allowed}。' },
  },
  MODEL_ATTRIBUTE_MISSING: {
    message: { en: 'A {type} needs “{attribute}”.', 'zh-CN': '{type} 必须写明“{attribute}”。' },
    cure: { en: 'Add “{attribute}”.', 'zh-CN': '请补上“{attribute}”。' },
  },
  MODEL_OPTIONS_MISSING: {
    message: { en: '“{id}” has no options to choose from.', 'zh-CN': '“{id}”没有任何可选项。' },
    cure: { en: 'Add at least one option.', 'zh-CN': '请至少添加一个选项。' },
  },
  MODEL_OPTION_RESERVED: {
    message: {
      en: '“{id}” cannot be a value: the API keeps this name for itself.',
      'zh-CN': '“{id}”不能作为取值：该名称由接口保留。',
    },
    cure: {
      en: 'Use another id, without “__”; the label may say anything.',
      'zh-CN': '请换一个标识（不含“__”）；显示名称不受限制。',
    },
  },
  MODEL_BOUND_INVALID: {
    message: { en: '“{value}” is no bound for {type}.', 'zh-CN': '“{value}”不能作为 {type} 的界限。' },
    cure: {
      en: 'Write a value of the field’s type; for texts the number of characters; for lines the number of rows.',
      'zh-CN': '请写该字段类型的值；文本写字符数，明细写行数。',
    },
  },
  MODEL_BOUNDS_REVERSED: {
    message: { en: 'The smallest value {min} is above the largest {max}.', 'zh-CN': '最小值 {min} 大于最大值 {max}。' },
    cure: { en: 'Swap them or change one.', 'zh-CN': '请对调或修改其中一个。' },
  },
  MODEL_SECRET_UNIQUE: {
    message: {
      en: '“{id}” is secret, so it cannot be unique: encrypted values are not compared.',
      'zh-CN': '“{id}”为保密字段，不能设为唯一：加密后的值无法比较。',
    },
    cure: { en: 'Switch off “Unique” or “Secret”.', 'zh-CN': '请取消“唯一”或“加密”。' },
  },
  MODEL_REF_TO_LINE: {
    message: {
      en: '“{id}” is a line of a document and cannot be referred to.',
      'zh-CN': '“{id}”是单据的明细，不能被引用。',
    },
    cure: { en: 'Refer to the document that owns the line.', 'zh-CN': '请引用明细所属的单据。' },
  },
  MODEL_SET_NULL_REQUIRED: {
    message: {
      en: '“{id}” is required, so deleting what it points at cannot empty it.',
      'zh-CN': '“{id}”为必填，删除被引用记录时不能置空。',
    },
    cure: {
      en: 'Use “restrict” or “cascade”, or make the field optional.',
      'zh-CN': '请改用 restrict 或 cascade，或把该字段改为非必填。',
    },
  },
  MODEL_LINES_OF_NO_LINE: {
    message: { en: '“{id}” is no object for lines.', 'zh-CN': '“{id}”不是明细。' },
    cure: {
      en: 'Choose an object for lines, or make the field a reference to several records.',
      'zh-CN': '请选择类型为明细的业务对象，或改用多选引用字段。',
    },
  },
  MODEL_LINES_NOT_HERE: {
    message: { en: 'An object of kind “{kind}” cannot own lines.', 'zh-CN': '种类为 {kind} 的业务对象不能有明细。' },
    cure: {
      en: 'Make it a document or a master, or move the lines.',
      'zh-CN': '请将其改为单据或基础资料，或把明细移到别处。',
    },
  },
  MODEL_COMPUTED_TWICE: {
    message: {
      en: '“{id}” is computed in two ways: by formula, roll-up or from the books.',
      'zh-CN': '“{id}”有两种取值方式（公式、汇总、取自台账）。',
    },
    cure: { en: 'Keep one of them.', 'zh-CN': '请只保留一个。' },
  },
  MODEL_COMPUTED_ATTRIBUTE: {
    message: {
      en: 'A computed field ({how}) cannot have “{attribute}”.',
      'zh-CN': '设有“{how}”的字段不能再设“{attribute}”。',
    },
    cure: {
      en: 'Remove “{attribute}”; write a check if the result must be bounded.',
      'zh-CN': '请删除“{attribute}”；若要限制结果，请写校验规则。',
    },
  },
  MODEL_STORED_WITHOUT_FORMULA: {
    message: { en: '“{id}” is to be stored but has no formula.', 'zh-CN': '“{id}”设为存储结果，却没有公式。' },
    cure: { en: 'Add the formula, or do not store it.', 'zh-CN': '请补上公式，或取消存储结果。' },
  },
  MODEL_FORMULA_VOLATILE: {
    message: {
      en: 'This formula reads {what}, so its value would change with nobody changing the record.',
      'zh-CN': '该公式读取 {what}，记录不变其值也会变化。',
    },
    cure: {
      en: 'Do not store it; the signed-in user belongs into defaults, checks and row rules.',
      'zh-CN': '请不要存储该公式；当前用户只应出现在默认值、校验和行规则中。',
    },
  },
  MODEL_FORMULA_CYCLE: {
    message: { en: 'These values need each other: {cycle}.', 'zh-CN': '这些值互相依赖：{cycle}。' },
    cure: { en: 'Take one of the fields out of the circle.', 'zh-CN': '请去掉其中一个字段的依赖。' },
  },
  MODEL_ROLLUP_OF_UNRELATED: {
    message: { en: '“{of}” does not point at {entity}.', 'zh-CN': '“{of}”没有指向 {entity}。' },
    cure: {
      en: 'Name a reference field of the other object that points here, or “parent” of its lines.',
      'zh-CN': '请选择另一业务对象中指向本对象的引用字段，或明细的所属单据（parent）。',
    },
  },
  MODEL_ROLLUP_FIELD: {
    message: { en: '“{fn}” and its field do not go together ({why}).', 'zh-CN': '“{fn}”与其字段不匹配（{why}）。' },
    cure: {
      en: '“count” takes no field; every other function needs one.',
      'zh-CN': 'count 不写字段；其他函数必须写字段。',
    },
  },
  MODEL_ROLLUP_TYPE: {
    message: { en: '“{fn}” does not go with type {type} here.', 'zh-CN': '“{fn}”不能用于此处的 {type} 类型。' },
    cure: {
      en: 'Count into an int; sum and average numbers; give the result the type of the field.',
      'zh-CN': '计数结果用 int；求和与平均只用于数值；结果类型应与字段一致。',
    },
  },
  MODEL_DEFAULT_TYPE: {
    message: { en: '“{value}” is no value of type {type}.', 'zh-CN': '“{value}”不是 {type} 类型的值。' },
    cure: {
      en: 'Write a value of the field’s type, or an expression as text.',
      'zh-CN': '请写该类型的值，或以文本写表达式。',
    },
  },
  MODEL_ENTITY_UNKNOWN: {
    message: { en: 'There is no object “{id}”.', 'zh-CN': '没有业务对象“{id}”。' },
    cure: {
      en: 'Did you mean one of these: {known}? Or require the pack that brings it.',
      'zh-CN': '最接近的排在前面，请从以下业务对象中选择：{known}；或依赖提供它的包。',
    },
    none: {
      en: 'Require the pack that brings it, or add the object.',
      'zh-CN': '请依赖提供它的包，或新增该业务对象。',
    },
  },
  MODEL_FIELD_UNKNOWN: {
    message: { en: 'There is no field “{id}” here.', 'zh-CN': '此处没有字段“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下字段中选择：{known}。' },
    none: { en: 'Add the field, or take its name out here.', 'zh-CN': '请新增该字段，或从此处删除。' },
  },
  MODEL_ROLE_UNKNOWN: {
    message: { en: 'There is no role “{id}”.', 'zh-CN': '没有角色“{id}”。' },
    cure: {
      en: 'Did you mean one of these: {known}? Or add the role.',
      'zh-CN': '最接近的排在前面，请从以下角色中选择：{known}；或新增该角色。',
    },
    none: { en: 'Add the role, or take it out here.', 'zh-CN': '请新增该角色，或从此处删除。' },
  },
  MODEL_STATE_UNKNOWN: {
    message: { en: 'The workflow has no state “{id}”.', 'zh-CN': '流程没有状态“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下状态中选择：{known}。' },
  },
  MODEL_TRANSITION_UNKNOWN: {
    message: { en: 'There is no transition “{id}” here.', 'zh-CN': '此处没有流转“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下流转中选择：{known}。' },
    none: { en: 'Add the step to the workflow, or take it out here.', 'zh-CN': '请在流程中新增该流转，或从此处删除。' },
  },
  MODEL_POSTING_UNKNOWN: {
    message: { en: 'There is no posting “{id}” for this object.', 'zh-CN': '该业务对象没有过账规则“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下过账规则中选择：{known}。' },
    none: { en: 'Add the posting, or take it out here.', 'zh-CN': '请新增该过账规则，或从此处删除。' },
  },
  MODEL_LEDGER_UNKNOWN: {
    message: { en: 'There is no ledger “{id}”.', 'zh-CN': '没有台账“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下台账中选择：{known}。' },
    none: { en: 'Add the ledger, or take it out here.', 'zh-CN': '请新增该台账，或从此处删除。' },
  },
  MODEL_LEDGER_PART_UNKNOWN: {
    message: { en: 'The ledger has no “{id}” here.', 'zh-CN': '台账在此没有“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下项中选择：{known}。' },
  },
  MODEL_BALANCE_KEY_MISSING: {
    message: {
      en: 'The balance does not say which “{id}” of {ledger} it is of.',
      'zh-CN': '账面余额未说明取 {ledger} 的哪个“{id}”。',
    },
    cure: { en: 'Say which “{id}”: a field, or a formula.', 'zh-CN': '请说明“{id}”取自哪个字段或公式。' },
  },
  MODEL_TABLE_UNKNOWN: {
    message: { en: 'There is no table “{id}”.', 'zh-CN': '没有决策表“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下决策表中选择：{known}。' },
    none: {
      en: 'Add the decision table, or write the formula without it.',
      'zh-CN': '请新增该决策表，或改用不含决策表的公式。',
    },
  },
  MODEL_VIEW_UNKNOWN: {
    message: { en: 'There is no view or report “{id}”.', 'zh-CN': '没有视图或报表“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下视图中选择：{known}。' },
    none: { en: 'Add the view or report, or take it out here.', 'zh-CN': '请新增该视图或报表，或从此处删除。' },
  },
  MODEL_WORKFLOW_UNKNOWN: {
    message: { en: 'There is no workflow “{id}”.', 'zh-CN': '没有流程“{id}”。' },
    cure: { en: 'Did you mean one of these: {known}?', 'zh-CN': '最接近的排在前面，请从以下流程中选择：{known}。' },
    none: { en: 'Add the workflow, or take it out here.', 'zh-CN': '请新增该流程，或从此处删除。' },
  },
  MODEL_LINE_WITHOUT_PARENT: {
    message: { en: 'No document has lines of “{id}”.', 'zh-CN': '没有单据使用明细“{id}”。' },
    cure: {
      en: 'Add a “lines” field of it to a document, or change its kind.',
      'zh-CN': '请在某个单据中添加以它为明细的字段，或更改其类型。',
    },
  },
  MODEL_LINE_SECOND_PARENT: {
    message: {
      en: '“{id}” has an owner already: a line belongs to one field of one document.',
      'zh-CN': '“{id}”已有所属：明细只能属于一个单据的一个字段。',
    },
    cure: { en: 'Make a second line object for this field.', 'zh-CN': '请为该字段另建一个明细业务对象。' },
  },
  MODEL_TITLE_UNFIT: {
    message: { en: '“{id}” ({type}) cannot stand for the record.', 'zh-CN': '“{id}”（{type}）不能作为记录的标题。' },
    cure: {
      en: 'Choose a text, number, date or option field that is not secret.',
      'zh-CN': '请选择非保密的文本、编号、日期或选项字段。',
    },
  },
  MODEL_SEQUENCE_WITHOUT_NUMBER: {
    message: {
      en: '“{id}” is a running number, but the object does not say how it counts.',
      'zh-CN': '“{id}”是自动编号字段，但业务对象未设置编号规则。',
    },
    cure: {
      en: 'Say how the object counts (SO-2026-00001), or make the field a text.',
      'zh-CN': '请设置编号规则（如 SO-2026-00001），或把字段改为文本。',
    },
  },
  MODEL_NUMBER_FIELD: {
    message: {
      en: '“{id}” has type {type}; numbers go into a sequence field.',
      'zh-CN': '“{id}”的类型是{type}；编号只能写入自动编号字段。',
    },
    cure: { en: 'Give the field the type “sequence”.', 'zh-CN': '请把该字段的类型改为自动编号。' },
  },
  MODEL_NUMBER_PATTERN: {
    message: {
      en: 'The pattern “{pattern}” is not right at {problem}.',
      'zh-CN': '编号规则“{pattern}”在 {problem} 处不正确。',
    },
    cure: {
      en: 'Put yyyy, yy, MM or dd in braces, and exactly one {seq:n} with n from 1 to 12; every period that restarts the count must show in the number.',
      'zh-CN':
        '请用花括号写 yyyy、yy、MM 或 dd，并恰好写一个 {seq:n}（n 为 1 到 12）；重新计数的周期必须出现在编号里。',
    },
  },
  MODEL_KEY_FIELD_TWICE: {
    message: { en: '“{id}” stands twice in this key.', 'zh-CN': '“{id}”在该键中出现了两次。' },
    cure: { en: 'Keep one of them.', 'zh-CN': '请只保留一个。' },
  },
  MODEL_KEY_FIELD_UNFIT: {
    message: { en: '“{id}” cannot be in a key ({reason}).', 'zh-CN': '“{id}”不能用作键（{reason}）。' },
    cure: {
      en: 'Use fields that hold one comparable value in the record itself: no lines, lists, long texts, secrets or values computed on reading.',
      'zh-CN': '请使用记录自身的单值可比较字段；明细、多值、长文本、保密和读取时计算的字段不可用。',
    },
  },
  MODEL_NAME_RESERVED: {
    message: { en: 'The API keeps the name “{name}” for itself.', 'zh-CN': '接口保留了名称“{name}”。' },
    cure: { en: 'Give the item another “apiName”.', 'zh-CN': '请为该项另设 apiName。' },
  },
  MODEL_NAME_TAKEN: {
    message: { en: 'The API name “{name}” is taken by another item.', 'zh-CN': '接口名称“{name}”已被另一项使用。' },
    cure: { en: 'Give one of the two another name in the API.', 'zh-CN': '请为其中一项另设接口名称或接口复数名。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
