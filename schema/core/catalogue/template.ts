import type { IssueSpec } from '../issue-spec.ts';

/** What can be wrong with a template's form, found before anything is resolved. */
export const TEMPLATE_ISSUES = {
  TEMPLATE_JSON_SYNTAX: {
    message: {
      en: 'This is not JSON: line {line}, column {column}, at “{found}”.',
      'zh-CN': '不是合法的 JSON：第 {line} 行第 {column} 列，在“{found}”处。',
    },
    cure: { en: 'Look there for a missing comma, quote or bracket.', 'zh-CN': '请检查该处是否缺少逗号、引号或括号。' },
  },
  TEMPLATE_TOO_LARGE: {
    message: { en: 'The template is larger than {max} bytes.', 'zh-CN': '模板超过 {max} 字节。' },
    cure: {
      en: 'Split it into several packs, or import master data from a file.',
      'zh-CN': '请拆分为多个包，或用文件导入主数据。',
    },
  },
  TEMPLATE_TOO_DEEP: {
    message: { en: 'The template is nested deeper than {max} levels.', 'zh-CN': '模板嵌套超过 {max} 层。' },
    cure: { en: 'Flatten the layout or the value.', 'zh-CN': '请减少布局或取值的嵌套层次。' },
  },
  TEMPLATE_FORMAT_UNKNOWN: {
    message: {
      en: 'Format {format} is newer than the {current} this version reads.',
      'zh-CN': '格式 {format} 比本版本支持的 {current} 更新。',
    },
    cure: {
      en: 'Upgrade the server, or export the template for format {current}.',
      'zh-CN': '请升级服务器，或按格式 {current} 导出模板。',
    },
  },
  TEMPLATE_TYPE_WRONG: {
    message: { en: 'Expected {expected}, found {found}.', 'zh-CN': '此处应为 {expected}，实际是 {found}。' },
    cure: {
      en: 'Write a value of that kind. Amounts are texts: "0.30".',
      'zh-CN': '请改为该类型的值；金额写成文本，如 "0.30"。',
    },
  },
  TEMPLATE_KEY_UNKNOWN: {
    message: { en: 'There is no key “{key}” here.', 'zh-CN': '此处没有名为“{key}”的键。' },
    cure: { en: 'Remove it. Known keys: {known}.', 'zh-CN': '请删除。可用的键：{known}。' },
  },
  TEMPLATE_KEY_MISSPELT: {
    message: {
      en: 'There is no key “{key}” here. Did you mean “{suggestion}”?',
      'zh-CN': '此处没有名为“{key}”的键。是否想写“{suggestion}”？',
    },
    cure: { en: 'Write “{suggestion}”, or remove the key.', 'zh-CN': '请改为“{suggestion}”，或删除该键。' },
  },
  TEMPLATE_KEY_MISSING: {
    message: { en: 'The key “{key}” is missing.', 'zh-CN': '缺少键“{key}”。' },
    cure: { en: 'Add “{key}”.', 'zh-CN': '请补上“{key}”。' },
  },
  TEMPLATE_KEY_REPEATED: {
    message: { en: 'The key “{key}” stands twice in this object.', 'zh-CN': '该对象中键“{key}”出现了两次。' },
    cure: { en: 'Keep one of them.', 'zh-CN': '请只保留一个。' },
  },
  TEMPLATE_VALUE_NOT_ALLOWED: {
    message: {
      en: '“{value}” is not allowed here. Did you mean “{suggestion}”?',
      'zh-CN': '此处不能写“{value}”。是否想写“{suggestion}”？',
    },
    cure: { en: 'Choose one of: {allowed}.', 'zh-CN': '请从以下值中选择：{allowed}。' },
  },
  TEMPLATE_ID_INVALID: {
    message: { en: '“{value}” cannot be an id here.', 'zh-CN': '“{value}”不能作为此处的标识。' },
    cure: {
      en: 'Use ASCII letters and digits beginning with a letter, as in “{example}”; entities begin with a capital, all else small. Put any other writing into the label.',
      'zh-CN':
        '请用字母开头的英文字母和数字，例如“{example}”；实体首字母大写，其余小写。其他文字请写在名称（label）里。',
    },
  },
  TEMPLATE_TEXT_INVALID: {
    message: { en: '“{value}” is not a valid {form}.', 'zh-CN': '“{value}”不是有效的 {form}。' },
    cure: { en: 'Write it as in “{example}”.', 'zh-CN': '请按“{example}”的形式书写。' },
  },
  TEMPLATE_TEXT_TOO_LONG: {
    message: { en: 'The text is longer than {max} characters.', 'zh-CN': '文本超过 {max} 个字符。' },
    cure: { en: 'Shorten it.', 'zh-CN': '请缩短。' },
  },
  TEMPLATE_LIST_TOO_LONG: {
    message: {
      en: '{count} items are more than the {max} allowed here.',
      'zh-CN': '共有 {count} 项，超过此处上限 {max}。',
    },
    cure: { en: 'Keep at most {max}.', 'zh-CN': '请最多保留 {max} 项。' },
  },
  TEMPLATE_LIST_TOO_SHORT: {
    message: {
      en: '{count} items are fewer than the {min} needed here.',
      'zh-CN': '只有 {count} 项，至少需要 {min} 项。',
    },
    cure: { en: 'Add at least {min}.', 'zh-CN': '请至少填写 {min} 项。' },
  },
  TEMPLATE_NUMBER_OUT_OF_RANGE: {
    message: { en: '{value} is not between {min} and {max}.', 'zh-CN': '{value} 不在 {min} 到 {max} 之间。' },
    cure: { en: 'Write a number from {min} to {max}.', 'zh-CN': '请填写 {min} 到 {max} 之间的数。' },
  },
  TEMPLATE_ID_DUPLICATE: {
    message: { en: 'Two items of this list have the id “{id}”.', 'zh-CN': '此列表中有两项的标识都是“{id}”。' },
    cure: { en: 'Give one of them another id.', 'zh-CN': '请为其中一项换一个标识。' },
  },
  TEMPLATE_MORE_ISSUES: {
    message: { en: '{count} more issues are not shown.', 'zh-CN': '还有 {count} 个问题未显示。' },
    cure: { en: 'Cure those shown and check again.', 'zh-CN': '请先处理已显示的问题再检查。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
