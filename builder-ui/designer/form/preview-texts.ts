import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the form's preview. */
export const usePreviewText = areaTexts('formPreview', {
  record: { en: 'Record to show', 'zh-CN': '预览数据' },
  madeUp: { en: 'Made-up values', 'zh-CN': '示例数据' },
  asRole: { en: 'Whom to see it as', 'zh-CN': '以谁的身份预览' },
  person: { en: 'As {name}, in person', 'zh-CN': '以{name}本人查看' },
  asMe: { en: 'As an owner', 'zh-CN': '以管理员查看' },
  as: { en: 'As {role}', 'zh-CN': '以“{role}”查看' },
  inState: { en: 'State to see it in', 'zh-CN': '预览状态' },
  anyState: { en: 'New record', 'zh-CN': '新建时' },
  in: { en: 'In “{state}”', 'zh-CN': '“{state}”状态' },
  tryIt: {
    en: 'Fill it in to try rules and formulas. Nothing is saved.',
    'zh-CN': '可试填以检验规则与公式，不会保存。',
  },
  notSaved: { en: 'What you type here is not saved.', 'zh-CN': '此处填写的内容不会保存。' },
  noPreview: { en: 'The draft has mistakes, so there is no preview yet.', 'zh-CN': '草稿有错误，暂无法预览。' },
  lastGood_one: {
    en: 'The draft has {count} mistake; this is how the form was before it.',
    'zh-CN': '草稿有 {count} 处错误，此处显示出错前的表单。',
  },
  lastGood_other: {
    en: 'The draft has {count} mistakes; this is how the form was before them.',
    'zh-CN': '草稿有 {count} 处错误，此处显示出错前的表单。',
  },
});
