import type { EntityModel, Model } from '../../schema/model/model.ts';
import { entityId } from '../../schema/core/ids.ts';
import { createDocument } from '../workplace/documents/record-document.ts';
import type { ApiRights } from '../workplace/documents/api-rights.ts';

/** Where appeals about points are kept: an entity of that name whose record says what is wrong (SPEC [PWK-5]). */
export interface AppealPlace {
  readonly entity: EntityModel;
  readonly mayCreate: boolean;
  readonly mayRead: boolean;
  /** Whether an appeal may say how many points it asks for. */
  readonly hasPoints: boolean;
}

const APPEAL = entityId('Appeal');

/** The place of appeals that the template has; `undefined` where it has none. */
export function appealPlace(model: Model, rights: ApiRights): AppealPlace | undefined {
  const entity = model.entities.find(({ id }) => id === APPEAL);
  const about = entity?.fields.find(({ id }) => id === 'about');
  if (entity === undefined || (about?.type.kind !== 'text' && about?.type.kind !== 'longtext')) return undefined;
  return {
    entity,
    mayCreate: rights.creates(entity),
    mayRead: rights.reads(entity),
    hasPoints: entity.fields.some(({ id }) => id === 'points'),
  };
}

/** What an appeal says; `rule` is the award that it is about. */
export interface AppealText {
  readonly about: string;
  readonly points: string;
  readonly rule: string;
}

/** The document and the input of an appeal: it names the budget of its rule where appeals are kept by that. */
export function appealRequest(model: Model, { entity, hasPoints }: AppealPlace, { about, points, rule }: AppealText) {
  const award = model.behaviour.awards.find(({ id }) => id === rule);
  const budget = model.behaviour.ledgers
    .find(({ id }) => id === award?.ledger)
    ?.books.find(({ account }) => account === 'budget');
  const kept = budget?.dimensions.flatMap(({ id, entity: of }) => {
    const field = entity.fields.find(({ type }) => type.kind === 'ref' && type.to === of);
    const code = award?.budget[id];
    const key = model.entities
      .find((one) => one.id === of)
      ?.fields.find(({ id: own, unique, type }) => unique && type.kind === 'text' && own === 'code');
    return field === undefined || code === undefined || key === undefined
      ? []
      : [[field.apiName, { [key.apiName]: code }] as const];
  });
  const apiName = (id: string): string => entity.fields.find((field) => field.id === id)?.apiName ?? id;
  return {
    query: createDocument(entity).replace('{ id version }', `{ id title: ${apiName(entity.title)} }`),
    input: {
      [apiName('about')]: about,
      ...(hasPoints && points !== '' ? { [apiName('points')]: points } : {}),
      ...Object.fromEntries(kept ?? []),
    },
  };
}

/** Asks for the appeals that are still in their first state, oldest first. */
export function appealsDocument(model: Model, { entity, hasPoints }: AppealPlace): string {
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  const apiName = (id: string): string => entity.fields.find((field) => field.id === id)?.apiName ?? id;
  const person = entity.fields.find(({ type, default: given }) => type.kind === 'user' && given?.source === 'actor.id');
  const where = workflow === undefined ? '' : `where: { state: { eq: ${workflow.initial} } }, `;
  const asked = [
    `title: ${apiName(entity.title)}`,
    `about: ${apiName('about')}`,
    ...(hasPoints ? [`points: ${apiName('points')}`] : []),
    `person: ${person?.apiName ?? 'createdBy'} { name }`,
  ];
  return `{ page: ${entity.plural}(${where}orderBy: [{ createdAt: ASC }], first: 50) { nodes { id createdAt ${asked.join(' ')} } } }`;
}
