import type { Locale } from '../../schema/core/text.ts';

/**
 * What graphql-js says of a document or its variables, in the caller's language. It has no catalogue of its own: its
 * sentences are told by their form, and one that is not here stays English (SPEC [API-49]).
 */
export function graphqlWords(message: string, locale: Locale): string {
  return locale === 'zh-CN' ? inChinese(message) : message;
}

function inChinese(message: string): string {
  for (const [form, words] of FORMS) {
    const found = form.exec(message);
    if (found !== null) return words(found.slice(1));
  }
  return message;
}

type Words = (parts: readonly (string | undefined)[]) => string;

const FORMS: readonly (readonly [RegExp, Words])[] = [
  [
    /^Syntax Error: Expected (.+), found (.+)\.$/s,
    ([wanted, found]) => `语法错误：此处应为 ${wanted}，实际为 ${found}。`,
  ],
  [/^Syntax Error: Unexpected (.+)\.$/s, ([found]) => `语法错误：此处不应出现 ${found}。`],
  [/^Syntax Error: (.+)$/s, ([rest]) => `语法错误：${rest}`],
  [
    /^Cannot query field "(\w+)" on type "(\w+)"\.(.*)$/s,
    ([field, type, rest]) => `类型“${type}”没有字段“${field}”。${meant(rest)}`,
  ],
  [
    /^Field "(\w+)" of type "(.+)" must have a selection of subfields\..*$/s,
    ([field, type]) => `字段“${field}”的类型是“${type}”，请写出要取的子字段，例如“${field} { … }”。`,
  ],
  [
    /^Field "(\w+)" must not have a selection since type "(.+)" has no subfields\.$/,
    ([field, type]) => `字段“${field}”的类型是“${type}”，没有子字段，请去掉其后的花括号。`,
  ],
  [
    /^Field "(\w+)" argument "(\w+)" of type "(.+)" is required, but it was not provided\.$/,
    ([field, name, type]) => `字段“${field}”缺少必填参数“${name}”，类型为“${type}”。`,
  ],
  [
    /^Field "([\w.]+)" of required type "(.+)" was not provided\.$/,
    ([field, type]) => `缺少必填项“${field}”，类型为“${type}”。`,
  ],
  [
    /^Field "(\w+)" is not defined by type "(\w+)"\.(.*)$/s,
    ([field, type, rest]) => `类型“${type}”没有“${field}”这一项。${meant(rest)}`,
  ],
  [
    /^Unknown argument "(\w+)" on (?:field|directive) "([@\w.]+)"\.(.*)$/s,
    ([name, on, rest]) => `“${on}”没有参数“${name}”。${meant(rest)}`,
  ],
  [/^Unknown type "(\w+)"\.(.*)$/s, ([type, rest]) => `没有类型“${type}”。${meant(rest)}`],
  [/^Unknown fragment "(\w+)"\.$/, ([name]) => `没有名为“${name}”的片段。`],
  [/^Unknown directive "@(\w+)"\.$/, ([name]) => `没有指令“@${name}”。`],
  [/^Unknown operation named "(\w+)"\.$/, ([name]) => `文档中没有名为“${name}”的操作。`],
  [/^Must provide an operation\.$/, () => '文档中没有可执行的操作。'],
  [/^Must provide operation name .*$/s, () => '文档中有多个操作，请用 operationName 指明执行哪一个。'],
  [/^Fragment "(\w+)" is never used\.$/, ([name]) => `片段“${name}”没有被使用。`],
  [/^Variable "\$(\w+)" is never used.*$/s, ([name]) => `变量“$${name}”没有被使用。`],
  [/^Variable "\$(\w+)" is not defined.*$/s, ([name]) => `变量“$${name}”没有声明。`],
  [
    /^Variable "\$(\w+)" of required type "(.+)" was not provided\.$/,
    ([name, type]) => `缺少变量“$${name}”的值，类型为“${type}”。`,
  ],
  [
    /^Variable "\$(\w+)" of non-null type "(.+)" must not be null\.$/,
    ([name, type]) => `变量“$${name}”不能为空，类型为“${type}”。`,
  ],
  [
    /^Variable "\$(\w+)" of type "(.+)" used in position expecting type "(.+)"\.$/,
    ([name, type, wanted]) => `变量“$${name}”声明为“${type}”，此处需要“${wanted}”。`,
  ],
  [
    /^Variable "\$(\w+)" got invalid value (.+?)(?: at "([^"]*)")?; (.+)$/s,
    ([name, value, place, rest]) =>
      `变量“$${name}”${place === undefined ? '' : `的“${place}”`}不能取值 ${value}：${inChinese(rest ?? '')}`,
  ],
  [/^Expected type "(.+?)"\. (.+)$/s, ([type, rest]) => `应为类型“${type}”。${inChinese(rest ?? '')}`],
  [
    /^Expected value of type "(.+)", found (.+?)[.;](?: (.*))?$/s,
    ([type, found, rest]) => `应为类型“${type}”的值，实际为 ${found}。${rest === undefined ? '' : inChinese(rest)}`,
  ],
  [/^Expected non-nullable type "(.+)" not to be null\.$/, ([type]) => `类型“${type}”的值不能为空。`],
  [/^Expected type "(\w+)" to be an object\.$/, ([type]) => `“${type}”应为对象。`],
  [
    /^Value (.+) does not exist in "(\w+)" enum\.(.*)$/s,
    ([value, type, rest]) => `枚举“${type}”没有值 ${value}。${meant(rest)}`,
  ],
  [
    /^Enum "(\w+)" cannot represent .*value: (.+?)\.(.*)$/s,
    ([type, value, rest]) => `枚举“${type}”不能取值 ${value}。${meant(rest)}`,
  ],
  [/^(\w+) cannot represent .*?value: (.+)$/s, ([type, value]) => `${type} 不能取值 ${value}`],
  // Our own scalars.
  [
    /^(\w+) must have a form such as (.+), but it was (.+)\.$/s,
    ([type, form, value]) => `${type} 应写成类似 ${form} 的形式，实际为 ${value}。`,
  ],
  [/^There can be only one (\w+) named "(.+)"\.$/, ([kind, name]) => `“${name}”只能出现一次（${kind}）。`],
  [/^Fields "(\w+)" conflict because .*$/s, ([name]) => `多处取名“${name}”却内容不同，请用别名区分。`],
];

/** “Did you mean "a" or "b"?” */
function meant(rest: string | undefined): string {
  const names = [...(rest ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => `“${name}”`);
  return names.length === 0 ? '' : `是否想写${names.join('、')}？`;
}
