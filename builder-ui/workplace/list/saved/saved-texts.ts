import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts of saved views. */
export const useSavedText = areaTexts('savedViews', {
  saved: { en: 'Saved views', 'zh-CN': '已保存的视图' },
  view: { en: 'View', 'zh-CN': '视图' },
  saveAs: { en: 'Save as a view', 'zh-CN': '另存为视图' },
  saveChanges: { en: 'Save the changes', 'zh-CN': '保存修改' },
  edit: { en: 'Rename and share', 'zh-CN': '重命名与共享' },
  remove: { en: 'Delete the view', 'zh-CN': '删除视图' },
  makeDefault: { en: 'Open with this view', 'zh-CN': '设为默认视图' },
  noDefault: { en: 'Open with the first view', 'zh-CN': '取消默认视图' },
  name: { en: 'Name', 'zh-CN': '名称' },
  sharing: { en: 'Who sees it', 'zh-CN': '可见范围' },
  onlyMe: { en: 'Only me', 'zh-CN': '仅自己' },
  everybody: { en: 'Everybody', 'zh-CN': '所有人' },
  someRoles: { en: 'Some roles', 'zh-CN': '指定角色' },
  roles: { en: 'Roles', 'zh-CN': '角色' },
  save: { en: 'Save', 'zh-CN': '保存' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  kept: { en: '“{name}” is saved.', 'zh-CN': '已保存视图“{name}”。' },
  removed: { en: '“{name}” is deleted.', 'zh-CN': '已删除视图“{name}”。' },
  undo: { en: 'Undo', 'zh-CN': '撤销' },
  isDefault: { en: 'This list now opens with “{name}”.', 'zh-CN': '打开此列表时将默认显示“{name}”。' },
  noneDefault: { en: 'This list opens with its first view.', 'zh-CN': '打开此列表时将显示第一个视图。' },
  shared: { en: 'shared', 'zh-CN': '共享' },
} as const);
