import { readerOfRequest, type ViewReader } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';

/** A member, as comments name them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** A comment under the properties of the API's type. */
export interface CommentView {
  readonly id: string;
  readonly at: string;
  readonly author: NamedPerson;
  readonly body: string | null;
  readonly mentions: readonly NamedPerson[];
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
  readonly isMine: boolean;
}

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What of a comment `c` is shown; `$1` is the reader. */
export const COMMENT_COLUMNS = `c.id, ${instant('c.at')} as at, json_build_object('id', c.author, 'name', coalesce((select u.name from "@tenant".fw_user u where u.id = c.author), '')) as author,
  case when c.deleted_at is null then c.body end as body,
  (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name), '[]') from "@tenant".fw_user u where u.id = any(c.mentions)) as mentions,
  ${instant('c.edited_at')} as "editedAt", ${instant('c.deleted_at')} as "deletedAt", coalesce(c.author = $1::uuid, false) as "isMine"`;

/** The comments of these ids, in no order. */
export function readComments(
  { request }: Pick<ServiceCall, 'request'>,
  ids: readonly string[],
  reader: ViewReader = readerOfRequest(request),
): Promise<readonly CommentView[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return reader.rows<CommentView>(
    `select ${COMMENT_COLUMNS} from "@tenant".fw_comment c where c.id = any($2::uuid[])`,
    [request.caller.actor.id, ids],
  );
}
