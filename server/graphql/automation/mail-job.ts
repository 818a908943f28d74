import { LIMITS } from '../../../schema/core/limits.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import type { TenantJob, TenantJobContext } from '../jobs/tenant-job.ts';
import { backoffUntil } from './retry.ts';

/**
 * Mails notifications to members who asked for it, in their language; nobody outside the tenant is ever written to.
 * A server that dies while it sends may send a mail twice. SPEC [RUN-42].
 */
export const MAIL_JOB: TenantJob = {
  name: 'mail',
  isOutside: true,
  due: `exists (select from "@tenant".fw_notification where mail_state = 'waiting' and mail_at <= $1::timestamptz)`,
  async run(context) {
    const claimed = await claim(context);
    for (const mail of claimed) await send(context, mail);
    return claimed.length;
  },
};

interface WaitingMail {
  readonly id: string;
  readonly attempts: number;
  /** `null` where the member has gone, or changed his mind. */
  readonly email: string | null;
  readonly locale: 'en' | 'zh-CN';
  readonly en: string;
  readonly zh: string;
}

async function claim({ handle, now }: TenantJobContext): Promise<readonly WaitingMail[]> {
  const { database, schema } = handle.place;
  const ns = quoteIdentifier(schema);
  return database.query<WaitingMail>({
    text: `with due as (
        select id from ${ns}.fw_notification where mail_state = 'waiting' and mail_at <= $1::timestamptz order by mail_at limit 20 for update skip locked),
      leased as (
        update ${ns}.fw_notification n set mail_at = $1::timestamptz + interval '1 minute', mail_attempts = mail_attempts + 1
        from due where n.id = due.id returning n.*)
      select l.id::text as id, l.mail_attempts as attempts, case when u.active and m.wanted then u.email end as email,
        coalesce(m.locale, 'en') as locale, l.text_en as en, l.text_zh as zh
      from leased l left join ${ns}.fw_user u on u.id = l.user_id left join ${ns}.fw_mail_choice m on m.user_id = l.user_id`,
    params: [now.toISOString()],
  });
}

async function send(context: TenantJobContext, mail: WaitingMail): Promise<void> {
  const { application, now } = context;
  if (mail.email === null || mail.email === '') return settle(context, mail, 'none');
  const text = mail.locale === 'en' ? mail.en : mail.zh;
  const [first = ''] = text.split('\n');
  try {
    await application.outside.mailer.send({ to: mail.email, subject: first.slice(0, 120), text, locale: mail.locale });
  } catch (error) {
    const isOver = mail.attempts >= LIMITS.deliveryAttemptsMax;
    await settle(context, mail, isOver ? 'failed' : 'waiting', isOver ? undefined : backoffUntil(now, mail.attempts));
    throw error;
  }
  await settle(context, mail, 'sent');
}

async function settle(
  { handle, now }: TenantJobContext,
  mail: WaitingMail,
  state: 'sent' | 'none' | 'failed' | 'waiting',
  next: string = now.toISOString(),
): Promise<void> {
  await handle.place.database.query({
    text: `update ${quoteIdentifier(handle.place.schema)}.fw_notification set mail_state = $2, mail_at = $3::timestamptz where id = $1::uuid`,
    params: [mail.id, state, next],
  });
}
