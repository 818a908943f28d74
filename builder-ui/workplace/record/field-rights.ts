import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import type { EntityRights, FieldRights } from '../../form-runtime/form-plan.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById } from '../documents/field-path.ts';

/**
 * What the caller may see and give of a form's entities, as the API showed it (SPEC [WRK-1]): what it does not name is
 * hidden, what it names and cannot compare is masked, what it does not take is locked.
 */
export function formRights(
  model: Model,
  entity: EntityModel,
  { rights, isNew }: { readonly rights: ApiRights; readonly isNew: boolean },
): FieldRights {
  const lines = entity.fields.flatMap(({ type }) => {
    const found = type.kind === 'lines' ? entityById(model, type.of) : undefined;
    return found === undefined ? [] : [found];
  });
  const isGiven = (one: EntityModel, { apiName }: FieldModel): boolean =>
    isNew || one.parent !== undefined
      ? rights.gives(one, apiName, 'create') || (!isNew && rights.gives(one, apiName, 'update'))
      : rights.gives(one, apiName, 'update');
  const own = (one: EntityModel): EntityRights => ({
    // A new record is filled in by who may create, whether he may read it afterwards or not.
    hide: one.fields.filter((field) => !rights.shows(one, field.apiName) && !isGiven(one, field)).map(({ id }) => id),
    mask: one.fields
      .filter(({ apiName, secret }) => !secret && rights.shows(one, apiName) && !rights.compares(one, apiName))
      .map(({ id }) => id),
    lock: one.fields.filter((field) => !field.readonly && !isGiven(one, field)).map(({ id }) => id),
  });
  return Object.fromEntries([entity, ...lines].map((one) => [one.id, own(one)]));
}
