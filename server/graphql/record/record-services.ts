import type { Service } from '../tenant/services.ts';
import { addComment, deleteComment, editComment, recordComments } from './record-comments.ts';
import { recordHistory } from './record-history.ts';
import { recordPeople } from './record-people.ts';

/** What became of records and what people say about them. */
export const RECORD_SERVICES = {
  'record.history': recordHistory,
  'record.comments': recordComments,
  'record.people': recordPeople,
  'record.addComment': addComment,
  'record.editComment': editComment,
  'record.deleteComment': deleteComment,
} as const satisfies Record<string, Service>;
