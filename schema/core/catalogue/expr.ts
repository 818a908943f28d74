import type { IssueSpec } from '../issue-spec.ts';

/** Mistakes in expressions. Every one carries `from` and `to`: the characters of the source it is about. */
export const EXPR_ISSUES = {
  EXPR_EMPTY: {
    message: { en: 'The expression is empty.', 'zh-CN': '表达式为空。' },
    cure: { en: 'Write an expression, or remove this setting.', 'zh-CN': '请填写表达式，或删除此设置。' },
  },
  EXPR_SYNTAX: {
    message: {
      en: 'The expression cannot be read at character {from}: {detail}.',
      'zh-CN': '第 {from} 个字符处无法识别：{detail}。',
    },
    cure: {
      en: 'Check brackets, quotes and operators near that place.',
      'zh-CN': '请检查该处附近的括号、引号和运算符。',
    },
  },
  EXPR_TOO_LONG: {
    message: {
      en: 'The expression has {length} characters; {max} are allowed.',
      'zh-CN': '表达式有 {length} 个字符，最多 {max} 个。',
    },
    cure: { en: 'Move a part of it into a formula field.', 'zh-CN': '请把其中一部分移到公式字段中。' },
  },
  EXPR_TOO_MANY_NODES: {
    message: { en: 'The expression has more than {max} parts.', 'zh-CN': '表达式的组成部分超过 {max} 个。' },
    cure: { en: 'Move a part of it into a formula field.', 'zh-CN': '请把其中一部分移到公式字段中。' },
  },
  EXPR_TOO_DEEP: {
    message: { en: 'The expression is nested deeper than {max} levels.', 'zh-CN': '表达式嵌套超过 {max} 层。' },
    cure: { en: 'Move the inner part into a formula field.', 'zh-CN': '请把内层部分移到公式字段中。' },
  },
  EXPR_TOO_COSTLY: {
    message: {
      en: 'The expression could take {cost} steps on a full document; {max} are allowed.',
      'zh-CN': '在明细行最多时，表达式需要 {cost} 步，最多允许 {max} 步。',
    },
    cure: {
      en: 'Avoid lists inside lists, or lower the maximum of lines.',
      'zh-CN': '请避免列表嵌套，或减少明细行上限。',
    },
  },
  EXPR_VARIABLE_UNKNOWN: {
    message: { en: 'Nothing here is called “{name}”.', 'zh-CN': '此处没有名为“{name}”的内容。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '可用：{known}。' },
  },
  EXPR_FIELD_UNKNOWN: {
    message: { en: '“{owner}” has no field “{field}”.', 'zh-CN': '“{owner}”没有字段“{field}”。' },
    cure: { en: 'The closest fields are: {known}.', 'zh-CN': '最接近的字段：{known}。' },
  },
  EXPR_NO_FIELDS: {
    message: {
      en: 'Type {given} has no fields, so “.{field}” cannot be read.',
      'zh-CN': '{given}类型没有字段，无法读取“.{field}”。',
    },
    cure: {
      en: 'Read fields of a record; for the lines of a document use sum, all, exists, filter or map.',
      'zh-CN': '只能读取记录的字段；明细行请用 sum、all、exists、filter 或 map。',
    },
  },
  EXPR_FUNCTION_UNKNOWN: {
    message: { en: 'There is no function “{name}”.', 'zh-CN': '没有函数“{name}”。' },
    cure: { en: 'The closest functions are: {known}.', 'zh-CN': '最接近的函数：{known}。' },
  },
  EXPR_ARGUMENTS: {
    message: { en: '“{name}” cannot be used with ({given}).', 'zh-CN': '“{name}”不能用于（{given}）。' },
    cure: { en: 'It is written {signature}.', 'zh-CN': '写法：{signature}。' },
  },
  EXPR_OPERANDS: {
    message: { en: '“{op}” cannot be used with {given}.', 'zh-CN': '“{op}”不能用于 {given}。' },
    cure: {
      en: 'Bring both sides to the same type, for example with string(x), decimal(x), date(x) or addDays(date, n).',
      'zh-CN': '请把两边转换为同一类型，例如 string(x)、decimal(x)、date(x) 或 addDays(date, n)。',
    },
  },
  EXPR_CONDITION: {
    message: { en: 'A condition is needed here; this is of type {given}.', 'zh-CN': '此处需要条件，而不是{given}。' },
    cure: { en: 'Compare the value with something, for example “x > 0”.', 'zh-CN': '请与某个值比较，例如“x > 0”。' },
  },
  EXPR_BRANCHES: {
    message: {
      en: 'The two results after “?” differ in type: {given}.',
      'zh-CN': '“?”后的两个结果类型不同：{given}。',
    },
    cure: { en: 'Give both results the same type.', 'zh-CN': '请让两个结果类型相同。' },
  },
  EXPR_LIST_MIXED: {
    message: { en: 'The list mixes types: {given}.', 'zh-CN': '列表中混有不同类型：{given}。' },
    cure: { en: 'Put values of one type into a list.', 'zh-CN': '列表中的值应为同一类型。' },
  },
  EXPR_LIST_EMPTY: {
    message: { en: 'The list is empty, so its type is unknown.', 'zh-CN': '列表为空，无法确定类型。' },
    cure: { en: 'Put at least one value that is not null into it.', 'zh-CN': '请至少放入一个非空值。' },
  },
  EXPR_LIST_WANTED: {
    message: { en: '“{name}” works on a list; this is of type {given}.', 'zh-CN': '“{name}”用于列表，而不是{given}。' },
    cure: {
      en: 'Use it on the lines of a document or on a field with several values.',
      'zh-CN': '请用于明细行或多值字段。',
    },
  },
  EXPR_MACRO: {
    message: { en: '“{name}” needs a name and an expression.', 'zh-CN': '“{name}”需要一个变量名和一个表达式。' },
    cure: {
      en: 'Write, for example, doc.lines.{name}(l, l.qty > 0).',
      'zh-CN': '例如：doc.lines.{name}(l, l.qty > 0)。',
    },
  },
  EXPR_NAME_TAKEN: {
    message: { en: 'The name “{name}” already means something here.', 'zh-CN': '名称“{name}”在此处已有含义。' },
    cure: { en: 'Choose another name for the element of the list.', 'zh-CN': '请为列表元素换一个名称。' },
  },
  EXPR_RESULT: {
    message: {
      en: 'The expression is of type {given}; {expected} is needed.',
      'zh-CN': '表达式的结果是{given}，需要{expected}。',
    },
    cure: { en: 'Change it so that its type is {expected}.', 'zh-CN': '请修改为结果是{expected}的表达式。' },
  },
  EXPR_NULL_ALONE: {
    message: { en: 'A lone null has no type.', 'zh-CN': '单独的 null 没有类型。' },
    cure: {
      en: 'Use null in a comparison or as one of two results.',
      'zh-CN': '请把 null 用于比较，或作为两个结果之一。',
    },
  },
  EXPR_TABLE_ID: {
    message: { en: 'The table to look in must be named here.', 'zh-CN': '此处必须写明决策表的名称。' },
    cure: {
      en: "Write its id as text: table('roleWeight', actor.role).",
      'zh-CN': "请把表的 id 写成文本：table('roleWeight', actor.role)。",
    },
  },
  EXPR_TABLE_ARGUMENTS: {
    message: {
      en: 'Table “{id}” is asked with {count} values; its columns are: {inputs}.',
      'zh-CN': '查“{id}”表时给了 {count} 个值；它的列为：{inputs}。',
    },
    cure: { en: 'Give one value for each column, in that order.', 'zh-CN': '请按此顺序为每一列给一个值。' },
  },
  EXPR_TABLE_ARGUMENT: {
    message: {
      en: 'Column “{input}” of table “{id}” is of type {expected}; this is of type {given}.',
      'zh-CN': '“{id}”表的“{input}”列为{expected}类型，这里给的是{given}。',
    },
    cure: {
      en: 'Give a value of that type, or change the type of the column.',
      'zh-CN': '请给该类型的值，或修改列的类型。',
    },
  },
  EXPR_FEATURE: {
    message: { en: '{feature} cannot be used in expressions.', 'zh-CN': '表达式中不能使用{feature}。' },
    cure: { en: 'Use fields, operators and the listed functions.', 'zh-CN': '请使用字段、运算符和列出的函数。' },
  },
  EXPR_LITERAL_WANTED: {
    message: {
      en: '“{name}” needs a value written out here, such as {example}.',
      'zh-CN': '“{name}”此处需要直接写出的值，例如 {example}。',
    },
    cure: {
      en: 'Write the value itself instead of a field or a calculation.',
      'zh-CN': '请直接写值，而不是字段或计算。',
    },
  },
  EXPR_LITERAL_INVALID: {
    message: {
      en: '{text} is no value for “{name}”; it is written like {example}.',
      'zh-CN': '{text} 不是“{name}”的有效值，应写作 {example}。',
    },
    cure: { en: 'Correct the value.', 'zh-CN': '请更正该值。' },
  },
  EXPR_NUMBER_RANGE: {
    message: {
      en: 'The number {text} is too long: {whole} digits before and {fraction} after the point are allowed.',
      'zh-CN': '数字 {text} 太长：小数点前最多 {whole} 位，后最多 {fraction} 位。',
    },
    cure: { en: 'Shorten the number.', 'zh-CN': '请缩短该数字。' },
  },
  EXPR_TEXT_CHARACTER: {
    message: { en: 'The text holds a character that cannot be stored.', 'zh-CN': '文本中含有无法存储的字符。' },
    cure: { en: 'Remove the NUL character or the broken half of a character.', 'zh-CN': '请删除空字符或残缺字符。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
