import { LIMITS } from '../../../schema/core/limits.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { overridable } from './waiting-document.ts';

/** What a box of the inbox holds; the names are the API's. */
export const BOXES = ['TO_DECIDE', 'STARTED', 'DONE', 'COPIED'] as const;

export type Box = (typeof BOXES)[number];

/** So many requests come at once; more of them are asked for. */
export const INBOX_PAGE = 50;

const PERSON = '{ id name }';
/** What is asked of a request for approval. */
export const REQUEST = `id entity entityLabel recordId recordTitle recordVersion transition transitionLabel state reason
  input { field label value } askedBy ${PERSON} askedAt endedAt step steps { id mode roles }
  tasks { id step person ${PERSON} role state dueAt overdue decidedAt decidedBy ${PERSON} delegatedFrom ${PERSON} comment }
  canDecide canWithdraw`;

/** A page of a box; variable `after`. */
export function boxDocument(box: Box): string {
  return `query ($after: String) { inbox(box: ${box}, first: ${INBOX_PAGE}, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${REQUEST} } } }`;
}

const GIFTS = `pointsGifts { id label giver ${PERSON} receiver ${PERSON} amount granted reason state askedAt mayDecide decisions { by ${PERSON} approved comment at } }`;
const OVERRIDE = `{ id ledger key { dimension value } measure floor state reason comment askedBy ${PERSON} askedAt decidedBy ${PERSON} decidedAt expiresAt }`;

/** Special awards and exceptions from bounds, with what is said of them; `undefined` where there are none to ask for. */
export function extrasDocument(model: Model, rights: ApiRights): string | undefined {
  const ledgers = rights.mayAsk('ledgerOverrides') ? overridable(model).slice(0, LIMITS.queryRootFieldsMax - 1) : [];
  const asked = [
    ...(rights.mayAsk('pointsGifts') ? [GIFTS] : []),
    ...ledgers.map((id, index) => `o${index}: ledgerOverrides(ledger: ${JSON.stringify(id)}) ${OVERRIDE}`),
  ];
  return asked.length === 0 ? undefined : `{ ${asked.join(' ')} }`;
}

/** Variables `id`, `decision`, `comment`, `key`. */
export const DECIDE_APPROVAL =
  'mutation ($id: ID!, $decision: ApprovalDecision!, $comment: String, $key: String) { done: decideApproval(id: $id, decision: $decision, comment: $comment, idempotencyKey: $key) { id state } }';
/** Variables `id`, `to`, `comment`, `key`. */
export const DELEGATE_APPROVAL =
  'mutation ($id: ID!, $to: ID!, $comment: String, $key: String) { done: delegateApproval(id: $id, to: $to, comment: $comment, idempotencyKey: $key) { id } }';
/** Variables `id`, `comment`, `key`. */
export const WITHDRAW_APPROVAL =
  'mutation ($id: ID!, $comment: String, $key: String) { done: withdrawApproval(id: $id, comment: $comment, idempotencyKey: $key) { id } }';
/** Variables `id`, `approve`, `comment`. */
export const DECIDE_GIFT =
  'mutation ($id: ID!, $approve: Boolean!, $comment: String) { done: decideGift(id: $id, approve: $approve, comment: $comment) { id } }';
/** Variable `id`. */
export const WITHDRAW_GIFT = 'mutation ($id: ID!) { done: withdrawGift(id: $id) { id } }';
/** Variables `id`, `approve`, `comment`. */
export const DECIDE_OVERRIDE =
  'mutation ($id: ID!, $approve: Boolean!, $comment: String) { done: decideOverride(id: $id, approve: $approve, comment: $comment) { id } }';
