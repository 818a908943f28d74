import type { IssueSpec } from '../issue-spec.ts';

/** Files that are imported, records that packs ship, and the command line. */
export const IMPORT_ISSUES = {
  IMPORT_FILE_MISSING: {
    message: { en: 'There is no file {file}.', 'zh-CN': '找不到文件 {file}。' },
    cure: { en: 'Check the name and the folder.', 'zh-CN': '请检查文件名与文件夹。' },
  },
  IMPORT_FILE_EMPTY: {
    message: { en: 'The file is empty.', 'zh-CN': '文件为空。' },
    cure: { en: 'Its first line must name the columns.', 'zh-CN': '首行须为列标题。' },
  },
  IMPORT_NO_ROWS: {
    message: { en: 'The file has column names and no rows.', 'zh-CN': '文件只有列标题，没有数据行。' },
    cure: { en: 'Add rows below the first line.', 'zh-CN': '请在首行之下填写数据。' },
  },
  IMPORT_ENCODING: {
    message: { en: "Line {line} isn't {encoding} text.", 'zh-CN': '第 {line} 行不是 {encoding} 编码的文本。' },
    cure: {
      en: 'Save the file as CSV UTF-8, or name its encoding, such as gb18030 or windows-1252.',
      'zh-CN': '请另存为 CSV UTF-8，或指定其编码，如 gb18030、windows-1252。',
    },
  },
  IMPORT_ENCODING_UNKNOWN: {
    message: { en: 'There is no encoding {encoding}.', 'zh-CN': '不存在编码 {encoding}。' },
    cure: {
      en: 'Use utf-8, utf-16le, gb18030, big5, shift_jis or windows-1252.',
      'zh-CN': '可用 utf-8、utf-16le、gb18030、big5、shift_jis 或 windows-1252。',
    },
  },
  IMPORT_QUOTE: {
    message: {
      en: 'A quotation mark in line {line} is not closed, or stands inside a value.',
      'zh-CN': '第 {line} 行的引号未闭合，或出现在值的中间。',
    },
    cure: {
      en: 'Put the value in quotation marks and write those inside it twice.',
      'zh-CN': '请用引号括住该值，并将其中的引号写两遍。',
    },
  },
  IMPORT_ROW_TOO_LONG: {
    message: { en: 'Line {line} is longer than {max} characters.', 'zh-CN': '第 {line} 行超过 {max} 个字符。' },
    cure: { en: 'Look for a quotation mark that is never closed.', 'zh-CN': '请检查是否有未闭合的引号。' },
  },
  IMPORT_CELLS: {
    message: {
      en: 'Line {line} has {count} cells; the first line names {columns} columns.',
      'zh-CN': '第 {line} 行有 {count} 个单元格，而首行有 {columns} 列。',
    },
    cure: { en: 'Put values that hold the separator in quotation marks.', 'zh-CN': '含分隔符的值请用引号括起来。' },
  },
  IMPORT_HEADER_EMPTY: {
    message: { en: 'Column {position} has no name.', 'zh-CN': '第 {position} 列没有标题。' },
    cure: { en: 'Name each column in the first line.', 'zh-CN': '请在首行为每一列命名。' },
  },
  IMPORT_HEADER_TWICE: {
    message: { en: 'Two columns are called {column}.', 'zh-CN': '有两列的标题都是 {column}。' },
    cure: { en: 'Give each column its own name.', 'zh-CN': '请使各列标题互不相同。' },
  },
  IMPORT_COLUMN_UNKNOWN: {
    message: {
      en: '{entity} has no field for the column {column}.',
      'zh-CN': '{entity} 没有与列 {column} 对应的字段。',
    },
    cure: {
      en: 'Did you mean {suggestion}? Rename the column, map it, or list it to be ignored.',
      'zh-CN': '是否为 {suggestion}？请改列名、在映射中指定，或列为忽略。',
    },
  },
  IMPORT_COLUMN_MISSING: {
    message: {
      en: 'The file has no column {column}, which the map names.',
      'zh-CN': '文件中没有映射所指的列 {column}。',
    },
    cure: {
      en: 'The columns are: {columns}. Correct the map or the file.',
      'zh-CN': '现有的列：{columns}。请修正映射或文件。',
    },
  },
  IMPORT_REQUIRED_COLUMN: {
    message: {
      en: 'No column fills {field}, which every new {entity} needs.',
      'zh-CN': '没有任何列对应 {entity} 的必填字段 {field}。',
    },
    cure: {
      en: 'Add the column, or give a constant for it in the map.',
      'zh-CN': '请添加该列，或在映射中为其指定常量。',
    },
  },
  IMPORT_FIELD_TWICE: {
    message: { en: 'The columns {columns} both fill {field}.', 'zh-CN': '列 {columns} 都对应字段 {field}。' },
    cure: { en: 'Keep one of them and ignore the other.', 'zh-CN': '请保留其一，忽略另一列。' },
  },
  IMPORT_FIELD_COMPUTED: {
    message: { en: "{field} is computed; an import can't set it.", 'zh-CN': '{field} 为计算字段，不能导入。' },
    cure: { en: 'Leave the column out or list it to be ignored.', 'zh-CN': '请去掉该列或列为忽略。' },
  },
  IMPORT_FIELD_LOCKED: {
    message: { en: "You can't set {field} of {entity}.", 'zh-CN': '您无权设置 {entity} 的 {field}。' },
    cure: { en: 'Leave the column out, or ask for the right.', 'zh-CN': '请去掉该列，或申请权限。' },
  },
  IMPORT_KEY_UNFIT: {
    message: { en: '{key} is no unique key of {entity}.', 'zh-CN': '{key} 不是 {entity} 的唯一键。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '请使用其一：{known}。' },
    none: { en: 'Give it a unique field first.', 'zh-CN': '请先为其设置唯一字段。' },
  },
  IMPORT_KEY_MISSING: {
    message: {
      en: 'Line {line} has nothing in {field}, by which rows are recognised.',
      'zh-CN': '第 {line} 行缺少用于识别记录的 {field}。',
    },
    cure: { en: 'Fill the key in every row.', 'zh-CN': '请在每一行填写该键。' },
  },
  IMPORT_KEY_TWICE: {
    message: {
      en: 'Line {line} has the same {field} as line {first}.',
      'zh-CN': '第 {line} 行与第 {first} 行的 {field} 相同。',
    },
    cure: {
      en: 'Keep one of the two rows; rows of one record must stand together.',
      'zh-CN': '请保留其中一行；同一记录的各行须相邻。',
    },
  },
  IMPORT_LINES_ORPHANED: {
    message: {
      en: 'Line {line} of the lines file belongs to {key}, which is not in the file of documents.',
      'zh-CN': '明细文件第 {line} 行属于 {key}，而主文件中没有它。',
    },
    cure: { en: 'Add the document or take the line out.', 'zh-CN': '请补充该单据或删除此行。' },
  },
  IMPORT_LINES_FILE: {
    message: {
      en: 'The map takes lines from a second file, which was not given.',
      'zh-CN': '映射需要第二个文件提供明细，但未提供。',
    },
    cure: { en: 'Give the file with the lines: {file}.', 'zh-CN': '请提供明细文件：{file}。' },
  },
  IMPORT_DATE_AMBIGUOUS: {
    message: {
      en: "{value} in {field} can't be told: day or month first?",
      'zh-CN': '{field} 中的 {value} 无法判断日与月的先后。',
    },
    cure: {
      en: 'Write 2026-03-01, or say "dates": "dmy" or "mdy" in the map.',
      'zh-CN': '请写作 2026-03-01，或在映射中注明 "dates": "dmy" 或 "mdy"。',
    },
  },
  IMPORT_STATE_UNKNOWN: {
    message: { en: '{entity} has no state {value}.', 'zh-CN': '{entity} 没有状态 {value}。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '请使用其一：{known}。' },
    none: { en: 'Leave the column out.', 'zh-CN': '请去掉该列。' },
  },
  IMPORT_MAP_FORM: {
    message: { en: 'The map is not as it should be: {reason}.', 'zh-CN': '映射的格式不正确：{reason}。' },
    cure: {
      en: 'A map has "columns" and may have entity, key, constants, ignore, lines, escapes, dates, decimal, delimiter, encoding.',
      'zh-CN':
        '映射须有 "columns"，可有 entity、key、constants、ignore、lines、escapes、dates、decimal、delimiter、encoding。',
    },
  },
  IMPORT_MAP_ENTITY: {
    message: { en: 'The map is for {mapped}, not for {entity}.', 'zh-CN': '该映射用于 {mapped}，而不是 {entity}。' },
    cure: {
      en: 'Name the object of the map, or use another map.',
      'zh-CN': '请指定映射所属的业务对象，或换用其他映射。',
    },
  },
  IMPORT_FIELD_UNKNOWN: {
    message: { en: '{entity} has no field {field}.', 'zh-CN': '{entity} 没有字段 {field}。' },
    cure: { en: 'Did you mean {suggestion}?', 'zh-CN': '是否为 {suggestion}？' },
  },
  IMPORT_REFERENCE_KEY: {
    message: {
      en: '{field} points at {entity}; no column of it keeps its records apart.',
      'zh-CN': '{field} 引用 {entity}，但无法确定用哪个唯一字段识别。',
    },
    cure: { en: 'Say by which unique field it is named: {known}.', 'zh-CN': '请指定所用的唯一字段：{known}。' },
    none: {
      en: 'Give {entity} a unique field first, or leave the column out.',
      'zh-CN': '请先为 {entity} 设置唯一字段，或去掉该列。',
    },
  },
  IMPORT_CREATE_UNFIT: {
    message: {
      en: 'Records of {entity} that are missing cannot be made from {field} alone.',
      'zh-CN': '无法仅凭{field}自动新建缺少的{entity}。',
    },
    cure: {
      en: 'Import those records first, or leave “create” out. They also need: {needs}.',
      'zh-CN': '请先导入这些记录，或取消“自动新建”。还缺少：{needs}。',
    },
  },
  IMPORT_ENTITY_UNKNOWN: {
    message: { en: 'There is no object {entity}.', 'zh-CN': '不存在业务对象 {entity}。' },
    cure: { en: 'Did you mean {suggestion}?', 'zh-CN': '是否为 {suggestion}？' },
  },
  IMPORT_DONE_BEFORE: {
    message: {
      en: 'This file was imported on {at}; without a key its rows would be doubled.',
      'zh-CN': '该文件已于 {at} 导入；没有唯一键，再次导入会产生重复记录。',
    },
    cure: { en: 'Name a key, or say that it is to be imported again.', 'zh-CN': '请指定唯一键，或明确要求再次导入。' },
  },
  IMPORT_STOPPED: {
    message: {
      en: 'The import stopped after {count} rows, which are written.',
      'zh-CN': '导入在写入 {count} 行后停止，这些行已保存。',
    },
    cure: {
      en: 'Correct the file and import it again; rows with the same key are updated, not doubled.',
      'zh-CN': '请修正文件后重新导入；相同键的行会更新，不会重复。',
    },
  },
  IMPORT_MORE_ISSUES: {
    message: { en: '{count} more problems are not listed.', 'zh-CN': '另有 {count} 个问题未列出。' },
    cure: { en: 'Correct those listed and check again.', 'zh-CN': '请先修正已列出的问题再检查。' },
  },
  IMPORT_TOO_MANY_ROWS: {
    message: {
      en: 'The file has {count} rows; at most {max} are imported at once.',
      'zh-CN': '文件有 {count} 行，一次最多导入 {max} 行。',
    },
    cure: {
      en: 'Divide the file, or have it imported on the server with “formwork import”.',
      'zh-CN': '请拆分文件，或由管理员在服务器上用 “formwork import” 导入。',
    },
  },
  IMPORT_FILE_TOO_LARGE: {
    message: { en: 'The file is larger than {max} MB.', 'zh-CN': '文件超过 {max} MB。' },
    cure: {
      en: 'Divide it, or take columns out that are not needed.',
      'zh-CN': '请拆分文件，或删去不需要的列。',
    },
  },
  IMPORT_NOT_A_TABLE: {
    message: {
      en: '{file} is {kind}, not a table.',
      'zh-CN': '{file} 是{kind}，不是表格。',
    },
    cure: {
      en: 'Choose an Excel workbook (.xlsx) or a CSV file.',
      'zh-CN': '请选择 Excel 工作簿（.xlsx）或 CSV 文件。',
    },
  },
  IMPORT_WORKBOOK_BROKEN: {
    message: { en: '{file} can’t be read as an Excel workbook.', 'zh-CN': '{file} 无法作为 Excel 工作簿读取。' },
    cure: {
      en: 'Open it in Excel, save it again as .xlsx without a password, and choose that file.',
      'zh-CN': '请在 Excel 中打开并另存为不带密码的 .xlsx，再选择该文件。',
    },
  },
  IMPORT_CELL_TOO_LONG: {
    message: {
      en: 'Line {line} has {count} characters in {column}; a line may have {max}.',
      'zh-CN': '第 {line} 行的 {column} 有 {count} 个字符，每行最多 {max} 个。',
    },
    cure: { en: 'Shorten the text in this cell.', 'zh-CN': '请缩短该单元格的内容。' },
  },
  IMPORT_UNKNOWN: {
    message: { en: 'There is no such import.', 'zh-CN': '没有这次导入。' },
    cure: { en: 'Choose one from the list of imports.', 'zh-CN': '请从导入记录中选择。' },
  },
  IMPORT_STATE: {
    message: { en: 'This import is {state}.', 'zh-CN': '这次导入的状态为 {state}。' },
    cure: {
      en: 'Only what is running can be stopped, and only what has ended can be taken back.',
      'zh-CN': '只有进行中的导入可以停止，只有已结束的导入可以撤销。',
    },
  },
  IMPORTS_WAITING_MANY: {
    message: {
      en: '{max} imports of yours are still to be written.',
      'zh-CN': '您已有 {max} 个导入任务正在等待执行。',
    },
    cure: { en: 'Wait until one of them has ended.', 'zh-CN': '请等其中一个完成后再提交。' },
  },
  IMPORT_NOT_YOURS: {
    message: { en: 'Somebody else made this import.', 'zh-CN': '这次导入由他人进行。' },
    cure: { en: 'Ask them or an owner.', 'zh-CN': '请联系导入人或所有者。' },
  },
  IMPORT_UNDO_LATE: {
    message: {
      en: 'An import can be taken back for {days} days; this one is older.',
      'zh-CN': '导入后 {days} 天内可以撤销，这次导入已超过期限。',
    },
    cure: { en: 'Change or delete the records in the list.', 'zh-CN': '请在列表中修改或删除记录。' },
  },
  IMPORT_UNDO_CHANGED: {
    message: {
      en: 'The record has been changed since it was imported.',
      'zh-CN': '该记录在导入后已被修改。',
    },
    cure: { en: 'It stays as it is; change it by hand if need be.', 'zh-CN': '已保留现状，如有需要请手动修改。' },
  },
  IMPORT_UNDO_SECRET: {
    message: { en: 'The former value of {field} was not kept.', 'zh-CN': '{field} 的原值未保留。' },
    cure: { en: 'Enter it by hand.', 'zh-CN': '请手动填写。' },
  },
  RECORD_SET_FORM: {
    message: {
      en: 'The records of {entity} are not as they should be: {reason}.',
      'zh-CN': '{entity} 的记录格式不正确：{reason}。',
    },
    cure: {
      en: 'A row names fields by id; references are a text or an object of key fields.',
      'zh-CN': '每行以字段 ID 为键；引用写作文本或键字段对象。',
    },
  },
  CLI_FILE_MISSING: {
    message: { en: 'There is nothing at {path}.', 'zh-CN': '{path} 不存在。' },
    cure: {
      en: 'Check the path; a pack is a folder with a template.json.',
      'zh-CN': '请检查路径；包是含 template.json 的文件夹。',
    },
  },
  CLI_PACK_UNKNOWN: {
    message: { en: 'There is no pack {pack}.', 'zh-CN': '不存在包 {pack}。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '请使用其一：{known}。' },
  },
  CLI_SERVER_SILENT: {
    message: {
      en: 'The data folder is in use by process {pid}, which does not answer.',
      'zh-CN': '数据文件夹正被进程 {pid} 使用，但它没有响应。',
    },
    cure: { en: 'Wait until the server has started, or stop it.', 'zh-CN': '请等待服务器启动完成，或停止它。' },
  },
  CLI_NUMBER: {
    message: { en: '{value} is no whole number.', 'zh-CN': '{value} 不是整数。' },
    cure: { en: 'Give a number such as 3.', 'zh-CN': '请输入数字，如 3。' },
  },
  CLI_MISSING: {
    message: { en: '{what} is missing.', 'zh-CN': '缺少 {what}。' },
    cure: { en: 'See formwork {command}--help.', 'zh-CN': '请查看 formwork {command}--help。' },
  },
  CLI_SURPLUS: {
    message: { en: '{what} means nothing here.', 'zh-CN': '此处不能使用 {what}。' },
    cure: { en: 'See formwork {command}--help.', 'zh-CN': '请查看 formwork {command}--help。' },
  },
  CLI_CHOICE: {
    message: { en: '{what} can\'t be "{value}".', 'zh-CN': '{what} 不能为“{value}”。' },
    cure: { en: 'Choose one of: {allowed}.', 'zh-CN': '请选择其一：{allowed}。' },
  },
  EXPORT_FILE_UNWRITABLE: {
    message: { en: "{file} can't be written: {reason}.", 'zh-CN': '无法写入 {file}：{reason}。' },
    cure: {
      en: 'Choose a folder that is there, that may be written to and that has room.',
      'zh-CN': '请选择已存在、可写且空间充足的文件夹。',
    },
  },
  CLI_COMMAND_UNKNOWN: {
    message: { en: 'There is no command {command}.', 'zh-CN': '不存在命令 {command}。' },
    cure: { en: 'See formwork --help.', 'zh-CN': '请查看 formwork --help。' },
  },
  CLI_OPERATOR_FORBIDDEN: {
    message: { en: 'The server does not accept commands from here.', 'zh-CN': '服务器不接受来自此处的命令。' },
    cure: {
      en: 'Run the command on the same machine, as the user who started the server.',
      'zh-CN': '请在同一台机器上以启动服务器的用户运行。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
