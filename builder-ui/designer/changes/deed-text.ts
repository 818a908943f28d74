import { LOCALES, textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import type { ScenarioDef, TestStepDef } from '../../../schema/template/template-tests.ts';
import type { Template } from '../../../schema/template/template.ts';

/** A sentence in each language, of names in it. */
type Saying = (name: (label: Text) => string, locale: Locale) => string;

/**
 * What an approval or an action is called that has no name of its own (SPEC [DSG-143]): who decides, or what it does.
 * `list` is the list that it stands in.
 */
export function deedText(template: Template, list: string, item: unknown): Text | undefined {
  if (!isRecord(item)) return undefined;
  if (list === 'approvals') return approvalText(template, item);
  return list === 'do' ? actionText(template, item) : undefined;
}

function approvalText(template: Template, { roles }: Readonly<Record<string, unknown>>): Text | undefined {
  if (!Array.isArray(roles) || roles.length === 0) return undefined;
  return said((name, locale) => {
    const who = joined(
      roles.map((id) => name(labelIn(template.roles, String(id)))),
      locale,
    );
    return locale === 'en' ? `Approval by ${who}` : `由${who}审批`;
  });
}

function actionText(template: Template, item: Readonly<Record<string, unknown>>): Text | undefined {
  const { kind, values, roles } = item;
  const own = (key: string): string => {
    const value = item[key];
    return typeof value === 'string' ? value : '';
  };
  switch (kind) {
    case 'set': {
      const fields = template.entities?.flatMap((entity) => entity.fields);
      const names = Object.keys(isRecord(values) ? values : {}).map((id) => labelIn(fields, id));
      return said((name, locale) => `${locale === 'en' ? 'Sets ' : '修改'}${joined(names.map(name), locale)}`);
    }
    case 'create':
      return said(
        (name, locale) => `${locale === 'en' ? 'New ' : '新建'}${name(labelIn(template.entities, own('entity')))}`,
      );
    case 'transition':
      return said((name, locale) => {
        const step = name(labelIn(stepsOf(template), own('transition')));
        return locale === 'en' ? `Step “${step}”` : `执行“${step}”`;
      });
    case 'notify':
      return said((name, locale) => {
        const who = Array.isArray(roles) ? roles.map((id) => name(labelIn(template.roles, String(id)))) : [];
        if (who.length === 0) return locale === 'en' ? 'Notice' : '发送通知';
        return `${locale === 'en' ? 'Notice to ' : '通知'}${joined(who, locale)}`;
      });
    case 'webhook':
      return said((_, locale) => (locale === 'en' ? `Call of ${own('connection')}` : `调用 ${own('connection')}`));
    default:
      return undefined;
  }
}

/** The steps of a test in words, as they follow each other. */
export function testSteps(template: Template, test: ScenarioDef, locale: Locale): readonly string[] {
  return test.when.map((step, index) => {
    const deed = textIn(said(stepSaying(template, step)), locale);
    return locale === 'en' ? `Step ${String(index + 1)}: ${deed}` : `第 ${String(index + 1)} 步：${deed}`;
  });
}

const DECISIONS = {
  approve: { en: 'approve', 'zh-CN': '同意' },
  reject: { en: 'reject', 'zh-CN': '拒绝' },
  sendBack: { en: 'send back', 'zh-CN': '退回' },
} as const;

function stepSaying(template: Template, step: TestStepDef): Saying {
  if ('create' in step)
    return (name, locale) => `${locale === 'en' ? 'new ' : '新建'}${name(labelIn(template.entities, step.create))}`;
  if ('transition' in step) return (name) => name(labelIn(stepsOf(template), step.transition));
  if ('decide' in step) return (_, locale) => DECISIONS[step.decide][locale];
  if ('wait' in step) return (_, locale) => `${locale === 'en' ? 'wait until ' : '等到 '}${step.wait}`;
  if ('delete' in step) return (_, locale) => (locale === 'en' ? `delete ${step.delete}` : `删除 ${step.delete}`);
  return (_, locale) => (locale === 'en' ? `change ${step.update}` : `修改 ${step.update}`);
}

interface Named {
  readonly id: string;
  readonly label?: Text;
}

function stepsOf({ workflows = [] }: Template): readonly Named[] {
  return workflows.flatMap(({ transitions }) => transitions);
}

function labelIn(items: readonly Named[] | undefined, id: string): Text {
  return items?.find((one) => one.id === id)?.label ?? humanText(id);
}

function joined(names: readonly string[], locale: Locale): string {
  return names.join(locale === 'en' ? ', ' : '、');
}

function said(saying: Saying): Text {
  return Object.fromEntries(
    LOCALES.map((locale) => [locale, saying((label) => textIn(label, locale), locale)] as const),
  );
}
