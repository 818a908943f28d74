import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft } from '../session/draft-context.tsx';

/** What a role is called: in the draft, else as every company has it. */
export function useRoleNames(): (id: string) => string {
  const { locale } = useLanguage();
  const { roles } = useTenant();
  const drafted = useDraft(({ log }) => log.template.roles);
  return (id) =>
    textIn(drafted?.find((role) => role.id === id)?.label, locale) || roles.find((role) => role.id === id)?.label || id;
}

/** Roles to choose from. */
export function useRoleOptions(): { value: string; label: string }[] {
  const { locale } = useLanguage();
  const drafted = useDraft(({ log }) => log.template.roles) ?? [];
  return drafted.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }));
}
