import type { EntityModel } from '../../../schema/model/model.ts';
import { transitionsQueryName, transitionInputName, typeNames } from '../../../schema/model/names.ts';
import { mergeSelections, pathSelection, recordSelection, selectionText, type Selecting } from './field-selection.ts';

/**
 * One record with all that the caller sees of it, and what references of `paths` lead to; also one in the bin; variable
 * `id`.
 */
export function recordDocument(selecting: Selecting, entity: EntityModel, paths: readonly string[]): string {
  const selection = mergeSelections([
    recordSelection(selecting, entity),
    pathSelection(selecting, entity, ['deletedAt']),
    ...paths.map((path) => pathSelection(selecting, entity, path.split('.'))),
  ]);
  return `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes ${selectionText(selection)} } }`;
}

/** What may be done with it now, and why not, and with a selection the approval that it waits for; variable `id`. */
export function transitionsDocument(entity: EntityModel, approval: string | undefined): string {
  const waiting = approval === undefined ? '' : `approval: approvalOf(record: $id) { ${approval} } `;
  return `query ($id: ID!) { ${waiting} options: ${transitionsQueryName(entity.singular)}(id: $id) { id label mutation to leavesFromHere available needsApproval reason input { field label required } whyNot { code message cure path rule ledger key { dimension value } } } }`;
}

/** Variables `input` and `key`. */
export function createDocument(entity: EntityModel): string {
  const { input } = typeNames(entity.apiName);
  return `mutation ($input: ${input}!, $key: String) { row: create${entity.apiName}(input: $input, idempotencyKey: $key) { id version } }`;
}

/** Variables `id`, `version`, `patch` and `key`. */
export function updateDocument(entity: EntityModel): string {
  const { patch } = typeNames(entity.apiName);
  return `mutation ($id: ID!, $version: Int!, $patch: ${patch}!, $key: String) { row: update${entity.apiName}(id: $id, version: $version, patch: $patch, idempotencyKey: $key) { id version } }`;
}

/** Into the bin; variables `id`, `version` and `key`. */
export function deleteDocument(entity: EntityModel): string {
  return `mutation ($id: ID!, $version: Int!, $key: String) { row: delete${entity.apiName}(id: $id, version: $version, idempotencyKey: $key) { id version } }`;
}

/** Out of the bin; variables `id` and `key`. */
export function restoreDocument(entity: EntityModel): string {
  return `mutation ($id: ID!, $key: String) { row: restore${entity.apiName}(id: $id, idempotencyKey: $key) { id version } }`;
}

/** What a transition asks for. */
export interface TransitionAsk {
  readonly id: string;
  readonly mutation: string;
  readonly reason: 'required' | 'optional' | undefined;
  readonly hasInput: boolean;
}

/** Variables `id`, `version`, `key`, and `reason` and `input` where the transition asks for them. */
export function transitionDocument(entity: EntityModel, { id, mutation, reason, hasInput }: TransitionAsk): string {
  const given = [
    ...(reason === undefined ? [] : [['reason', reason === 'required' ? 'String!' : 'String'] as const]),
    ...(hasInput ? [['input', transitionInputName(id, entity.apiName)] as const] : []),
  ];
  const variables = ['$id: ID!', '$version: Int!', '$key: String', ...given.map(([name, type]) => `$${name}: ${type}`)];
  const args = ['id: $id', 'version: $version', 'idempotencyKey: $key', ...given.map(([name]) => `${name}: $${name}`)];
  const asked = `id version${entity.workflow === undefined ? '' : ' state'}`;
  return `mutation (${variables.join(', ')}) { row: ${mutation}(${args.join(', ')}) { ${asked} } }`;
}

/** Tells of each row that is written. */
export function changedDocument(entity: EntityModel): string {
  return `subscription { changed: ${entity.singular}Changed { event id } }`;
}
