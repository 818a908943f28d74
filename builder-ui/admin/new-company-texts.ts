import { areaTexts } from '../i18n/area-texts.ts';

/** Texts of making a company. */
export const useNewCompanyText = areaTexts('newCompany', {
  open: { en: 'New company', 'zh-CN': '新建企业' },
  openHint: { en: 'From packs, or from nothing', 'zh-CN': '从模板包开始，或从空白开始' },
  title: { en: 'New company', 'zh-CN': '新建企业' },
  create: { en: 'Create', 'zh-CN': '创建' },
  label: { en: 'Name of the company', 'zh-CN': '企业名称' },
  name: { en: 'Address', 'zh-CN': '地址标识' },
  nameHint: {
    en: 'Small letters, digits and hyphens. It stays: /w/{name}',
    'zh-CN': '小写字母、数字和连字符，创建后不可更改：/w/{name}',
  },
  timeZone: { en: 'Time zone', 'zh-CN': '时区' },
  packs: { en: 'What it starts with', 'zh-CN': '从哪些模板包开始' },
  packsHint: {
    en: 'All of it can be changed, and further packs be added later.',
    'zh-CN': '之后可以随意修改，也可以再加入其他模板包。',
  },
  nothing: {
    en: 'Nothing chosen: an empty company, which you shape from its first object on.',
    'zh-CN': '未选择模板包：将创建空白企业，从第一个业务对象开始设计。',
  },
  along: { en: 'comes along', 'zh-CN': '将一并加入' },
});
