import type { IssueSpec } from '../issue-spec.ts';

/** What can be wrong with roles, workflows, views, ledgers, points, packs and edits. */
export const MODEL_RULE_ISSUES = {
  MODEL_GRANT_OF_ALL: {
    message: { en: 'A grant for all objects cannot have “{key}”.', 'zh-CN': '对全部业务对象的授权不能写“{key}”。' },
    cure: {
      en: 'Write a grant of its own for the object that needs it.',
      'zh-CN': '请为需要的业务对象单独写一条授权。',
    },
  },
  MODEL_GRANT_TARGET: {
    message: {
      en: 'A grant is for an object or for a ledger; this one names both or neither.',
      'zh-CN': '一条授权要么针对业务对象，要么针对台账；此处两者都写了或都没写。',
    },
    cure: { en: 'Write exactly one of “entity” and “ledger”.', 'zh-CN': '请只写“entity”和“ledger”中的一个。' },
  },
  MODEL_GRANT_OF_LEDGER: {
    message: {
      en: 'A grant for a ledger cannot have “{key}”: balances and movements are only read.',
      'zh-CN': '对台账的授权不能有“{key}”：余额和流水只能读取。',
    },
    cure: {
      en: 'Grant “read” or “export”, narrow it with “rows”, and keep figures away with “hide”.',
      'zh-CN': '请授予“read”或“export”，用“rows”限定范围，用“hide”隐藏数字。',
    },
  },
  MODEL_LEDGER_NAME_LONG: {
    message: { en: 'The id “{id}” is too long for a ledger.', 'zh-CN': '台账标识“{id}”过长。' },
    cure: {
      en: 'Take an id of at most 40 characters: the API makes longer names from it.',
      'zh-CN': '请使用不超过 40 个字符的标识：接口会由它生成更长的名称。',
    },
  },
  MODEL_GRANT_LINE_ROWS: {
    message: {
      en: 'Rows of “{id}” follow their document and have no rule of their own.',
      'zh-CN': '“{id}”的明细行跟随单据，不能单独设行规则。',
    },
    cure: { en: 'Write the row rule in the grant for the document.', 'zh-CN': '请把行规则写在单据的授权里。' },
  },
  MODEL_GRANT_HIDES_REQUIRED: {
    message: {
      en: 'This role may create records but not fill the required field “{id}” ({key}).',
      'zh-CN': '该角色可以新建记录，却不能填写必填字段“{id}”（{key}）。',
    },
    cure: {
      en: 'Give the field a default, let the role fill it, or take “create” away.',
      'zh-CN': '请给该字段设默认值，或允许该角色填写，或取消其新建权限。',
    },
  },
  MODEL_WORKFLOW_SECOND: {
    message: { en: '“{id}” has a workflow already.', 'zh-CN': '“{id}”已有流程。' },
    cure: { en: 'Join the two; an object has one workflow.', 'zh-CN': '请合并；一个业务对象只能有一个流程。' },
  },
  MODEL_WORKFLOW_ENTITY_KIND: {
    message: {
      en: '“{id}” is of kind “{kind}” and cannot have a workflow.',
      'zh-CN': '“{id}”的种类是 {kind}，不能有流程。',
    },
    cure: { en: 'Give the workflow to a document or a master.', 'zh-CN': '请把流程设在单据或主数据上。' },
  },
  MODEL_STATE_UNREACHABLE: {
    message: { en: 'No transition leads to the state “{id}”.', 'zh-CN': '没有流转可以到达状态“{id}”。' },
    cure: { en: 'Add a transition to it, or remove it.', 'zh-CN': '请添加到达它的流转，或删除该状态。' },
  },
  MODEL_REVERSE_NEVER_POSTED: {
    message: {
      en: '“{id}” is reversed here, but no transition of the workflow posts it.',
      'zh-CN': '此处冲销“{id}”，但流程中没有流转过账它。',
    },
    cure: { en: 'Post it in an earlier transition, or remove it here.', 'zh-CN': '请在之前的流转中过账，或在此删除。' },
  },
  MODEL_SET_COMPUTED: {
    message: { en: '“{id}” is computed and cannot be set.', 'zh-CN': '“{id}”是计算字段，不能赋值。' },
    cure: { en: 'Remove it, or set a field that it is computed from.', 'zh-CN': '请删除，或改为设置其来源字段。' },
  },
  MODEL_LAYOUT_ID_TWICE: {
    message: { en: 'Two parts of this layout have the id “{id}”.', 'zh-CN': '该布局中有两处标识都是“{id}”。' },
    cure: { en: 'Give one of them another id.', 'zh-CN': '请为其中一处换一个标识。' },
  },
  MODEL_TAB_NO_SECTION: {
    message: { en: '“{id}” stands in tabs but is no section.', 'zh-CN': '“{id}”位于标签页中，但不是分区。' },
    cure: { en: 'Put it into a section: each tab is one.', 'zh-CN': '请放入分区：每个标签页就是一个分区。' },
  },
  MODEL_FIELD_KIND_UNFIT: {
    message: {
      en: '“{id}” has type {type}, which does not fit here.',
      'zh-CN': '“{id}”的类型是 {type}，不适用于此处。',
    },
    cure: { en: 'Use one of: {wanted}.', 'zh-CN': '请使用以下类型之一：{wanted}。' },
  },
  MODEL_PATH_THROUGH: {
    message: {
      en: '“{path}” goes on after “{id}”, which refers to nothing ({type}).',
      'zh-CN': '“{path}”在“{id}”之后继续，但它不是引用（{type}）。',
    },
    cure: { en: 'Only references to one record can be followed.', 'zh-CN': '只能沿单值引用继续。' },
  },
  MODEL_SORT_UNFIT: {
    message: { en: 'Lists cannot be sorted by “{id}” ({type}).', 'zh-CN': '列表不能按“{id}”（{type}）排序。' },
    cure: {
      en: 'Sort by a text, number, date, option or reference.',
      'zh-CN': '请按文本、数值、日期、选项或引用排序。',
    },
  },
  MODEL_GROUP_UNFIT: {
    message: {
      en: 'Reports cannot be grouped by “{id}” ({type}) like this.',
      'zh-CN': '报表不能这样按“{id}”（{type}）分组。',
    },
    cure: { en: 'Group by a single value; only dates take a bucket.', 'zh-CN': '请按单值字段分组；只有日期可以分段。' },
  },
  MODEL_MEASURE_UNFIT: {
    message: { en: '“{fn}” of “{id}” ({type}) has no meaning.', 'zh-CN': '对“{id}”（{type}）求“{fn}”没有意义。' },
    cure: {
      en: 'Sum and average numbers; take the least and greatest of what can be sorted.',
      'zh-CN': '求和与平均只用于数值；最大最小只用于可排序字段。',
    },
  },
  MODEL_POSTING_EACH: {
    message: {
      en: '“each” needs the rows of a document, not {found}.',
      'zh-CN': 'each 需要单据的明细行，而不是 {found}。',
    },
    cure: { en: 'Write a “lines” field, as in “doc.lines”.', 'zh-CN': '请写 lines 字段，如 doc.lines。' },
  },
  MODEL_POSTING_MODE: {
    message: {
      en: 'This posting is made for a ledger of another kind; here it needs “{wanted}”.',
      'zh-CN': '此过账规则与台账的记账方式不符；该台账需用“{wanted}”。',
    },
    cure: {
      en: 'Choose another ledger, or make the posting anew for this one.',
      'zh-CN': '请改选台账，或为此台账重新添加过账规则。',
    },
  },
  MODEL_POSTING_KEY_MISSING: {
    message: {
      en: 'The posting does not say which “{id}” of “{ledger}” it moves.',
      'zh-CN': '过账规则未说明“{ledger}”的哪个“{id}”。',
    },
    cure: { en: 'Say which “{id}” the posting means.', 'zh-CN': '请在过账规则中填写“{id}”。' },
  },
  MODEL_TABLE_ROW: {
    message: {
      en: 'This row has {count} cells instead of {wanted}.',
      'zh-CN': '该行有 {count} 个单元格，应为 {wanted} 个。',
    },
    cure: { en: 'One cell for each input and one for the result.', 'zh-CN': '每个输入一格，结果一格。' },
  },
  MODEL_AWARD_TRIGGER: {
    message: {
      en: 'What earns the award “{id}” is not said, or is said twice.',
      'zh-CN': '奖励“{id}”由什么触发，没有写明或重复写明。',
    },
    cure: {
      en: 'Either choose the event that earns it, or who gives it by hand.',
      'zh-CN': '请选择触发它的事件，或由谁手工授予，二者取一。',
    },
  },
  MODEL_ACTION_NO_ENTITY: {
    message: { en: 'The action “{id}” has no record to act on.', 'zh-CN': '动作“{id}”没有可操作的记录。' },
    cure: { en: 'Say in “of” which records the schedule runs over.', 'zh-CN': '请在 of 中写明计划针对哪些记录。' },
  },
  MODEL_RECORDS_KEY: {
    message: {
      en: '{by} is no unique key of {entity}, so shipped records could not be recognised again.',
      'zh-CN': '{by} 不是 {entity} 的唯一键，随包数据将无法再次识别。',
    },
    cure: { en: 'Name the fields of a unique key.', 'zh-CN': '请写一个唯一键的字段。' },
  },
  MODEL_RECORD_WITHOUT_KEY: {
    message: { en: 'This record has no “{id}”, by which it is recognised.', 'zh-CN': '该记录缺少用于识别的“{id}”。' },
    cure: { en: 'Fill it in.', 'zh-CN': '请补上。' },
  },
  MODEL_EXTENDS_LEFT: {
    message: {
      en: 'Extensions of other packs are joined with them before the model is resolved.',
      'zh-CN': '对其他包的扩展须先与其合并，才能解析模型。',
    },
    cure: { en: 'Compose the packs first.', 'zh-CN': '请先组合各包。' },
  },
  MODEL_PACK_TWICE: {
    message: { en: 'The pack “{pack}” is here twice.', 'zh-CN': '包“{pack}”出现了两次。' },
    cure: { en: 'Keep one version of it.', 'zh-CN': '请只保留一个版本。' },
  },
  MODEL_PACK_MISSING: {
    message: {
      en: '“{pack}” requires “{needed}” {range}, which is not here.',
      'zh-CN': '“{pack}”依赖“{needed}” {range}，但未提供。',
    },
    cure: { en: 'Add the pack “{needed}”.', 'zh-CN': '请添加包“{needed}”。' },
  },
  MODEL_PACK_VERSION: {
    message: {
      en: '“{pack}” requires “{needed}” {range}, but {found} is here.',
      'zh-CN': '“{pack}”依赖“{needed}” {range}，但现有版本是 {found}。',
    },
    cure: {
      en: 'Use a version of “{needed}” in that range, or a newer “{pack}”.',
      'zh-CN': '请使用该范围内的“{needed}”，或更新“{pack}”。',
    },
  },
  MODEL_PACK_RANGE: {
    message: { en: '“{range}” is no range of versions.', 'zh-CN': '“{range}”不是有效的版本范围。' },
    cure: { en: 'Write it as in “^1.2” or “>=1.0.0 <3.0.0”.', 'zh-CN': '请写成 “^1.2” 或 “>=1.0.0 <3.0.0” 的形式。' },
  },
  MODEL_PACK_CYCLE: {
    message: { en: 'These packs require each other: {cycle}.', 'zh-CN': '这些包互相依赖：{cycle}。' },
    cure: { en: 'Move what both need into a pack of its own.', 'zh-CN': '请把共同需要的内容移到单独的包中。' },
  },
  MODEL_PACK_NOT_REQUIRED: {
    message: {
      en: '“{pack}” extends “{id}” of “{needed}” without requiring that pack.',
      'zh-CN': '“{pack}”扩展了“{needed}”的“{id}”，却未声明依赖。',
    },
    cure: { en: 'Add “{needed}” to “requires”.', 'zh-CN': '请在 requires 中加入“{needed}”。' },
  },
  MODEL_PACK_ID_RESERVED: {
    message: {
      en: '“{id}” begins with “x_”, which only companies’ own items do.',
      'zh-CN': '“{id}”以 x_ 开头，该前缀只用于企业自己的项。',
    },
    cure: { en: 'Choose an id without the prefix.', 'zh-CN': '请使用不带该前缀的标识。' },
  },
  MODEL_PACK_NAME_RESERVED: {
    message: { en: 'No pack may be called “{pack}”.', 'zh-CN': '包不能命名为“{pack}”。' },
    cure: { en: 'Choose another name.', 'zh-CN': '请另取名称。' },
  },
  MODEL_ID_TAKEN: {
    message: { en: '“{id}” of “{pack}” is in “{other}” already.', 'zh-CN': '“{pack}”的“{id}”在“{other}”中已存在。' },
    cure: {
      en: 'Give it another id, or extend the item of the other pack.',
      'zh-CN': '请换一个标识，或扩展另一个包中的该项。',
    },
  },
  MODEL_LABEL_MISSING: {
    message: { en: '“{id}” has no {language} text for “{key}”.', 'zh-CN': '“{id}”的“{key}”缺少 {language} 文本。' },
    cure: {
      en: 'Shipped packs carry every label in English and Chinese.',
      'zh-CN': '随产品发布的包，每个名称都要有中英文。',
    },
  },
  MODEL_ORIGIN_IN_PACK: {
    message: {
      en: '“origin” is written by the composition, not in a pack.',
      'zh-CN': 'origin 由组合过程写入，不应出现在包里。',
    },
    cure: { en: 'Remove it.', 'zh-CN': '请删除。' },
  },
  MODEL_EDIT_NO_PLACE: {
    message: { en: 'There is no “{place}” in the template.', 'zh-CN': '模板中没有“{place}”。' },
    cure: { en: 'Reload the draft: somebody else may have removed it.', 'zh-CN': '请重新载入草稿：可能已被他人删除。' },
  },
  MODEL_EDIT_ID_TAKEN: {
    message: { en: 'There is an item “{id}” in this list already.', 'zh-CN': '此列表中已有“{id}”。' },
    cure: { en: 'Choose another id.', 'zh-CN': '请换一个标识。' },
  },
  MODEL_EDIT_ID_FIXED: {
    message: { en: 'The id of an item never changes.', 'zh-CN': '项的标识不可更改。' },
    cure: { en: 'Change its label or its API name instead.', 'zh-CN': '请改其名称或接口名称。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
