import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the page of rights. */
export const useAccessText = areaTexts('access', {
  title: { en: 'Access', 'zh-CN': '权限' },
  hint: {
    en: 'Who may do what, on every path: screens, API, imports and exports.',
    'zh-CN': '谁可以做什么。页面、接口、导入导出一律生效。',
  },
  matrix: { en: 'Rights by object and role', 'zh-CN': '各角色对业务对象的权限' },
  object: { en: 'Object', 'zh-CN': '业务对象' },
  all: { en: 'Everything', 'zh-CN': '全部对象' },
  allHint: { en: 'What holds wherever the role has nothing of its own', 'zh-CN': '未单独设置的对象按此执行' },
  ledgers: { en: 'Ledgers', 'zh-CN': '台账' },
  readShort: { en: 'R', 'zh-CN': '看' },
  createShort: { en: 'C', 'zh-CN': '建' },
  updateShort: { en: 'E', 'zh-CN': '改' },
  deleteShort: { en: 'D', 'zh-CN': '删' },
  exportShort: { en: 'X', 'zh-CN': '导' },
  cell: { en: '{role} may {right} “{target}”', 'zh-CN': '{role}可{right}“{target}”' },
  legend: {
    en: 'R read · C create · E edit · D delete · X export',
    'zh-CN': '看＝查看 建＝新建 改＝编辑 删＝删除 导＝导出',
  },
  inherited: { en: 'from “Everything”', 'zh-CN': '来自“全部对象”' },
  limits: { en: 'Rows and fields of “{target}” for {role}', 'zh-CN': '{role}在“{target}”上的数据范围与字段' },
  keys: {
    en: 'Arrows move, Space switches.',
    'zh-CN': '方向键移动，空格键切换。',
  },
  given: { en: '{role} may {right} “{target}”', 'zh-CN': '允许{role}{right}“{target}”' },
  taken: { en: '{role} may no longer {right} “{target}”', 'zh-CN': '不再允许{role}{right}“{target}”' },

  detail: { en: '{role} and “{target}”', 'zh-CN': '{role}：“{target}”' },
  rows: { en: 'Which records', 'zh-CN': '数据范围' },
  rowsAll: { en: 'All records', 'zh-CN': '全部记录' },
  rowsSet: { en: '{role} sees certain records of “{target}”', 'zh-CN': '设置{role}在“{target}”的数据范围' },
  rowsMine: { en: 'Only their own', 'zh-CN': '仅本人的' },
  rowsDepartment: { en: 'Those of their departments', 'zh-CN': '本部门的' },
  severalRules: {
    en: 'This role has {count} rules here; a record that any of them allows is allowed. The first is shown.',
    'zh-CN': '此角色在此有 {count} 条规则，满足任一条即可，这里显示第一条。',
  },
  fields: { en: 'Fields', 'zh-CN': '字段权限' },
  field: { en: 'Field', 'zh-CN': '字段' },
  edit: { en: 'Edit', 'zh-CN': '可编辑' },
  see: { en: 'See', 'zh-CN': '只读' },
  mask: { en: 'Masked', 'zh-CN': '脱敏' },
  hide: { en: 'Hidden', 'zh-CN': '不可见' },
  modeSet: { en: '{field} of “{target}” for {role}: {mode}', 'zh-CN': '{role}对“{target}”的“{field}”：{mode}' },
  modeOf: { en: 'What {role} has of {field}', 'zh-CN': '{role}对{field}的权限' },
  notForAll: {
    en: 'Objects differ in their fields: choose one to say more.',
    'zh-CN': '各对象字段不同，请选择具体对象后设置。',
  },
  lineHint: { en: 'Lines are read and written with their document.', 'zh-CN': '明细随所属单据一并读写。' },
  security: {
    en: 'A field that a form hides is still in the API. What nobody may see has to be hidden here.',
    'zh-CN': '表单上隐藏的字段在接口中仍可读取。真正要保密的内容，请在这里设为“不可见”。',
  },
  search: { en: 'Search objects', 'zh-CN': '搜索业务对象' },

  addRole: { en: 'Add a role', 'zh-CN': '新增角色' },
  newRole: { en: 'New role', 'zh-CN': '新角色' },
  roleActions: { en: 'What to do with {role}', 'zh-CN': '角色操作：{role}' },
  rename: { en: 'Rename', 'zh-CN': '重命名' },
  duplicate: { en: 'Duplicate', 'zh-CN': '复制' },
  copyOf: { en: 'Copy of {role}', 'zh-CN': '{role} 副本' },
  remove: { en: 'Remove', 'zh-CN': '删除' },
  removeAsk: { en: 'Remove {role}?', 'zh-CN': '删除角色“{role}”？' },
  removeHint: {
    en: 'People who have only this role will see nothing any more. Undo brings it back.',
    'zh-CN': '仅拥有此角色的成员将看不到任何数据。可用“撤销”恢复。',
  },
  roleName: { en: 'Name of the role', 'zh-CN': '角色名称' },
  save: { en: 'Save', 'zh-CN': '确定' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  noRoles: { en: 'There are no roles yet: only owners see data.', 'zh-CN': '还没有角色，目前只有所有者能看到数据。' },

  viewAs: { en: 'View as {role}', 'zh-CN': '以{role}身份查看' },
  viewAsHint: {
    en: 'As the server answers now, with version {number}. What is not published is not in it.',
    'zh-CN': '服务器按当前版本 {number} 的实际返回结果，不含未发布的修改。',
  },
  viewAsPerson: { en: 'View as a person…', 'zh-CN': '以某人身份查看…' },
  person: { en: 'Person', 'zh-CN': '人员' },
  personHint: {
    en: 'Choose a colleague to see the lists and forms they have: with their roles, their departments, and only their rows and fields.',
    'zh-CN': '选择一位同事，查看其实际看到的列表和表单：按其角色、部门，只显示其可见的记录和字段。',
  },
  personPlaceholder: { en: 'Name or pinyin', 'zh-CN': '输入姓名或拼音' },
  viewAsObject: { en: 'Object', 'zh-CN': '业务对象' },
  viewAsNothing: { en: '{role} does not see “{target}” at all.', 'zh-CN': '{role}完全看不到“{target}”。' },
  viewAsNew: { en: 'This role is not published yet.', 'zh-CN': '该角色尚未发布。' },
  theList: { en: 'The list', 'zh-CN': '列表' },
  theForm: { en: 'The form', 'zh-CN': '表单' },
  noRecords: { en: 'No records to be seen.', 'zh-CN': '没有可见的记录。' },
  recordCount_one: { en: '{count} record', 'zh-CN': '{count} 条记录' },
  recordCount_other: { en: '{count} records', 'zh-CN': '{count} 条记录' },
});

/** Gives the texts of rights in one language. */
export type AccessText = ReturnType<typeof useAccessText>;
