import type { IssueSpec } from '../issue-spec.ts';

/** What callers of the tenant API and the platform API can be told. */
export const API_ISSUES = {
  FILTER_NULL: {
    message: { en: '"{name}" is null.', 'zh-CN': '“{name}”为空值。' },
    cure: { en: 'Leave the filter out, or ask with isNull.', 'zh-CN': '请去掉该条件，或使用 isNull。' },
  },
  FILTER_FORM: {
    message: { en: '"{name}" has a form that can\'t be compared.', 'zh-CN': '“{name}”的形式无法比较。' },
    cure: { en: 'Give one value of the type that the schema names.', 'zh-CN': '请按接口定义的类型给出一个值。' },
  },
  FILTER_TOO_DEEP: {
    message: { en: 'The filter is nested more than {max} levels deep.', 'zh-CN': '筛选条件嵌套超过 {max} 层。' },
    cure: { en: 'Flatten it, or split the query.', 'zh-CN': '请减少嵌套，或拆成多个查询。' },
  },
  FILTER_TOO_LARGE: {
    message: { en: 'The filter has more than {max} conditions.', 'zh-CN': '筛选条件超过 {max} 个。' },
    cure: { en: 'Use "in" for long lists, or split the query.', 'zh-CN': '长列表请使用 in，或拆成多个查询。' },
  },
  FILTER_LIST_TOO_LONG: {
    message: { en: 'A list in the filter has more than {max} values.', 'zh-CN': '筛选中的列表超过 {max} 个值。' },
    cure: { en: 'Split the list over several queries.', 'zh-CN': '请把列表拆到多个查询中。' },
  },
  ORDER_ONE_FIELD: {
    message: {
      en: 'An item of orderBy must name exactly one field.',
      'zh-CN': 'orderBy 的每一项必须且只能写一个字段。',
    },
    cure: { en: 'Write several items: [{ a: ASC }, { b: DESC }].', 'zh-CN': '请写成多项：[{ a: ASC }, { b: DESC }]。' },
  },
  GROUP_ONE_FIELD: {
    message: {
      en: 'An item of groupBy must name exactly one field.',
      'zh-CN': 'groupBy 的每一项必须且只能写一个字段。',
    },
    cure: {
      en: 'Write several items: [{ a: VALUE }, { b: MONTH }].',
      'zh-CN': '请写成多项：[{ a: VALUE }, { b: MONTH }]。',
    },
  },
  GROUP_TOO_MANY: {
    message: { en: 'There are more than {max} groupings.', 'zh-CN': '分组字段超过 {max} 个。' },
    cure: { en: 'Group by fewer fields.', 'zh-CN': '请减少分组字段。' },
  },
  GROUP_KEY_NOT_GROUPED: {
    message: {
      en: '"{field}" is asked of the groups, but they are not grouped by it.',
      'zh-CN': '结果中要求“{field}”，但没有按它分组。',
    },
    cure: {
      en: 'Add it to groupBy, or group by the id of its row.',
      'zh-CN': '请把它加入 groupBy，或按所属记录的 id 分组。',
    },
  },
  PAGE_SIZE: {
    message: {
      en: "A page of {size} rows can't be given; it must be 0 to {max}.",
      'zh-CN': '每页 {size} 行超出范围，应为 0 到 {max}。',
    },
    cure: { en: 'Ask for a smaller page and follow the cursors.', 'zh-CN': '请减小每页行数，并用游标翻页。' },
  },
  PAGE_FIRST_AND_LAST: {
    message: { en: 'Both first and last are given.', 'zh-CN': '同时给出了 first 和 last。' },
    cure: { en: 'Give one of them.', 'zh-CN': '请只给其中一个。' },
  },
  PAGE_OFFSET: {
    message: {
      en: "{offset} rows can't be passed over; it must be 0 to {max}.",
      'zh-CN': '跳过 {offset} 行超出范围，应为 0 到 {max}。',
    },
    cure: { en: 'Narrow the filter, or follow the cursors.', 'zh-CN': '请缩小筛选范围，或用游标翻页。' },
  },
  PAGE_OFFSET_AND_CURSOR: {
    message: {
      en: 'Both an offset and a cursor say where the page begins.',
      'zh-CN': '同时给出了 offset 和游标作为分页起点。',
    },
    cure: { en: 'Give one of them.', 'zh-CN': '请只给其中一个。' },
  },
  CURSOR_INVALID: {
    message: {
      en: 'The cursor "{cursor}" does not belong to this list and order.',
      'zh-CN': '游标“{cursor}”不属于当前列表和排序。',
    },
    cure: {
      en: 'Use a cursor of the same query, or start from the first page.',
      'zh-CN': '请使用同一查询返回的游标，或从第一页开始。',
    },
  },
  ALIAS_TOO_LONG: {
    message: {
      en: 'The alias "{alias}" is longer than {max} characters.',
      'zh-CN': '别名“{alias}”超过 {max} 个字符。',
    },
    cure: { en: 'Use a shorter alias.', 'zh-CN': '请使用更短的别名。' },
  },
  ONE_ID_OR_KEY: {
    message: { en: '"{field}" needs exactly one of id and by.', 'zh-CN': '“{field}”需要且只能给出 id 与 by 之一。' },
    cure: { en: 'Give the id, or one unique key.', 'zh-CN': '请给出 id，或一个唯一键。' },
  },
  KEY_ONE_FIELD: {
    message: { en: 'The {entity} must be named by exactly one key.', 'zh-CN': '{entity} 必须且只能用一个键指定。' },
    cure: { en: 'Give the id, or one unique key.', 'zh-CN': '请给出 id，或一个唯一键。' },
  },
  QUERY_TOO_LONG: {
    message: { en: 'The document has more than {max} tokens.', 'zh-CN': '查询文档超过 {max} 个词元。' },
    cure: { en: 'Split it into several requests.', 'zh-CN': '请拆成多个请求。' },
  },
  QUERY_TOO_DEEP: {
    message: {
      en: 'The query is {depth} levels deep; at most {max} are allowed.',
      'zh-CN': '查询深度为 {depth} 层，最多允许 {max} 层。',
    },
    cure: { en: 'Ask for the inner rows in a query of their own.', 'zh-CN': '请另用查询获取内层数据。' },
  },
  QUERY_TOO_MANY_ALIASES: {
    message: {
      en: 'The document has {count} aliases; at most {max} are allowed.',
      'zh-CN': '查询中有 {count} 个别名，最多允许 {max} 个。',
    },
    cure: {
      en: 'Use one field with a list filter, or several requests.',
      'zh-CN': '请用一个字段配合列表筛选，或分多次请求。',
    },
  },
  QUERY_TOO_MANY_DIRECTIVES: {
    message: {
      en: 'The document has {count} directives; at most {max} are allowed.',
      'zh-CN': '查询中有 {count} 个指令，最多允许 {max} 个。',
    },
    cure: { en: 'Leave out what is not needed before sending.', 'zh-CN': '请在发送前去掉不需要的部分。' },
  },
  QUERY_TOO_MANY_ROOTS: {
    message: {
      en: 'The operation has {count} root fields; at most {max} are allowed.',
      'zh-CN': '操作有 {count} 个根字段，最多允许 {max} 个。',
    },
    cure: { en: 'Split it into several requests.', 'zh-CN': '请拆成多个请求。' },
  },
  QUERY_TOO_COSTLY: {
    message: {
      en: 'The query may read {cost} values; at most {max} are allowed.',
      'zh-CN': '该查询可能读取 {cost} 个值，最多允许 {max} 个。',
    },
    cure: { en: 'Ask for smaller pages or fewer nested lists.', 'zh-CN': '请减小分页或减少嵌套列表。' },
  },
  BODY_TOO_LARGE: {
    message: { en: 'The request is larger than {max} bytes.', 'zh-CN': '请求超过 {max} 字节。' },
    cure: { en: 'Send less at once; use import for many rows.', 'zh-CN': '请减少单次数据量；大量数据请用导入。' },
  },
  NOT_SIGNED_IN: {
    message: { en: 'You are not signed in, or your session has ended.', 'zh-CN': '尚未登录，或登录已过期。' },
    cure: { en: 'Sign in again, or send a valid token.', 'zh-CN': '请重新登录，或发送有效令牌。' },
  },
  SIGN_IN_FAILED: {
    message: { en: 'The e-mail address or the password is wrong.', 'zh-CN': '邮箱或密码不正确。' },
    cure: { en: 'Check both and try again.', 'zh-CN': '请检查后重试。' },
  },
  SIGN_IN_TOO_OFTEN: {
    message: { en: 'Too many attempts to sign in.', 'zh-CN': '登录尝试过于频繁。' },
    cure: { en: 'Wait {seconds} seconds and try again.', 'zh-CN': '请等待 {seconds} 秒后再试。' },
  },
  FORBIDDEN: {
    message: { en: 'Your roles do not allow this.', 'zh-CN': '您的角色没有此权限。' },
    cure: { en: 'Ask the owner of the company for the right.', 'zh-CN': '请向企业所有者申请权限。' },
  },
  TENANT_NOT_FOUND: {
    message: { en: 'There is no company “{tenant}” that you can use.', 'zh-CN': '没有您可用的企业“{tenant}”。' },
    cure: { en: 'Check the name in the address.', 'zh-CN': '请检查网址中的地址标识。' },
  },
  TENANT_EMPTY: {
    message: {
      en: 'The company “{tenant}” has no published template yet.',
      'zh-CN': '企业“{tenant}”还没有发布过模板。',
    },
    cure: { en: 'Publish one, then try again.', 'zh-CN': '请先发布模板，再试。' },
  },
  NOT_FOUND: {
    message: { en: 'There is no such {entity}.', 'zh-CN': '没有这条{entity}。' },
    cure: { en: 'It may have been deleted, or is out of your sight.', 'zh-CN': '它可能已被删除，或您无权查看。' },
  },
  VERSION_CONFLICT: {
    message: {
      en: 'Somebody changed this {entity} since you read it (version {current}, yours is {expected}).',
      'zh-CN': '您读取之后，该{entity}已被他人修改（当前版本 {current}，您的版本 {expected}）。',
    },
    cure: {
      en: 'Compare the fields that differ and send your change with version {current}.',
      'zh-CN': '请比较有差异的字段，并用版本 {current} 重新提交。',
    },
  },
  VALUE_REQUIRED: {
    message: { en: '"{field}" is required.', 'zh-CN': '“{field}”为必填。' },
    cure: { en: 'Give it a value.', 'zh-CN': '请填写。' },
  },
  TEXT_CHARACTER: {
    message: {
      en: 'The request has a text with a character that no text can have.',
      'zh-CN': '提交的文本中含有无法保存的字符。',
    },
    cure: {
      en: 'Leave out the character U+0000 and halves of characters.',
      'zh-CN': '请去掉 U+0000 字符及不完整的字符后重试。',
    },
  },
  VALUE_FORM: {
    message: { en: '"{field}" has the wrong form.', 'zh-CN': '“{field}”的格式不正确。' },
    cure: { en: 'Write it like {form}.', 'zh-CN': '请写成类似 {form} 的形式。' },
  },
  VALUE_BELOW_MIN: {
    message: { en: '"{field}" must be at least {min}.', 'zh-CN': '“{field}”不能小于 {min}。' },
    cure: { en: 'Give a greater value.', 'zh-CN': '请填写更大的值。' },
  },
  VALUE_ABOVE_MAX: {
    message: { en: '"{field}" must be at most {max}.', 'zh-CN': '“{field}”不能大于 {max}。' },
    cure: { en: 'Give a smaller value.', 'zh-CN': '请填写更小的值。' },
  },
  VALUE_TOO_LONG: {
    message: { en: '"{field}" is longer than {max} characters.', 'zh-CN': '“{field}”超过 {max} 个字符。' },
    cure: { en: 'Shorten it.', 'zh-CN': '请缩短。' },
  },
  VALUE_TOO_PRECISE: {
    message: {
      en: '"{field}" has more than {scale} decimal places or more than {precision} digits.',
      'zh-CN': '“{field}”的小数超过 {scale} 位，或总位数超过 {precision}。',
    },
    cure: { en: 'Round it before sending: nothing is rounded silently.', 'zh-CN': '请先四舍五入；系统不会悄悄取整。' },
  },
  VALUE_PATTERN: {
    message: { en: '"{field}" is not written as it has to be.', 'zh-CN': '“{field}”的格式不正确。' },
    cure: { en: 'Write it like {example}.', 'zh-CN': '请写成类似 {example} 的形式。' },
  },
  VALUE_TOO_SHORT: {
    message: { en: '"{field}" is shorter than {min} characters.', 'zh-CN': '“{field}”少于 {min} 个字符。' },
    cure: { en: 'Write more.', 'zh-CN': '请补充内容。' },
  },
  VALUE_OPTION: {
    message: { en: '"{field}" must be one of: {options}.', 'zh-CN': '“{field}”必须是以下之一：{options}。' },
    cure: { en: 'Choose one of them.', 'zh-CN': '请从中选择。' },
  },
  VALUE_TWICE: {
    message: {
      en: '"{field}" is given twice, under its name and a former one.',
      'zh-CN': '“{field}”以新旧两个名称重复给出。',
    },
    cure: { en: 'Give it once.', 'zh-CN': '请只给一次。' },
  },
  VALUE_READONLY: {
    message: { en: '"{field}" can\'t be set.', 'zh-CN': '“{field}”不可设置。' },
    cure: { en: 'Leave it out.', 'zh-CN': '请不要提交该字段。' },
  },
  REFERENCE_NOT_FOUND: {
    message: { en: '"{field}" names no existing {entity}.', 'zh-CN': '“{field}”指向的“{entity}”不存在。' },
    cure: { en: 'Choose an existing one, or create it first.', 'zh-CN': '请选择已有记录，或先创建。' },
  },
  CHOICE_NOT_OFFERED: {
    message: {
      en: 'This can’t be chosen here. It must hold that: {rule}.',
      'zh-CN': '此处不能选择这条记录，须满足：{rule}。',
    },
    cure: { en: 'Choose one for which it holds.', 'zh-CN': '请选择满足条件的记录。' },
  },
  LINES_COUNT: {
    message: {
      en: '"{field}" has {count} lines; {min} to {max} are allowed.',
      'zh-CN': '“{field}”有 {count} 行，允许 {min} 到 {max} 行。',
    },
    cure: { en: 'Add or take away lines.', 'zh-CN': '请增减明细行。' },
  },
  LINE_NOT_FOUND: {
    message: { en: 'The document has no line {id}.', 'zh-CN': '单据中没有明细行 {id}。' },
    cure: {
      en: 'Read the document again and use the ids of its lines.',
      'zh-CN': '请重新读取单据并使用其明细行的 id。',
    },
  },
  CHECK_FAILED: {
    message: { en: '{text}', 'zh-CN': '{text}' },
    cure: { en: 'Change the values so that the rule holds.', 'zh-CN': '请修改数值使规则成立。' },
  },
  BULK_TOO_MANY: {
    message: {
      en: '{count} rows are given; at most {max} can be written at once.',
      'zh-CN': '提交了 {count} 行，每次最多 {max} 行。',
    },
    cure: { en: 'Split them, or use import.', 'zh-CN': '请分批提交，或使用导入。' },
  },
  IDEMPOTENCY_MISMATCH: {
    message: { en: 'The idempotency key was used before for another request.', 'zh-CN': '该幂等键已用于另一个请求。' },
    cure: { en: 'Use a new key for a new request.', 'zh-CN': '新的请求请使用新的键。' },
  },
  IDEMPOTENCY_KEY_FORM: {
    message: { en: 'An idempotency key has 1 to {max} characters.', 'zh-CN': '幂等键长度应为 1 到 {max} 个字符。' },
    cure: { en: 'Use a UUID, for example.', 'zh-CN': '例如使用 UUID。' },
  },
  TIMEOUT: {
    message: {
      en: 'This took longer than {seconds} seconds and was stopped.',
      'zh-CN': '操作超过 {seconds} 秒，已停止。',
    },
    cure: { en: 'Ask for less at once, or add an index.', 'zh-CN': '请减少数据量，或添加索引。' },
  },
  UNAVAILABLE: {
    message: { en: "The database can't be reached at the moment.", 'zh-CN': '暂时无法连接数据库。' },
    cure: { en: 'Try again in a moment.', 'zh-CN': '请稍后重试。' },
  },
  INTERNAL: {
    message: {
      en: 'Something went wrong on our side. Request {requestId}.',
      'zh-CN': '系统内部出错。请求编号 {requestId}。',
    },
    cure: {
      en: 'Try again; if it stays, tell your administrator the request number.',
      'zh-CN': '请重试；若仍出错，请把请求编号告诉管理员。',
    },
  },
  GRAPHQL_INVALID: {
    message: { en: '{text}', 'zh-CN': '查询或变量有误：{text}' },
    cure: { en: 'Correct the document or its variables.', 'zh-CN': '请更正查询文档或变量。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
