import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import type { ApiRights } from './api-rights.ts';
import { entityById, titleName } from './field-path.ts';

/** What is asked of a row: API names, each with what is asked of the rows behind it. */
export interface Selection {
  readonly [apiName: string]: Selection | true;
}

export interface Selecting {
  readonly model: Model;
  readonly rights: ApiRights;
}

/** The fields that tell which row it is, which version, and where it stands. */
export function systemSelection(entity: EntityModel): Selection {
  // Balances and movements are never written, and movements have no version.
  if (entity.origin === 'ledger') return { id: true };
  return { id: true, version: true, ...(entity.workflow === undefined ? {} : { state: true }) };
}

/**
 * What to ask for so that a path of field ids can be shown or evaluated; `{}` where the caller may not see it.
 * References and people come with what names them.
 */
export function pathSelection(selecting: Selecting, entity: EntityModel, path: readonly string[]): Selection {
  const [id = '', ...rest] = path;
  const field = entity.fields.find((one) => one.id === id);
  const apiName = field?.apiName ?? id;
  if (!selecting.rights.shows(entity, apiName)) return {};
  if (field === undefined) return systemPathSelection(apiName);
  const { type } = field;
  switch (type.kind) {
    case 'ref':
    case 'multiRef':
      return behind(selecting, { apiName, target: entityById(selecting.model, type.to), rest });
    case 'lines':
      return behind(selecting, { apiName, target: entityById(selecting.model, type.of), rest });
    case 'user':
    case 'org':
      return { [apiName]: NAMED };
    default:
      return { [apiName]: true };
  }
}

const NAMED: Selection = { id: true, name: true };

function systemPathSelection(name: string): Selection {
  return name === 'createdBy' || name === 'updatedBy' ? { [name]: NAMED } : { [name]: true };
}

interface Behind {
  readonly apiName: string;
  readonly target: EntityModel | undefined;
  readonly rest: readonly string[];
}

function behind(selecting: Selecting, { apiName, target, rest }: Behind): Selection {
  if (target === undefined) return {};
  const title = titleName(target);
  const named: Selection = selecting.rights.shows(target, title) ? { id: true, [title]: true } : { id: true };
  const further = rest.length === 0 ? {} : pathSelection(selecting, target, rest);
  return { [apiName]: mergeSelections([named, further]) };
}

/** Everything that a form of the entity holds: all fields that the caller sees, lines with theirs. */
export function recordSelection(selecting: Selecting, entity: EntityModel): Selection {
  const own = entity.fields.map((field) => recordField(selecting, entity, field));
  const people = ['createdAt', 'createdBy', 'updatedAt', 'updatedBy'].map((id) =>
    pathSelection(selecting, entity, [id]),
  );
  return mergeSelections([systemSelection(entity), ...own, ...people]);
}

function recordField(selecting: Selecting, entity: EntityModel, field: FieldModel): Selection {
  const { type, apiName } = field;
  if (type.kind !== 'lines') return pathSelection(selecting, entity, [field.id]);
  const target = entityById(selecting.model, type.of);
  if (target === undefined || !selecting.rights.shows(entity, apiName)) return {};
  const rows = target.fields.map((one) => pathSelection(selecting, target, [one.id]));
  return { [apiName]: mergeSelections([{ id: true }, ...rows]) };
}

export function mergeSelections(selections: readonly Selection[]): Selection {
  const merged: Record<string, Selection | true> = {};
  for (const selection of selections) {
    for (const [name, inner] of Object.entries(selection)) {
      const known = merged[name];
      merged[name] = known === undefined || known === true || inner === true ? inner : mergeSelections([known, inner]);
    }
  }
  return merged;
}

/** `{ id customer { id name } }`. */
export function selectionText(selection: Selection): string {
  const parts = Object.entries(selection).map(([name, inner]) =>
    inner === true ? name : `${name} ${selectionText(inner)}`,
  );
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}
