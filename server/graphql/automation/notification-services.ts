import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import type { Service, ServiceCall } from '../tenant/services.ts';
import { instantColumn, listPage, type Listing } from './service-pages.ts';

/** What members were told; each sees and marks his own and nobody else's. */
export const NOTIFICATION_SERVICES = {
  'notification.list': list,
  'notification.mail': mail,
  'notification.read': read,
  'notification.readAll': readAll,
  'notification.setMail': setMail,
} as const satisfies Record<string, Service>;

interface NotificationRow {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly at: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly readAt: string | null;
}

const NOTIFICATIONS: Omit<Listing, 'where' | 'params'> = {
  table: 'fw_notification',
  time: 'at',
  columns: `t.id, t.text_en as en, t.text_zh as zh, ${instantColumn('at', 'at')}, t.entity, t.record_id as "recordId", ${instantColumn('read_at', 'readAt')}`,
};

/** The caller; a token is nobody who could be told something. */
function me({ request }: ServiceCall): string | null {
  return request.caller.actor.id;
}

async function list(call: ServiceCall): Promise<Result<unknown>> {
  const own = 't.user_id = $1::uuid';
  const where = call.args['unreadOnly'] === true ? `${own} and t.read_at is null` : own;
  const page = await listPage(call, { ...NOTIFICATIONS, where, params: [me(call)] }, (row: NotificationRow) =>
    view(call, row),
  );
  if (!page.ok) return page;
  const [unread] = await readerOfRequest(call.request).rows<{ readonly count: number }>(
    `select count(*)::int as count from "@tenant".fw_notification t where ${own} and t.read_at is null`,
    [me(call)],
  );
  return ok({ ...page.value, unreadCount: unread?.count ?? 0 });
}

function view({ request }: ServiceCall, row: NotificationRow): NotificationRow & Readonly<Record<string, unknown>> {
  const { model } = request.shape;
  return {
    ...row,
    text: request.caller.locale === 'en' ? row.en : row.zh,
    entity: model.entities.find(({ id }) => id === row.entity)?.apiName ?? row.entity,
  };
}

async function read(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const id = String(args['id']);
  if (isUuid(id)) await mark(call, 'id = $3::uuid', [id]);
  const [row] = isUuid(id)
    ? await readerOfRequest(request).rows<NotificationRow>(
        `select ${NOTIFICATIONS.columns} from "@tenant".fw_notification t where t.id = $1::uuid and t.user_id = $2::uuid`,
        [id, me(call)],
      )
    : [];
  return row === undefined ? refused([issue('NOTIFICATION_NOT_FOUND', '/id', { id })]) : ok(view(call, row));
}

async function readAll(call: ServiceCall): Promise<Result<unknown>> {
  return ok(await mark(call, 'true', []));
}

async function mark(call: ServiceCall, which: string, params: readonly unknown[]): Promise<number> {
  const { request } = call;
  const rows = await request.database.query({
    text: `update ${quoteIdentifier(request.tenant.schema)}.fw_notification set read_at = $2::timestamptz where user_id = $1::uuid and read_at is null and ${which} returning id`,
    params: [me(call), request.now().toISOString(), ...params],
  });
  return rows.length;
}

async function mail(call: ServiceCall): Promise<Result<unknown>> {
  const rows = await readerOfRequest(call.request).rows<{ readonly wanted: boolean }>(
    'select wanted from "@tenant".fw_mail_choice where user_id = $1::uuid',
    [me(call)],
  );
  return ok(rows[0]?.wanted ?? false);
}

async function setMail(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const wanted = args['wanted'] === true;
  if (me(call) === null) return ok(false);
  const rows = await request.database.query<{ readonly wanted: boolean }>({
    text: `insert into ${quoteIdentifier(request.tenant.schema)}.fw_mail_choice (user_id, wanted, locale) values ($1::uuid, $2, $3)
      on conflict (user_id) do update set wanted = excluded.wanted, locale = excluded.locale returning wanted`,
    params: [me(call), wanted, request.caller.locale],
  });
  return ok(must(rows[0], 'choice').wanted);
}
