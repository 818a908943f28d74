import { textIn, type Locale } from '../../schema/core/text.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import type { usePeopleText } from './people-texts.ts';

type PeopleText = ReturnType<typeof usePeopleText>;

const RIGHTS = ['read', 'create', 'update', 'delete'] as const;

/** What a role may do, a line an object; long lists are cut after some lines. */
export function roleWords(
  { model }: Pick<TenantModel, 'model'>,
  role: string,
  { text, locale }: { readonly text: PeopleText; readonly locale: Locale },
): readonly string[] {
  if (role === 'owner') return [text('everything')];
  if (role === 'template.publish') return [text('designs')];
  const grants = model.roles.find(({ id }) => id === role)?.grants ?? [];
  const lines = grants.flatMap((grant) => {
    const entity = model.entities.find(({ id }) => id === grant.entity);
    const can = RIGHTS.filter((right) => grant.can.some((own) => own === right)).map((right) => text(right));
    if (entity === undefined || entity.kind === 'line' || can.length === 0) return [];
    return [`${textIn(entity.label, locale)}: ${can.join(locale === 'en' ? ', ' : '、')}`];
  });
  if (lines.length === 0) return [text('mayNothing')];
  return lines.length <= LINES_MAX ? lines : [...lines.slice(0, LINES_MAX), '…'];
}

const LINES_MAX = 12;

/** The label of a role. */
export function roleLabel({ roles }: Pick<TenantModel, 'roles'>, id: string): string {
  return roles.find((role) => role.id === id)?.label ?? id;
}
