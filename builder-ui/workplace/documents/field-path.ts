import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { EntityModel, FieldKind, FieldModel, Model } from '../../../schema/model/model.ts';

/** An option or a state as it is shown. */
export interface ShownOption {
  readonly value: string;
  readonly label: string;
  readonly color?: string;
}

/** What stands at the end of a path: a declared field, or one that every row has. */
export interface PathEnd {
  /** The ids along the path, joined by points: the name of a column, a filter or an order. */
  readonly path: string;
  /** API names along the path. */
  readonly steps: readonly string[];
  /** The entities whose fields the steps are, one for each step. */
  readonly owners: readonly EntityModel[];
  readonly kind: FieldKind;
  readonly label: string;
  readonly options?: readonly ShownOption[];
  readonly unit?: string;
  readonly currency?: string;
  readonly scale?: number;
  /** Of a column: so many digits stand after the point at least, so that the points of its amounts stand in a line. */
  readonly digits?: number;
  /** For references: the entity, and the API name of the field that names its rows. */
  readonly target?: { readonly entity: EntityModel; readonly title: string };
  readonly isSecret: boolean;
}

const SYSTEM_LABELS: Readonly<Record<string, { readonly kind: FieldKind; readonly label: Text }>> = {
  id: { kind: 'text', label: { en: 'ID', 'zh-CN': '内部编号' } },
  version: { kind: 'int', label: { en: 'Version', 'zh-CN': '版本' } },
  state: { kind: 'enum', label: { en: 'State', 'zh-CN': '状态' } },
  createdAt: { kind: 'datetime', label: { en: 'Created', 'zh-CN': '创建时间' } },
  createdBy: { kind: 'user', label: { en: 'Created by', 'zh-CN': '创建人' } },
  updatedAt: { kind: 'datetime', label: { en: 'Changed', 'zh-CN': '更新时间' } },
  updatedBy: { kind: 'user', label: { en: 'Changed by', 'zh-CN': '更新人' } },
};

/** Follows a path of ids (`customer.city`) over references; `undefined` where the model has no such path. */
export function pathEnd(
  model: Model,
  entity: EntityModel,
  { path, locale }: { readonly path: string; readonly locale: Locale },
): PathEnd | undefined {
  const ids = path.split('.');
  let owner = entity;
  const steps: string[] = [];
  const owners: EntityModel[] = [];
  for (const [index, id] of ids.entries()) {
    const field = owner.fields.find((one) => one.id === id);
    steps.push(field?.apiName ?? id);
    owners.push(owner);
    if (index === ids.length - 1) {
      const base = { path, steps, owners };
      if (field !== undefined) return { ...base, ...fieldEnd(model, field, locale) };
      return systemEnd(model, { owner, id, locale, base });
    }
    const next = field?.type.kind === 'ref' ? entityById(model, field.type.to) : undefined;
    if (next === undefined) return undefined;
    owner = next;
  }
  return undefined;
}

/** The entity; `undefined` where the model has none of that id. */
export function entityById(model: Model, id: string): EntityModel | undefined {
  return model.entities.find((entity) => entity.id === id);
}

/** The API name of the field that names a row. */
export function titleName(entity: EntityModel): string {
  return entity.fields.find(({ id }) => id === entity.title)?.apiName ?? 'id';
}

/** The states of the entity's workflow in their order. */
export function statesOf(model: Model, entity: EntityModel, locale: Locale): readonly ShownOption[] {
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  return (workflow?.states ?? []).map((state) => option(state, locale));
}

function fieldEnd(model: Model, field: FieldModel, locale: Locale): Omit<PathEnd, 'path' | 'steps' | 'owners'> {
  const { type } = field;
  const target = type.kind === 'ref' || type.kind === 'multiRef' ? entityById(model, type.to) : undefined;
  return {
    kind: type.kind,
    label: textIn(field.label, locale),
    isSecret: field.secret,
    ...('options' in type ? { options: type.options.map((one) => option(one, locale)) } : {}),
    ...('scale' in type ? { scale: type.scale } : {}),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(field.currency === undefined ? {} : { currency: field.currency }),
    ...(target === undefined ? {} : { target: { entity: target, title: titleName(target) } }),
  };
}

interface SystemPlace {
  readonly owner: EntityModel;
  readonly id: string;
  readonly locale: Locale;
  readonly base: Pick<PathEnd, 'path' | 'steps' | 'owners'>;
}

function systemEnd(model: Model, { owner, id, locale, base }: SystemPlace): PathEnd | undefined {
  const known = SYSTEM_LABELS[id];
  if (known === undefined || (id === 'state' && owner.workflow === undefined)) return undefined;
  const states = id === 'state' ? { options: statesOf(model, owner, locale) } : {};
  return { ...base, kind: known.kind, label: textIn(known.label, locale), isSecret: false, ...states };
}

function option(
  { id, label, color }: { readonly id: string; readonly label?: Text; readonly color?: string },
  locale: Locale,
): ShownOption {
  const shown = textIn(label, locale);
  return { value: id, label: shown === '' ? id : shown, ...(color === undefined ? {} : { color }) };
}
