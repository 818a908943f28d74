import { SYSTEM_FIELD_IDS, type SystemFieldId } from '../core/ids.ts';
import { textIn, type Locale, type Text } from '../core/text.ts';
import type { ExprScope, ExprType } from '../expr/ast.ts';
import type { WordLabels } from '../expr/condition-words.ts';
import type { OptionDef, Template } from '../template/template.ts';
import type { ResolveContext } from './context.ts';
import { humanText } from './labels.ts';
import { indexTemplate } from './sources.ts';

const contexts = new WeakMap<Template, ResolveContext>();

/** What every entity's rows have without being told, in words. */
export const SYSTEM_FIELD_LABELS: Readonly<Record<SystemFieldId, Readonly<Record<Locale, string>>>> = {
  id: { en: 'Id', 'zh-CN': '记录 ID' },
  version: { en: 'Revision', 'zh-CN': '修订号' },
  state: { en: 'State', 'zh-CN': '状态' },
  createdAt: { en: 'Created at', 'zh-CN': '创建时间' },
  createdBy: { en: 'Created by', 'zh-CN': '创建人' },
  updatedAt: { en: 'Changed at', 'zh-CN': '修改时间' },
  updatedBy: { en: 'Changed by', 'zh-CN': '修改人' },
  deletedAt: { en: 'Deleted at', 'zh-CN': '删除时间' },
  parent: { en: 'Document', 'zh-CN': '所属单据' },
  lineNo: { en: 'Line number', 'zh-CN': '行号' },
};

/**
 * What expressions of an entity may name, of a template that need not be without mistakes; `extra` are further
 * variables. `undefined` when there is no such entity; an empty id stands for expressions that have no record, such as
 * those of an award for signing in. Kept for each template.
 */
export function exprScopeOf(
  template: Template,
  entityId: string,
  extra: Readonly<Record<string, ExprType>> = {},
): ExprScope | undefined {
  const context = contextOf(template);
  if (entityId === '') return context.scope(extra);
  const entity = context.entities.get(entityId) ?? context.ledgers.get(entityId);
  return entity === undefined ? undefined : context.scopeOf(entity, extra);
}

/** What a template's fields, options, states and roles are called, for sentences and their readers. */
export function exprLabels(template: Template, locale: Locale): WordLabels {
  const { entities } = contextOf(template);
  const optionsOf = (entity: string, field: string): readonly LabelledItem[] =>
    field === 'state'
      ? (entities.get(entity)?.workflow?.def.states ?? [])
      : (entities.get(entity)?.fields.get(field)?.def.options ?? []);
  return {
    field: (entity, field) => {
      const own = textIn(entities.get(entity)?.fields.get(field)?.def.label, locale);
      if (own !== '') return own;
      return isSystemField(field) ? SYSTEM_FIELD_LABELS[field][locale] : textIn(humanText(field), locale);
    },
    optionsOf: (entity, field) => optionsOf(entity, field).map(({ id }) => id),
    option: (entity, field, option) => labelIn(optionsOf(entity, field), option, locale),
    roles: (template.roles ?? []).map(({ id }) => id),
    role: (id) => labelIn(template.roles ?? [], id, locale),
  };
}

type LabelledItem = Pick<OptionDef, 'id'> & { readonly label?: Text };

function labelIn(items: readonly LabelledItem[], id: string, locale: Locale): string | undefined {
  const item = items.find((one) => one.id === id);
  return item === undefined ? undefined : textIn(item.label, locale) || id;
}

function isSystemField(id: string): id is SystemFieldId {
  return SYSTEM_FIELD_IDS.some((one) => one === id);
}

function contextOf(template: Template): ResolveContext {
  const known = contexts.get(template);
  if (known !== undefined) return known;
  const made = indexTemplate(template);
  contexts.set(template, made);
  return made;
}
