import { Select, Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { usePeopleText } from './people-texts.ts';
import { roleLabel, roleWords } from './role-words.ts';

/** Roles by their labels; what each may do is told on hover and focus. */
export function RoleTags({ roles }: { readonly roles: readonly string[] }): ReactNode {
  const tenant = useTenant();
  const text = usePeopleText();
  const { locale } = useLanguage();
  return (
    <span className="adm-tags">
      {roles.map((role) => (
        <Tooltip
          key={role}
          title={roleWords(tenant, role, { text, locale }).map((line) => (
            <div key={line}>{line}</div>
          ))}
        >
          <Tag color={role === 'owner' ? 'purple' : 'blue'}>{roleLabel(tenant, role)}</Tag>
        </Tooltip>
      ))}
    </span>
  );
}

interface RolePickProps {
  readonly value: readonly string[];
  readonly onChange: (roles: readonly string[]) => void;
  readonly label: string;
}

/** Chooses roles by their labels. */
export function RolePick({ value, onChange, label }: RolePickProps): ReactNode {
  const { roles } = useTenant();
  const text = usePeopleText();
  return (
    <Select<string[]>
      mode="multiple"
      aria-label={label}
      value={[...value]}
      placeholder={text('chooseRoles')}
      onChange={onChange}
      options={roles.map(({ id, label: words }) => ({ value: id, label: words }))}
      showSearch={{ optionFilterProp: 'label' }}
    />
  );
}
