import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with automations, schedules, webhooks and notifications. */
export const AUTOMATION_ISSUES = {
  AUTOMATION_TOO_DEEP: {
    message: {
      en: 'Rule {id} was not run: {max} rules have already set each other off.',
      'zh-CN': '规则 {id} 未执行：已有 {max} 条规则相互触发。',
    },
    cure: {
      en: 'Rules start each other in a circle; give one of them a condition that becomes false.',
      'zh-CN': '规则之间形成循环触发，请为其中一条加上最终会不成立的条件。',
    },
  },
  AUTOMATION_OUTDATED: {
    message: {
      en: 'Rule {id} reads or changes something that the template no longer has.',
      'zh-CN': '规则 {id} 读取或修改的内容在当前模板中已不存在。',
    },
    cure: {
      en: 'Nothing was changed. The rule of the version in force applies to later events.',
      'zh-CN': '未做任何更改；之后的事件按当前版本的规则执行。',
    },
  },
  AUTOMATION_NO_RECORD: {
    message: {
      en: 'The record that rule {id} is about is no longer there.',
      'zh-CN': '规则 {id} 对应的记录已不存在。',
    },
    cure: { en: 'Nothing was changed.', 'zh-CN': '未做任何更改。' },
  },
  AUTOMATION_FAILED: {
    message: {
      en: 'Rule {id} could not be run; {attempts} attempts failed.',
      'zh-CN': '规则 {id} 无法执行，已尝试 {attempts} 次。',
    },
    cure: { en: 'Run it again later, or tell your operator.', 'zh-CN': '请稍后重新执行，或联系运维人员。' },
  },
  AUTOMATION_CONNECTION_UNKNOWN: {
    message: {
      en: 'Rule {id} sends to the connection {connection}, which does not exist.',
      'zh-CN': '规则 {id} 要发送到连接 {connection}，但该连接不存在。',
    },
    cure: {
      en: 'Make a connection of that name, then run the rule again.',
      'zh-CN': '请建立该名称的连接，然后重新执行规则。',
    },
  },
  RUN_NOT_FOUND: {
    message: { en: 'There is no such run.', 'zh-CN': '没有这次执行记录。' },
    cure: { en: 'Take its id from the list of runs.', 'zh-CN': '请从执行记录列表中取得编号。' },
  },
  RUN_NOT_REPEATABLE: {
    message: {
      en: 'This run is {state} and is not to be repeated.',
      'zh-CN': '该执行的状态为 {state}，不能重新执行。',
    },
    cure: {
      en: 'Only runs that were refused, failed or stopped are run again.',
      'zh-CN': '只有被拒绝、失败或停止的执行才能重新执行。',
    },
  },
  CONNECTION_NOT_FOUND: {
    message: { en: 'There is no such connection.', 'zh-CN': '没有这个连接。' },
    cure: { en: 'Take its id from the list of connections.', 'zh-CN': '请从连接列表中取得编号。' },
  },
  CONNECTION_NAME: {
    message: { en: '“{name}” is not a name for a connection.', 'zh-CN': '“{name}”不能作为连接名称。' },
    cure: {
      en: 'Use a letter, then letters, digits, dots or dashes; 64 at most.',
      'zh-CN': '以字母开头，后接字母、数字、点或短横线，最多 64 个字符。',
    },
  },
  CONNECTION_NAME_TAKEN: {
    message: { en: 'There is a connection called “{name}” already.', 'zh-CN': '已有名为“{name}”的连接。' },
    cure: { en: 'Choose another name.', 'zh-CN': '请换一个名称。' },
  },
  CONNECTION_URL: {
    message: { en: 'The address “{why}” can’t be used.', 'zh-CN': '地址“{why}”不能使用。' },
    cure: {
      en: 'Give a public http or https address without a user name in it.',
      'zh-CN': '请填写公网的 http 或 https 地址，且不要包含用户名。',
    },
  },
  CONNECTION_SECRET: {
    message: { en: 'The signing secret can’t be used.', 'zh-CN': '签名密钥不能使用。' },
    cure: {
      en: 'Give “whsec_” and 24 to 64 bytes in base64, or leave it out to have one made.',
      'zh-CN': '请填写“whsec_”加 24 至 64 字节的 base64，或留空由系统生成。',
    },
  },
  CONNECTION_HEADER: {
    message: { en: 'The header “{name}” can’t be sent.', 'zh-CN': '不能发送请求头“{name}”。' },
    cure: {
      en: 'Use a plain header name and a value on one line; those that the server sets itself are not yours.',
      'zh-CN': '请使用普通的请求头名称和单行值；服务器自行设置的请求头不可修改。',
    },
  },
  CONNECTION_TOPIC: {
    message: { en: 'There is no event “{topic}”.', 'zh-CN': '没有事件“{topic}”。' },
    cure: {
      en: 'Write SalesOrder.created, .updated, .deleted, .restored, .transition.confirm, SalesOrder.* or *.',
      'zh-CN': '请写 SalesOrder.created、.updated、.deleted、.restored、.transition.confirm、SalesOrder.* 或 *。',
    },
  },
  CONNECTION_TOO_MANY: {
    message: { en: 'A company has {max} connections at most.', 'zh-CN': '每个企业最多 {max} 个连接。' },
    cure: { en: 'Remove one that is not used.', 'zh-CN': '请删除不用的连接。' },
  },
  DELIVERY_NOT_FOUND: {
    message: { en: 'There is no such delivery.', 'zh-CN': '没有这次投递。' },
    cure: { en: 'Take its id from the list of deliveries.', 'zh-CN': '请从投递列表中取得编号。' },
  },
  NOTIFICATION_NOT_FOUND: {
    message: { en: 'There is no such notification of yours.', 'zh-CN': '没有属于您的这条通知。' },
    cure: { en: 'Take its id from your list of notifications.', 'zh-CN': '请从您的通知列表中取得编号。' },
  },
  MODEL_TIME_ZONE_UNKNOWN: {
    message: { en: 'There is no time zone “{id}”.', 'zh-CN': '没有时区“{id}”。' },
    cure: {
      en: 'Use a name of the IANA list, such as Asia/Shanghai.',
      'zh-CN': '请使用 IANA 时区名称，例如 Asia/Shanghai。',
    },
  },
  MODEL_RULE_OF_LINES: {
    message: {
      en: '“{entity}” are lines: they change with their document and have no events of their own.',
      'zh-CN': '“{entity}”是明细行，随所属单据变更，没有自己的事件。',
    },
    cure: {
      en: 'Name the document, and read its lines with doc.lines.exists(…).',
      'zh-CN': '请指定所属单据，并用 doc.lines.exists(…) 读取其明细。',
    },
  },
  MODEL_ROLLUP_STORED_CLOCK: {
    message: {
      en: 'A stored rollup can’t depend on the time or on who reads it.',
      'zh-CN': '存储的汇总不能依赖当前时间或读取者。',
    },
    cure: {
      en: 'Use mode live, or leave now(), today() and actor out of its condition.',
      'zh-CN': '请改用 live 模式，或在条件中去掉 now()、today() 和 actor。',
    },
  },
  CONFIG_HOST: {
    message: { en: '{name} has “{value}”, which is no host.', 'zh-CN': '{name} 中的“{value}”不是主机名。' },
    cure: {
      en: 'Write hosts without a scheme, separated by commas: hooks.internal,10.0.0.5:8443.',
      'zh-CN': '请写不带协议的主机，以逗号分隔：hooks.internal,10.0.0.5:8443。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
