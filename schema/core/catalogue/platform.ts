import type { IssueSpec } from '../issue-spec.ts';

/** The server's settings, its HTTP front, and what users and owners do on the platform. */
export const PLATFORM_ISSUES = {
  CONFIG_NUMBER: {
    message: { en: '{name} is "{value}".', 'zh-CN': '{name} 的值为“{value}”。' },
    cure: { en: 'Set it to a whole number from {min} to {max}.', 'zh-CN': '请设为 {min} 到 {max} 之间的整数。' },
  },
  CONFIG_CHOICE: {
    message: { en: '{name} is "{value}".', 'zh-CN': '{name} 的值为“{value}”。' },
    cure: { en: 'Set it to one of: {choices}.', 'zh-CN': '请设为以下之一：{choices}。' },
  },
  CONFIG_URL: {
    message: {
      en: '{name} is not an address that begins with {schemes}.',
      'zh-CN': '{name} 不是以 {schemes} 开头的地址。',
    },
    cure: { en: 'Write it like {example}.', 'zh-CN': '请写成类似 {example} 的形式。' },
  },
  CONFIG_CELL: {
    message: { en: 'Part {position} of {name} is not a cell.', 'zh-CN': '{name} 的第 {position} 部分不是有效的单元。' },
    cure: {
      en: 'Write cells as name=url, separated by commas: east=postgres://…,west=postgres://…; each name once, never "home".',
      'zh-CN': '单元写成 名称=地址，以逗号分隔：east=postgres://…,west=postgres://…；名称不可重复，也不可为 home。',
    },
  },
  CONFIG_CELLS_NEED_DATABASE: {
    message: {
      en: 'FORMWORK_CELLS is set but DATABASE_URL is not.',
      'zh-CN': '已设置 FORMWORK_CELLS，但没有设置 DATABASE_URL。',
    },
    cure: {
      en: 'Set DATABASE_URL to the database of the directory; the embedded database is for one machine.',
      'zh-CN': '请将 DATABASE_URL 设为目录数据库；内嵌数据库只用于单机。',
    },
  },
  CONFIG_SECRET_KEY: {
    message: { en: '{name} is not a key of 32 bytes.', 'zh-CN': '{name} 不是 32 字节的密钥。' },
    cure: {
      en: 'Write 64 hexadecimal digits or 44 characters of Base64, for example from: openssl rand -base64 32',
      'zh-CN': '请填写 64 位十六进制数或 44 个 Base64 字符，例如由 openssl rand -base64 32 生成。',
    },
  },
  PORT_IN_USE: {
    message: { en: 'Port {port} of {host} is in use.', 'zh-CN': '{host} 的端口 {port} 已被占用。' },
    cure: {
      en: 'Stop what uses it, or set PORT to another number.',
      'zh-CN': '请停止占用该端口的程序，或将 PORT 设为其他端口。',
    },
  },
  REQUEST_NOT_FOUND: {
    message: { en: 'There is nothing at {path}.', 'zh-CN': '{path} 处没有内容。' },
    cure: { en: 'Check the address.', 'zh-CN': '请检查地址。' },
  },
  REQUEST_METHOD: {
    message: { en: '{method} is not answered here.', 'zh-CN': '此处不支持 {method}。' },
    cure: { en: 'Use {allowed}.', 'zh-CN': '请使用 {allowed}。' },
  },
  REQUEST_CONTENT_TYPE: {
    message: { en: 'The request body is not declared as JSON.', 'zh-CN': '请求正文没有声明为 JSON。' },
    cure: { en: 'Send Content-Type: application/json.', 'zh-CN': '请发送 Content-Type: application/json。' },
  },
  REQUEST_JSON: {
    message: { en: 'The request body is not JSON.', 'zh-CN': '请求正文不是合法的 JSON。' },
    cure: { en: 'Send one JSON object, as UTF-8.', 'zh-CN': '请以 UTF-8 发送一个 JSON 对象。' },
  },
  REQUEST_FORM: {
    message: { en: '"{part}" of the request has the wrong form.', 'zh-CN': '请求中“{part}”的形式不对。' },
    cure: {
      en: 'Send one object: "query" is a text, "variables" an object, "operationName" a text.',
      'zh-CN': '请发送一个对象：query 为文本，variables 为对象，operationName 为文本。',
    },
  },
  REQUEST_INTERRUPTED: {
    message: { en: 'The request ended before it was complete.', 'zh-CN': '请求在传完之前中断。' },
    cure: { en: 'Send it again.', 'zh-CN': '请重新发送。' },
  },
  REQUEST_ORIGIN: {
    message: {
      en: 'A page of {origin} may not use your session here.',
      'zh-CN': '{origin} 的页面不能使用您在此处的登录。',
    },
    cure: {
      en: 'Open the application at its own address, or send a token instead of the cookie. Operators: set FORMWORK_PUBLIC_URL to the address that people use.',
      'zh-CN': '请从应用自己的地址打开，或改用令牌。管理员：请将 FORMWORK_PUBLIC_URL 设为用户使用的地址。',
    },
  },
  REQUEST_CROSS_SITE: {
    message: { en: 'This request could come from another site’s form.', 'zh-CN': '该请求可能来自其他网站的表单。' },
    cure: {
      en: 'Send Content-Type: application/json, or the header apollo-require-preflight: 1.',
      'zh-CN': '请发送 Content-Type: application/json，或请求头 apollo-require-preflight: 1。',
    },
  },
  SERVER_BUSY: {
    message: {
      en: 'The server has more requests than it can answer in time.',
      'zh-CN': '服务器请求过多，无法及时处理。',
    },
    cure: { en: 'Try again in {seconds} seconds.', 'zh-CN': '请在 {seconds} 秒后重试。' },
  },
  EMAIL_INVALID: {
    message: { en: '"{email}" is not an e-mail address.', 'zh-CN': '“{email}”不是有效的邮箱地址。' },
    cure: { en: 'Write it like name@example.com.', 'zh-CN': '请写成类似 name@example.com 的形式。' },
  },
  PASSWORD_TOO_SHORT: {
    message: { en: 'The password is shorter than {min} characters.', 'zh-CN': '密码少于 {min} 个字符。' },
    cure: {
      en: 'Use a longer one: a few words are easy to remember.',
      'zh-CN': '请使用更长的密码：几个词组成的短句便于记忆。',
    },
  },
  PASSWORD_TOO_LONG: {
    message: { en: 'The password is longer than {max} characters.', 'zh-CN': '密码超过 {max} 个字符。' },
    cure: { en: 'Use a shorter one.', 'zh-CN': '请使用较短的密码。' },
  },
  ROLE_UNKNOWN: {
    message: { en: 'The company has no role "{role}".', 'zh-CN': '该企业没有角色“{role}”。' },
    cure: { en: 'Use roles of its template: {known}.', 'zh-CN': '请使用其模板中的角色：{known}。' },
    none: { en: 'Its template has no roles yet: publish one first.', 'zh-CN': '其模板尚无角色，请先发布一个角色。' },
  },
  ROLES_MISSING: {
    message: { en: 'No role is given.', 'zh-CN': '没有指定角色。' },
    cure: { en: 'Give at least one.', 'zh-CN': '请至少指定一个。' },
  },
  MEMBER_UNKNOWN: {
    message: { en: 'This person is not a member of the company.', 'zh-CN': '此人不是该企业的成员。' },
    cure: { en: 'Invite them first.', 'zh-CN': '请先邀请。' },
  },
  MEMBER_LAST_OWNER: {
    message: { en: 'A company can’t be without an owner.', 'zh-CN': '企业不能没有所有者。' },
    cure: { en: 'Make somebody else an owner first.', 'zh-CN': '请先将其他人设为所有者。' },
  },
  PASSWORD_ELSEWHERE: {
    message: {
      en: 'They sign in elsewhere with it too, so owners of one company can’t change it.',
      'zh-CN': '该成员还使用此账号登录其他企业，单个企业的所有者无法重置。',
    },
    cure: { en: 'Ask who operates this server.', 'zh-CN': '请联系服务器管理员。' },
  },
  HAND_OVER_TO: {
    message: { en: 'Nobody can take over who is not an active member.', 'zh-CN': '接手人必须是其他在职成员。' },
    cure: { en: 'Choose another person.', 'zh-CN': '请选择其他成员。' },
  },
  HAND_OVER_FIELD: {
    message: { en: '"{field}" is no field that says whose a record is.', 'zh-CN': '“{field}”不是可交接的人员字段。' },
    cure: { en: 'Use those that `handOverPreview` names.', 'zh-CN': '请使用 `handOverPreview` 返回的字段。' },
  },
  HAND_OVER_TOO_MANY: {
    message: {
      en: '{rows} records are more than one hand-over moves; {max} is the most.',
      'zh-CN': '待交接数据共 {rows} 条，超过单次上限 {max} 条。',
    },
    cure: { en: 'Hand over some kinds of records first, then the others.', 'zh-CN': '请分批选择数据类型进行交接。' },
  },
  DEPARTMENT_UNKNOWN: {
    message: { en: 'There is no department "{department}".', 'zh-CN': '没有部门“{department}”。' },
    cure: { en: 'Choose an existing one, or make it first.', 'zh-CN': '请选择已有部门，或先创建。' },
  },
  DEPARTMENT_CYCLE: {
    message: { en: 'A department can’t be below itself.', 'zh-CN': '部门不能隶属于自身。' },
    cure: { en: 'Choose another parent.', 'zh-CN': '请选择其他上级部门。' },
  },
  DEPARTMENT_USED: {
    message: { en: 'Records name the department "{name}".', 'zh-CN': '部门“{name}”已被数据引用。' },
    cure: {
      en: 'Name another department in those records first, or rename this one.',
      'zh-CN': '请先修改引用它的数据，或直接重命名该部门。',
    },
  },
  TOKEN_UNKNOWN: {
    message: { en: 'There is no such token, or it was revoked.', 'zh-CN': '没有该令牌，或已被吊销。' },
    cure: { en: 'Look at the list of tokens.', 'zh-CN': '请查看令牌列表。' },
  },
  TOKEN_EXPIRY: {
    message: {
      en: 'A token must expire between now and {days} days from now.',
      'zh-CN': '令牌必须在现在起 {days} 天之内到期。',
    },
    cure: { en: 'Choose an earlier or later moment.', 'zh-CN': '请调整到期时间。' },
  },
  LABEL_FORM: {
    message: { en: '{name} must have 1 to {max} characters.', 'zh-CN': '{name} 应为 1 到 {max} 个字符。' },
    cure: { en: 'Write a short name that people recognise.', 'zh-CN': '请填写易于识别的简短名称。' },
  },
  TIME_ZONE_UNKNOWN: {
    message: { en: '"{timeZone}" is not a time zone.', 'zh-CN': '“{timeZone}”不是有效的时区。' },
    cure: {
      en: 'Use a name such as Asia/Shanghai or Europe/Berlin.',
      'zh-CN': '请使用 Asia/Shanghai、Europe/Berlin 之类的名称。',
    },
  },
  PACK_UNKNOWN: {
    message: { en: 'There is no pack "{pack}".', 'zh-CN': '没有模板包“{pack}”。' },
    cure: { en: 'Known packs: {known}.', 'zh-CN': '可用的模板包：{known}。' },
  },
  PACK_ALREADY_THERE: {
    message: { en: 'The draft is made of pack "{pack}" already.', 'zh-CN': '草稿已包含模板包“{pack}”。' },
    cure: {
      en: 'Leave it out; a newer version of it comes by upgrading.',
      'zh-CN': '请去掉该模板包；如需新版本，请使用升级。',
    },
  },
  PACK_VERSION_TAKEN: {
    message: {
      en: 'Version {version} of pack "{pack}" is registered with another content.',
      'zh-CN': '模板包“{pack}”的版本 {version} 已登记，且内容不同。',
    },
    cure: {
      en: 'Raise the version: a published version never changes.',
      'zh-CN': '请提高版本号：已发布的版本不可更改。',
    },
  },
  BACKUP_UNKNOWN: {
    message: { en: 'There is no such backup.', 'zh-CN': '没有这份备份。' },
    cure: { en: 'It may have been removed. Look at the list again.', 'zh-CN': '可能已被删除，请刷新列表。' },
  },
  BACKUP_RUNNING: {
    message: { en: 'A backup or a restore of this company is under way.', 'zh-CN': '该企业正在备份或恢复。' },
    cure: { en: 'Wait until it has ended.', 'zh-CN': '请等待其完成。' },
  },
  BACKUP_KEEP_NONE: {
    message: { en: 'No backups are kept here.', 'zh-CN': '此处不保存备份。' },
    cure: { en: 'Ask the server that serves the companies.', 'zh-CN': '请在运行这些企业的服务器上操作。' },
  },
  BACKUP_LOST: {
    message: {
      en: 'It was cut short: the process that did it is gone.',
      'zh-CN': '操作中断：执行该操作的进程已退出。',
    },
    cure: { en: 'Begin it again; nothing half is left.', 'zh-CN': '请重新执行，不会留下不完整的数据。' },
  },
  BACKUP_OTHER_TENANT: {
    message: {
      en: 'This backup is of another company, "{name}".',
      'zh-CN': '该备份属于另一家企业“{name}”。',
    },
    cure: {
      en: 'Upload it there, or ask an operator of the server to restore it.',
      'zh-CN': '请在该企业中上传，或联系服务器管理员恢复。',
    },
  },
  BACKUP_UPLOADS: {
    message: {
      en: 'There are {max} uploaded backups here already.',
      'zh-CN': '已上传的备份达到 {max} 份上限。',
    },
    cure: { en: 'Remove one that is not needed any more.', 'zh-CN': '请先删除不再需要的备份。' },
  },
  BACKUP_TEMPLATE: {
    message: {
      en: 'The template in this backup can’t be used by this server: {reason}',
      'zh-CN': '本服务器无法使用该备份中的模板：{reason}',
    },
    cure: {
      en: 'Restore it on a server of the version that made it, or of a newer one.',
      'zh-CN': '请在创建该备份的同版本或更高版本的服务器上恢复。',
    },
  },
  BACKUP_FAILED: {
    message: { en: 'It could not be finished: {reason}', 'zh-CN': '未能完成：{reason}' },
    cure: { en: 'Try again; the log of the server says more.', 'zh-CN': '请重试；服务器日志中有更多信息。' },
  },
  BACKUP_KEEP: {
    message: {
      en: '{keep} is not a number of backups from 1 to {max}.',
      'zh-CN': '保留份数应为 1 到 {max}，而不是 {keep}。',
    },
    cure: { en: 'Say how many daily backups are kept.', 'zh-CN': '请填写每日备份的保留份数。' },
  },
  DRAFT_UNKNOWN: {
    message: { en: 'The company has no draft.', 'zh-CN': '该企业没有草稿。' },
    cure: { en: 'Save one first, or send the document itself.', 'zh-CN': '请先保存草稿，或直接提交文档。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
