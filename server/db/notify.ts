import type { Locale } from '../../schema/core/text.ts';
import { isUuid } from '../compile/sql-text.ts';
import type { WriteUnit } from './write-unit.ts';

export interface Notice {
  /** What it is told for, so that each person is told once. */
  readonly key: string;
  /** Ids of members; what is no id is nobody. */
  readonly users: readonly string[];
  /** Everybody who holds one of these. */
  readonly roles: readonly string[];
  readonly text: Readonly<Record<Locale, string>>;
  readonly about: { readonly entity: string; readonly id: string } | null;
}

/** Tells active members of the tenant something, in the unit's own transaction: it is told if the change is made. */
export async function notify(unit: Pick<WriteUnit, 'execute' | 'binding'>, notice: Notice): Promise<void> {
  const { about, text } = notice;
  await unit.execute(
    `insert into "@tenant".fw_notification (key, user_id, at, text_en, text_zh, entity, record_id, mail_at, mail_state)
     select $1 || ':' || u.id, u.id, $4::timestamptz, $5, $6, $7, $8::uuid, $4::timestamptz, case when m.wanted then 'waiting' else 'none' end
     from "@tenant".fw_user u left join "@tenant".fw_mail_choice m on m.user_id = u.id where u.active and (u.id = any($2::uuid[]) or u.roles && $3::text[])
     on conflict (key) do nothing`,
    [
      notice.key,
      notice.users.filter(isUuid),
      notice.roles,
      unit.binding.now,
      text.en,
      text['zh-CN'],
      about?.entity ?? null,
      about?.id ?? null,
    ],
  );
}
