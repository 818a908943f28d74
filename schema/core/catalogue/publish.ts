import type { IssueSpec } from '../issue-spec.ts';

/** Publishing, the data it meets, tenants, and what a database may answer. */
export const PUBLISH_ISSUES = {
  DDL_CAST_MEANINGLESS: {
    message: {
      en: "Field {field} of {entity} can't turn from {from} into {to}: its values have no meaning there.",
      'zh-CN': '{entity} 的字段 {field} 不能从 {from} 改为 {to}：原有的值在新类型下没有意义。',
    },
    cure: {
      en: 'Add a new field of the type you want, fill it, and remove the old one; the old values stay restorable.',
      'zh-CN': '新建一个所需类型的字段并填入数据，再删除旧字段；旧值仍可恢复。',
    },
  },
  DDL_SECRET_CHANGED: {
    message: {
      en: "Field {field} of {entity} can't become secret, or stop being so, once it holds values.",
      'zh-CN': '{entity} 的字段 {field} 已有数据，不能再改为加密或取消加密。',
    },
    cure: {
      en: 'Add a new field that is secret as you want it, move the values, and remove the old one.',
      'zh-CN': '新建一个加密设置正确的字段，移入数据后再删除旧字段。',
    },
  },
  DATA_REQUIRED_MISSING: {
    message: {
      en: '{count} records of {entity} have nothing in {field}, which becomes required.',
      'zh-CN': '{entity} 有 {count} 条记录的 {field} 为空，而该字段将变为必填。',
    },
    cure: { en: 'Fill those records, or give the field a default.', 'zh-CN': '先补全这些记录，或为该字段设置默认值。' },
  },
  DATA_NOT_UNIQUE: {
    message: {
      en: '{count} records of {entity} share their value of {field}, which becomes unique.',
      'zh-CN': '{entity} 有 {count} 条记录的 {field} 重复，而该字段将变为唯一。',
    },
    cure: {
      en: 'Change or bin the duplicates, or leave the field not unique.',
      'zh-CN': '修改重复的记录或移入回收站，或不设为唯一。',
    },
  },
  DATA_OUT_OF_BOUNDS: {
    message: {
      en: '{count} records of {entity} are outside the new bounds of {field}.',
      'zh-CN': '{entity} 有 {count} 条记录的 {field} 超出新的上下限。',
    },
    cure: { en: 'Correct those records, or widen the bounds.', 'zh-CN': '修正这些记录，或放宽上下限。' },
  },
  DATA_REFERENCE_DANGLES: {
    message: {
      en: '{count} records of {entity} point by {field} at records that are not there.',
      'zh-CN': '{entity} 有 {count} 条记录通过 {field} 引用了不存在的记录。',
    },
    cure: { en: 'Clear or correct those references.', 'zh-CN': '清空或修正这些引用。' },
  },
  DATA_CAST_FAILS: {
    message: {
      en: "{count} values of {field} in {entity} can't be read as the new type.",
      'zh-CN': '{entity} 的 {field} 有 {count} 个值无法转换为新类型。',
    },
    cure: {
      en: 'Correct those values, or publish with the choice to empty them; the old values stay restorable.',
      'zh-CN': '修正这些值，或在发布时选择清空它们；旧值仍可恢复。',
    },
  },
  DATA_OPTION_IN_USE: {
    message: {
      en: '{count} records of {entity} hold an option of {field} that is being removed.',
      'zh-CN': '{entity} 有 {count} 条记录的 {field} 仍在使用将被删除的选项。',
    },
    cure: {
      en: 'Move those records to another option, or keep the option.',
      'zh-CN': '把这些记录改为其他选项，或保留该选项。',
    },
  },
  DATA_MANY_REFERENCES: {
    message: {
      en: '{count} records of {entity} hold more than one reference in {field}, which is to hold one.',
      'zh-CN': '{entity} 有 {count} 条记录的 {field} 含有多个引用，而该字段将只能保留一个。',
    },
    cure: { en: 'Leave at most one reference in those records.', 'zh-CN': '使这些记录最多只保留一个引用。' },
  },
  DATA_CHECK_FAILS: {
    message: {
      en: '{count} records of {entity} do not fulfil the check {check}.',
      'zh-CN': '{entity} 有 {count} 条记录不满足检查 {check}。',
    },
    cure: {
      en: 'They stay as they are; whoever changes one next must put it right.',
      'zh-CN': '这些记录保持不变；下次修改时必须更正。',
    },
  },
  DATA_EXPR_NOT_COMPUTED: {
    message: {
      en: "The values of {field} in {entity} can't be computed in the database for the {count} records there are.",
      'zh-CN': '无法在数据库中为 {entity} 现有的 {count} 条记录计算 {field} 的值。',
    },
    cure: {
      en: 'Make the field not stored, or give it a plain default.',
      'zh-CN': '将该字段改为不存储，或设置简单的默认值。',
    },
  },
  DATA_LEDGER_PLACE_TAKEN: {
    message: {
      en: '{by} would take the place of {part} in {ledger}, where {count} balances have values of {part}.',
      'zh-CN': '{by} 将占用 {ledger} 中 {part} 的位置，而该处有 {count} 个余额带有 {part} 的值。',
    },
    cure: {
      en: 'Keep the order of dimensions and measures, and add new ones at the end; what has values stays where it is.',
      'zh-CN': '保持维度和计量的顺序，新增的放在最后；已有数据的不要移动或删除。',
    },
  },
  DATA_LEDGER_DIMENSION_GONE: {
    message: {
      en: '{count} balances of {ledger} are kept by {part}, which is being removed.',
      'zh-CN': '{ledger} 有 {count} 个余额按 {part} 核算，而该维度将被删除。',
    },
    cure: {
      en: 'Keep the dimension (it may become optional), or bring those balances to zero first.',
      'zh-CN': '保留该维度（可改为选填），或先将这些余额清零。',
    },
  },
  DATA_LEDGER_DIMENSION_MISSING: {
    message: {
      en: '{count} balances of {ledger} have no {part}, which becomes necessary.',
      'zh-CN': '{ledger} 有 {count} 个余额没有 {part}，而该维度将变为必填。',
    },
    cure: {
      en: 'Make the dimension optional, or bring those balances to zero first.',
      'zh-CN': '将该维度设为选填，或先将这些余额清零。',
    },
  },
  DATA_LEDGER_LOTS: {
    message: {
      en: 'Whether {ledger} has lots is fixed by the {count} balances that are kept so.',
      'zh-CN': '{ledger} 已有 {count} 个余额，是否按批次核算不能再改。',
    },
    cure: {
      en: 'Leave that as it is, or make a new account and move the amounts there; only the order of lots can change.',
      'zh-CN': '保持原样，或新建账户并转入金额；仅批次的使用顺序可以调整。',
    },
  },
  DATA_LEDGER_DIGITS: {
    message: {
      en: '{count} balances of {part} in {ledger} use more than {scale} digits after the point.',
      'zh-CN': '{ledger} 的 {part} 有 {count} 个余额的小数超过 {scale} 位。',
    },
    cure: {
      en: 'Keep as many digits as amounts have; there can be more, not fewer.',
      'zh-CN': '保留现有小数位数；只能增加，不能减少。',
    },
  },
  DATA_LEDGER_HIDDEN: {
    message: {
      en: '{part} of {ledger} is being removed; {count} balances that have it are kept, unseen, until it comes back.',
      'zh-CN': '将删除 {ledger} 的 {part}；{count} 个余额会保留但不再显示，恢复后可见。',
    },
    cure: {
      en: 'Bring those balances to zero first if they should not wait for it.',
      'zh-CN': '如不需保留，请先将这些余额清零。',
    },
  },
  DATA_POSTING_GONE: {
    message: {
      en: 'The posting {posting} is being removed. It was made {count} times and not reversed; {open} are open reservations. No transition will reverse or use them.',
      'zh-CN':
        '将删除过账规则 {posting}。已有 {count} 笔未冲销，其中 {open} 笔是未用的预留；之后没有流转会冲销或使用它们。',
    },
    cure: {
      en: 'Keep the posting while transitions still reverse it; reservations come back when their time is over.',
      'zh-CN': '在仍需冲销期间保留该规则；预留到期后会自动释放。',
    },
  },
  PUBLISH_STALE_BASE: {
    message: {
      en: 'Version {current} was published meanwhile; this change was made on version {base}.',
      'zh-CN': '期间已发布版本 {current}；此修改基于版本 {base}。',
    },
    cure: {
      en: 'Look at what changed, bring your draft onto the current version and publish again.',
      'zh-CN': '查看变更内容，将草稿更新到当前版本后重新发布。',
    },
  },
  PUBLISH_IN_PROGRESS: {
    message: { en: 'Another publication of this company is running.', 'zh-CN': '该企业的另一次发布正在进行。' },
    cure: { en: 'Wait until it is done, then publish again.', 'zh-CN': '等待其完成后再发布。' },
  },
  PUBLISH_LOCK_TIMEOUT: {
    message: {
      en: 'The tables were in use for so long that the publication gave up; nothing has changed.',
      'zh-CN': '数据表持续被占用，发布已放弃；没有任何更改。',
    },
    cure: {
      en: 'Publish again at a quieter time, or end the long-running work.',
      'zh-CN': '在空闲时重新发布，或先结束长时间运行的任务。',
    },
  },
  PUBLISH_FAILED: {
    message: { en: 'The publication failed and was undone: {reason}.', 'zh-CN': '发布失败并已撤销：{reason}。' },
    cure: {
      en: 'Publish again; when it fails again, send the reason to who runs the server.',
      'zh-CN': '请重新发布；若再次失败，请将原因告知服务器管理员。',
    },
  },
  PUBLISH_PLAN_TIMEOUT: {
    message: { en: 'Looking through the data of {entity} took too long.', 'zh-CN': '检查 {entity} 的数据耗时过长。' },
    cure: { en: 'Plan at a quieter time.', 'zh-CN': '请在空闲时再生成计划。' },
  },
  VERSION_UNKNOWN: {
    message: { en: 'There is no version {version}.', 'zh-CN': '不存在版本 {version}。' },
    cure: { en: 'Choose one of the versions in the list.', 'zh-CN': '请从列表中选择一个版本。' },
  },
  TENANT_NAME_INVALID: {
    message: { en: '“{name}” can’t be a company’s address.', 'zh-CN': '“{name}”不能作为企业的地址标识。' },
    cure: {
      en: 'Use 2 to 40 small letters, digits and hyphens, beginning with a letter.',
      'zh-CN': '使用 2 到 40 个小写字母、数字或连字符，以字母开头。',
    },
  },
  TENANT_EXISTS: {
    message: { en: 'The address “{name}” is taken by another company.', 'zh-CN': '地址标识“{name}”已被其他企业使用。' },
    cure: { en: 'Choose another address.', 'zh-CN': '请换一个地址标识。' },
  },
  CELL_UNKNOWN: {
    message: { en: 'There is no cell {cell}.', 'zh-CN': '不存在单元 {cell}。' },
    cure: { en: 'Name one of the cells in the configuration.', 'zh-CN': '请使用配置中的单元名称。' },
  },
  EMAIL_TAKEN: {
    message: { en: 'There is already a user with the e-mail {email}.', 'zh-CN': '邮箱 {email} 已有用户。' },
    cure: { en: 'Sign in with it, or use another.', 'zh-CN': '请用该邮箱登录，或换一个邮箱。' },
  },
  DRAFT_STALE: {
    message: {
      en: 'The draft {draft} was changed by someone else meanwhile.',
      'zh-CN': '草稿 {draft} 期间已被他人修改。',
    },
    cure: { en: 'Load it again and repeat your last edits.', 'zh-CN': '请重新载入并重做最近的修改。' },
  },
  DRAFT_EXISTS: {
    message: { en: 'There is already a draft {draft}.', 'zh-CN': '草稿 {draft} 已存在。' },
    cure: { en: 'Open it, or choose another name.', 'zh-CN': '请打开该草稿，或换一个名称。' },
  },
  DATA_FOLDER_IN_USE: {
    message: {
      en: 'The data folder {folder} is in use by process {pid}.',
      'zh-CN': '数据目录 {folder} 正被进程 {pid} 使用。',
    },
    cure: { en: 'Stop the other server, or use another data folder.', 'zh-CN': '停止另一个服务，或使用其他数据目录。' },
  },
  DATABASE_REFUSED: {
    message: { en: 'The database refuses: {reason}.', 'zh-CN': '数据库拒绝：{reason}。' },
    cure: {
      en: 'Check the address, database, user and password, and that the user may create roles and schemas there.',
      'zh-CN': '请检查地址、数据库、用户与密码，并确认该用户可在其中建立角色和 schema。',
    },
  },
  DATA_FOLDER_UNUSABLE: {
    message: {
      en: "The data folder {folder} can't be used: {reason}.",
      'zh-CN': '数据目录 {folder} 无法使用：{reason}。',
    },
    cure: {
      en: 'Name a folder that may be written to and that has room.',
      'zh-CN': '请指定可写且空间充足的目录。',
    },
  },
  RECORD_NOT_UNIQUE: {
    message: { en: 'Another {entity} already has this {field}.', 'zh-CN': '已有其他“{entity}”使用了相同的“{field}”。' },
    cure: { en: 'Use another value, or change the other record.', 'zh-CN': '使用其他值，或修改另一条记录。' },
  },
  RECORD_REFERENCE_MISSING: {
    message: { en: '{field} points at a record that is not there.', 'zh-CN': '{field} 引用的记录不存在。' },
    cure: { en: 'Choose a record that exists.', 'zh-CN': '请选择存在的记录。' },
  },
  RECORD_IN_USE: {
    message: { en: 'This record is used by {field} of {entity}.', 'zh-CN': '该记录正被 {entity} 的 {field} 使用。' },
    cure: { en: 'Remove those references first.', 'zh-CN': '请先移除这些引用。' },
  },
  RECORD_REQUIRED: {
    message: { en: '{field} is required.', 'zh-CN': '{field} 为必填项。' },
    cure: { en: 'Give it a value.', 'zh-CN': '请填写。' },
  },
  RECORD_OUT_OF_BOUNDS: {
    message: { en: '{field} must be {side} {bound}.', 'zh-CN': '{field} 必须{side} {bound}。' },
    cure: { en: 'Use a value within the bounds.', 'zh-CN': '请使用范围内的值。' },
  },
  RECORD_VALUE_TOO_LARGE: {
    message: { en: 'A value is too large to be stored or indexed.', 'zh-CN': '某个值过大，无法存储或建立索引。' },
    cure: { en: 'Use a shorter value.', 'zh-CN': '请使用更短的值。' },
  },
  DATABASE_BUSY: {
    message: { en: 'The record was locked by someone else for too long.', 'zh-CN': '记录被他人锁定过久。' },
    cure: { en: 'Try again.', 'zh-CN': '请重试。' },
  },
  DATABASE_TIMEOUT: {
    message: { en: 'The work took longer than it may.', 'zh-CN': '操作超过了允许的时间。' },
    cure: { en: 'Ask for less at once, or filter more.', 'zh-CN': '请减少一次请求的数据量，或增加筛选条件。' },
  },
  DATABASE_CONFLICT: {
    message: { en: "Two changes at the same time got in each other's way.", 'zh-CN': '两个同时进行的修改互相冲突。' },
    cure: { en: 'Try again.', 'zh-CN': '请重试。' },
  },
  SHAPE_STALE: {
    message: { en: 'The template was published anew while this request ran.', 'zh-CN': '请求执行期间模板已重新发布。' },
    cure: { en: 'Try again; the new shape is in use now.', 'zh-CN': '请重试；新模板已生效。' },
  },
  DATABASE_FORBIDDEN: {
    message: { en: 'The database does not allow this.', 'zh-CN': '数据库不允许此操作。' },
    cure: { en: 'This is a fault of the server; tell who runs it.', 'zh-CN': '这是服务器故障，请告知管理员。' },
  },
  DATABASE_UNAVAILABLE: {
    message: { en: "The database can't be reached right now.", 'zh-CN': '暂时无法连接数据库。' },
    cure: { en: 'Try again in a moment.', 'zh-CN': '请稍后重试。' },
  },
  BACKUP_FILE_MISSING: {
    message: { en: 'There is no file {file}.', 'zh-CN': '找不到文件 {file}。' },
    cure: { en: 'Check the name and the folder.', 'zh-CN': '请检查文件名与文件夹。' },
  },
  BACKUP_FILE_UNWRITABLE: {
    message: { en: "{file} can't be written: {reason}.", 'zh-CN': '无法写入 {file}：{reason}。' },
    cure: {
      en: 'Choose a folder that is there, that may be written to and that has room.',
      'zh-CN': '请选择已存在、可写且空间充足的文件夹。',
    },
  },
  BACKUP_FORMAT: {
    message: { en: "This isn't a backup of format {format}.", 'zh-CN': '该文件不是格式 {format} 的备份。' },
    cure: {
      en: 'Choose a file that formwork backup wrote, or use the version of Formwork that wrote it.',
      'zh-CN': '请选择由 formwork backup 生成的文件，或使用生成它的 Formwork 版本。',
    },
  },
  BACKUP_CUT: {
    message: { en: 'The end of the backup is missing.', 'zh-CN': '备份文件不完整，缺少末尾。' },
    cure: { en: 'Copy the file again, or use another backup.', 'zh-CN': '请重新复制该文件，或使用其他备份。' },
  },
  BACKUP_CHANGED: {
    message: { en: "The backup isn't as it was written.", 'zh-CN': '备份文件的内容已被改动。' },
    cure: { en: 'Copy the file again, or use another backup.', 'zh-CN': '请重新复制该文件，或使用其他备份。' },
  },
  BACKUP_SHAPE: {
    message: {
      en: 'The backup has {table}.{column}, which its template does not make here.',
      'zh-CN': '备份含有 {table}.{column}，但其模板在此处不会生成它。',
    },
    cure: {
      en: 'Restore it with the version of Formwork that wrote it, then upgrade.',
      'zh-CN': '请用生成该备份的 Formwork 版本恢复，然后再升级。',
    },
  },
  BACKUP_ROWS: {
    message: { en: 'The database does not take the rows: {reason}', 'zh-CN': '数据库不接受这些数据：{reason}' },
    cure: { en: 'Nothing was restored. Use another backup.', 'zh-CN': '未恢复任何内容。请使用其他备份。' },
  },
  BACKUP_SECRETS: {
    message: {
      en: "Secret values of {table}.{column} can't be opened with this server's key.",
      'zh-CN': '无法用此服务器的密钥打开 {table}.{column} 的保密值。',
    },
    cure: {
      en: 'Set FORMWORK_SECRET_KEY to the key of the server that wrote the backup, or empty such values with --without-secrets.',
      'zh-CN': '请将 FORMWORK_SECRET_KEY 设为生成备份的服务器的密钥，或用 --without-secrets 清空这些值。',
    },
  },
  RESTORE_IN_PROGRESS: {
    message: { en: 'The company {name} is being restored already.', 'zh-CN': '企业 {name} 正在恢复中。' },
    cure: { en: 'Wait until that is done.', 'zh-CN': '请等待其完成。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
