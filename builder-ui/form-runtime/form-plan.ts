import type { UiSchema } from '@rjsf/utils';
import { must } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { isFrozenState } from '../../schema/model/frozen-state.ts';
import { formPlan, type FieldPlan } from '../../schema/model/forms.ts';
import type { EntityModel, FieldKind, FieldModel, Model } from '../../schema/model/model.ts';
import { viewsFor } from '../../schema/model/views.ts';
import type { JsonSchema } from '../../schema/template/metaschema.ts';
import { presetPattern } from '../../schema/template/patterns.ts';
import type { FormViewDef } from '../../schema/template/template-views.ts';
import { compileLayout, type FieldForm, type FormNode } from './form-layout.ts';

/** What the reader may not see or change, by entity (a document and its lines have rights of their own). */
export type FieldRights = Readonly<Record<string, EntityRights>>;

/** Field ids, as the grants of roles name them. */
export interface EntityRights {
  readonly hide?: readonly string[];
  readonly mask?: readonly string[];
  readonly lock?: readonly string[];
}

/** Why a field can't be changed at all, whatever else the record says. */
export type LockReason = 'computed' | 'numbered' | 'given' | 'rights' | 'masked' | 'posted';

/** A field as the form draws it: its plan, and what the reader's rights and the record's state make of it. */
export interface FormField extends Omit<FieldPlan, 'lines' | 'of'> {
  readonly kind: FieldKind;
  readonly lock?: LockReason;
  /** Bounds as exact text: of the number, or the date. */
  readonly min?: string;
  readonly max?: string;
  /** The entity whose rows are offered, and the id of the field that names them. */
  readonly of?: { readonly entity: string; readonly titleField: string };
  readonly lines?: LinePlan;
  /** What a text of the field's pattern looks like. */
  readonly example?: string;
}

/** The rows of a `lines` field. */
export interface LinePlan {
  readonly entity: EntityModel;
  readonly fields: readonly FormField[];
  readonly rowsMin: number;
  readonly rowsMax: number;
}

/** A form ready to be drawn: the same model, view and rights always make the same. */
export interface CompiledForm {
  readonly entity: EntityModel;
  readonly locale: Locale;
  readonly phone: boolean;
  /** JSON Schema over API names of the fields that the reader sees, in the terms of the API (`wireValue`). */
  readonly schema: JsonSchema;
  readonly uiSchema: UiSchema;
  readonly fields: readonly FormField[];
  readonly layout: readonly FormNode[];
  /** Field nodes that ask for their field under a condition of their own. */
  readonly requiringNodes: readonly FieldForm[];
}

export interface FormOptions {
  readonly locale: Locale;
  /** The view to draw; the entity's own form without it. */
  readonly form?: FormViewDef;
  readonly rights?: FieldRights;
  readonly phone?: boolean;
  /** The state that the record is in: a posted one is frozen but for some fields. */
  readonly state?: string;
}

/** Makes the form of an entity (SPEC [FORM-1] to [FORM-3]); throws where the model has no such entity. */
export function compileForm(model: Model, entityId: string, options: FormOptions): CompiledForm {
  const { locale, rights = {}, phone = false } = options;
  const entity = must(
    model.entities.find(({ id }) => id === entityId),
    `entity ${entityId}`,
  );
  const plan = formPlan(model, entity, locale);
  const making: Making = { model, rights, isPosted: isFrozenState(model, entity, options.state) };
  const fields = formFields(entity, plan.fields, making);
  const views = viewsFor(model, entityId);
  const view = options.form ?? (phone ? views.phoneForm : views.form);
  const layout = compileLayout(view.layout, { model, entity, fields, locale });
  return {
    entity,
    locale,
    phone,
    schema: seenSchema(plan.schema, fields),
    uiSchema: Object.fromEntries(fields.map(({ apiName }) => [apiName, { 'ui:field': VALUE_FIELD }])),
    fields,
    layout,
    requiringNodes: requiringNodes(layout),
  };
}

function requiringNodes(layout: readonly FormNode[]): readonly FieldForm[] {
  return layout.flatMap((node) => {
    if ('children' in node) return requiringNodes(node.children);
    return node.kind === 'field' && node.required !== undefined ? [node] : [];
  });
}

/** The name under which rjsf knows the one component that draws values. */
export const VALUE_FIELD = 'formworkValue';

interface Making {
  readonly model: Model;
  readonly rights: FieldRights;
  readonly isPosted: boolean;
}

function formFields(entity: EntityModel, plans: readonly FieldPlan[], making: Making): readonly FormField[] {
  const hidden = making.rights[entity.id]?.hide ?? [];
  return plans
    .filter(({ field }) => !hidden.includes(field))
    .map((plan) => {
      const field = must(
        entity.fields.find(({ id }) => id === plan.field),
        `field ${plan.field}`,
      );
      return formField(plan, field, { entity, making });
    });
}

function formField(
  { lines, of, ...plan }: FieldPlan,
  field: FieldModel,
  { entity, making }: { readonly entity: EntityModel; readonly making: Making },
): FormField {
  const target = making.model.entities.find(({ id }) => id === of?.entity);
  const lock = lockOf(field, { rights: making.rights[entity.id] ?? {}, isPosted: making.isPosted });
  return {
    ...plan,
    kind: field.type.kind,
    ...(lock === undefined ? {} : { lock }),
    ...(field.pattern === undefined ? {} : { example: presetPattern(field.pattern)?.example ?? '' }),
    ...(field.min === undefined ? {} : { min: field.min }),
    ...(field.max === undefined ? {} : { max: field.max }),
    ...(target === undefined ? {} : { of: { entity: target.id, titleField: target.title } }),
    ...(lines === undefined ? {} : { lines: linePlan(field, lines.fields, making) }),
  };
}

function linePlan({ type }: FieldModel, plans: readonly FieldPlan[], making: Making): LinePlan {
  const kind = type.kind === 'lines' ? type : undefined;
  const entity = must(
    making.model.entities.find(({ id }) => id === kind?.of),
    'an entity of lines',
  );
  const { min = 0, max = Number.POSITIVE_INFINITY } = kind ?? {};
  return { entity, fields: formFields(entity, plans, making), rowsMin: min, rowsMax: max };
}

function lockOf(
  field: FieldModel,
  { rights, isPosted }: { readonly rights: EntityRights; readonly isPosted: boolean },
): LockReason | undefined {
  if (rights.mask?.includes(field.id) === true) return 'masked';
  if (field.type.kind === 'sequence') return 'numbered';
  if (field.formula !== undefined || field.rollup !== undefined || field.balance !== undefined) return 'computed';
  if (field.readonly) return 'given';
  if (rights.lock?.includes(field.id) === true) return 'rights';
  return isPosted && !field.editableAfterPost ? 'posted' : undefined;
}

/** Only what is seen, and is the reader's to fill, is checked in the browser. */
function seenSchema(schema: JsonSchema, fields: readonly FormField[]): JsonSchema {
  const given = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const asked = fields.filter(({ apiName, lock }) => lock === undefined && required.includes(apiName));
  const properties = fields.map(({ apiName, lines }): readonly [string, unknown] => {
    const own = given[apiName];
    if (lines === undefined || !isSchema(own) || !isSchema(own['items'])) return [apiName, own];
    return [apiName, { ...own, items: seenSchema(own['items'], lines.fields) }];
  });
  const { required: _, ...rest } = schema;
  return {
    ...rest,
    properties: Object.fromEntries(properties),
    ...(asked.length === 0 ? {} : { required: asked.map(({ apiName }) => apiName) }),
  };
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
