import type { Command } from 'commander';

/** What help says, in Chinese, by what it says in English. */
const CHINESE: Readonly<Record<string, string>> = {
  'serve the web app and the API until told to stop': '启动网页应用与 API，直到被要求停止',
  'port to listen on': '监听端口',
  'tenants: the companies on the server': '租户，即服务器上的各家企业',
  'make a tenant of packs': '用模板包建立租户',
  'packs by name or path, with commas': '模板包的名称或路径，用逗号分隔',
  'name for people': '显示名称',
  'IANA time zone': 'IANA 时区',
  'cell to live in': '所在的数据库单元',
  'all tenants': '全部租户',
  'put a tenant aside with all its rows': '搁置租户及其全部数据',
  'API tokens': 'API 令牌',
  'an API token; its secret is shown this once': '生成 API 令牌，仅显示这一次',
  'roles, with commas': '角色，用逗号分隔',
  'what it is for': '用途',
  'days until it ends': '有效天数',
  'templates as files': '模板文件',
  'every mistake of a template or pack, with its cure': '模板或包中的全部错误及改法',
  'template.json or a pack folder': 'template.json 或包文件夹',
  "run a pack's own tests in memory, together with the packs it needs": '在内存中运行包自带的测试及其依赖包的测试',
  'a shipped pack by name, a template.json or a pack folder': '自带包的名称、template.json 或包文件夹',
  'just these tests, with commas': '只运行这些测试，用逗号分隔',
  'what changes from one template to another': '两份模板之间的变化',
  'what publishing would do, and what stands in its way': '发布会做什么，有什么阻碍',
  'Entity.field whose failing values may be emptied, with commas': '转换失败时可清空的“对象.字段”，用逗号分隔',
  "make a template the tenant's shape": '把模板发布为租户的结构',
  'what changed and why': '改了什么、为什么改',
  'publish although tests of the template fail, and say why': '模板测试不通过仍要发布，并写明理由',
  'publish a former version anew': '重新发布以前的版本',
  why: '理由',
  'the versions of a tenant, newest first': '租户的各个版本，新的在前',
  "bring a tenant to a pack's newer version; what the tenant changed stays": '把租户升级到包的新版本，保留租户的改动',
  'pack@version; the newest without a version': '包@版本；不写版本即最新',
  'template.json or pack folder that holds that version': '该版本所在的 template.json 或包文件夹',
  'tell changes, conflicts and problems, change nothing': '只列出变化、冲突与问题，不做改动',
  'upgrade although tests of the template fail, and say why': '模板测试不通过仍要升级，并写明理由',
  'all of a tenant in one file, while it is in use': '把使用中的租户整体写入一个文件',
  'gzipped when its name ends in .gz; its secret values need FORMWORK_SECRET_KEY':
    '文件名以 .gz 结尾则压缩；其中的密文需要 FORMWORK_SECRET_KEY',
  'make a new tenant of a backup': '用备份建立新租户',
  'name of the tenant to make': '新租户的名称',
  "empty secret values that this server's key does not open": '清空本服务器密钥无法解开的密文',
  ledgers: '台账',
  'whether balances, movements, lots and awards of a tenant add up': '核对租户的余额、流水、批次与积分记录',
  'points: what-if and the programme report': '积分：模拟与运营报告',
  'what a draft of rules would have given for what happened; posts nothing': '规则草稿对已发生的事会给多少积分，不记账',
  'JSON file with awards, as in a template': '含 awards 的 JSON 文件，格式同模板',
  'date or instant; without it 90 days before the end': '日期或时刻；不写则为结束前 90 天',
  'date or instant, not in the period; without it now': '日期或时刻，不含在时段内；不写则为现在',
  'points ledger': '积分台账',
  'JSON file with budgets to assume': '假定预算的 JSON 文件',
  'the figures of a points programme, each with its definition': '积分计划的各项指标及其定义',
  'a period before the programme': '计划实施前的时段',
  'ids of departments outside the programme, with commas': '未参与计划的部门 id，用逗号分隔',
  'as CSV': '输出 CSV',
  'bring rows of a CSV file in': '导入 CSV 文件',
  'how columns become fields': '列与字段的映射',
  'file with the lines of the documents': '单据明细的文件',
  'find every problem, change nothing': '找出全部问题，不做改动',
  'import a file without a key once more': '再次导入没有键的文件',
  'rows as CSV that an import reads back': '导出可再导入的 CSV',
  'file to write; standard output without it': '写入的文件；不写则输出到标准输出',
};

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Global Options:': '全局选项：',
};

/** Puts the help of a command and of all below it into Chinese; the names of commands and options stay. */
export function speakChinese(command: Command): void {
  const said = (text: string): string => CHINESE[text] ?? text;
  command
    .description(said(command.description()))
    .helpOption('-h, --help', '显示帮助')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title });
  if (command.commands.length > 0) command.helpCommand('help [command]', '显示命令的帮助');
  for (const option of command.options) option.description = said(option.description);
  for (const argument of command.registeredArguments) argument.description = said(argument.description);
  for (const below of command.commands) speakChinese(below);
}
