import { BOXES, type Box } from './inbox-documents.ts';

/** What the inbox shows; it stands in the address. */
export interface InboxSearch {
  readonly box?: Box;
  /** Key of the request that is open. */
  readonly at?: string;
}

/** Reads the address; what is no such thing there is ignored. */
export function inboxSearchFrom(raw: Readonly<Record<string, unknown>>): InboxSearch {
  const box = BOXES.find((one) => one === raw['box']);
  const { at } = raw;
  return { ...(box === undefined ? {} : { box }), ...(typeof at === 'string' && at !== '' ? { at } : {}) };
}
