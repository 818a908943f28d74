import { Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { TenantPeopleDocument } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft } from '../session/draft-context.tsx';
import { usePreviewText } from './preview-texts.ts';

/** Who looks at a preview, as rules read them. */
export interface PreviewActor {
  readonly id: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

/** Whom `role:<id>` or `user:<id>` stands for; without either, who designs. */
export function usePreviewActor(viewer: string): PreviewActor {
  const { me } = useSession();
  const { name, myRoles } = useTenant();
  const people = usePeople(name, viewer.startsWith('user:'));
  return useMemo(() => {
    const id = viewer.replace(/^(?:role|user):/, '');
    const person = people.find((one) => one.id === id);
    if (person !== undefined)
      return { id, roles: [...person.roles, ...person.earned], departments: person.departments };
    const own = { id: me.user?.id ?? '', roles: myRoles, departments: [] };
    return viewer.startsWith('role:') ? { ...own, roles: [id] } : own;
  }, [viewer, people, me, myRoles]);
}

/** Chooses as whom the preview is seen: a role, or a person by name, pinyin or its first letters. */
export function ViewerPicker({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (viewer: string) => void;
}): ReactNode {
  const text = usePreviewText();
  const { locale } = useLanguage();
  const { name: tenant } = useTenant();
  const matches = usePinyinSearch();
  const [typed, type] = useState('');
  const [isAsked, ask] = useState(false);
  const roles = useDraft(({ log }) => log.template.roles) ?? [];
  const people = usePeople(tenant, isAsked || value.startsWith('user:'));
  const found = (label: string): boolean => matches(typed, [label]);
  // Without headings: a list that has some is told wrongly to screen readers (its rows carry `aria-selected`).
  const roleOptions = roles
    .map(({ id, label }) => ({ value: `role:${id}`, label: text('as', { role: textIn(label, locale) || id }) }))
    .filter(({ label }) => found(label));
  const personOptions = people
    .filter(({ name }) => found(name))
    .map(({ id, name }) => ({ value: `user:${id}`, label: text('person', { name }) }));
  return (
    <Select
      className="preview-choice"
      aria-label={text('asRole')}
      showSearch={{ filterOption: false, onSearch: type, searchValue: typed }}
      value={value}
      onOpenChange={(isOpen) => {
        if (isOpen) ask(true);
      }}
      options={[{ value: '', label: text('asMe') }, ...roleOptions, ...personOptions]}
      onChange={(chosen) => {
        type('');
        onChange(chosen);
      }}
    />
  );
}

interface Person extends PreviewActor {
  readonly name: string;
  readonly earned: readonly string[];
}

const NOBODY: readonly Person[] = [];

function usePeople(tenant: string, isWanted: boolean): readonly Person[] {
  const { data } = usePlatform(TenantPeopleDocument, { topic: 'tenantPeople', variables: { tenant }, isWanted });
  return data?.tenant?.people ?? NOBODY;
}
