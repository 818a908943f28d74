import { EyeOutlined } from '@ant-design/icons';
import { Button, Drawer, Select, Tag } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { TenantPeopleDocument } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useAccessText } from './access-texts.ts';
import { firstSeen, ViewAs } from './view-as-drawer.tsx';

/** Chooses a member by name or pinyin, and shows what the server answers them (SPEC [DSG-96]). */
export function ViewAsPerson(): ReactNode {
  const text = useAccessText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {text('viewAsPerson')}
      </Button>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        size={860}
        title={text('viewAsPerson').replace('…', '')}
        destroyOnHidden
      >
        {isOpen && <PersonView />}
      </Drawer>
    </>
  );
}

function PersonView(): ReactNode {
  const text = useAccessText();
  const id = useId();
  const { name: tenant, roles, model } = useTenant();
  const matches = usePinyinSearch();
  const [typed, type] = useState('');
  const [chosen, setChosen] = useState<string>();
  const { data } = usePlatform(TenantPeopleDocument, { topic: 'tenantPeople', variables: { tenant } });
  const people = data?.tenant?.people ?? [];
  const person = people.find((one) => one.id === chosen);
  const held = [...(person?.roles ?? []), ...(person?.earned ?? [])];
  return (
    <div className="view-as">
      <label htmlFor={id}>{text('person')}</label>
      <Select
        id={id}
        autoFocus
        loading={data === undefined}
        placeholder={text('personPlaceholder')}
        showSearch={{ filterOption: false, onSearch: type, searchValue: typed }}
        value={chosen ?? null}
        options={people.filter(({ name }) => matches(typed, [name])).map((one) => ({ value: one.id, label: one.name }))}
        onChange={(value: string | null) => {
          type('');
          setChosen(value ?? undefined);
        }}
      />
      {person === undefined && <p className="soft">{text('personHint')}</p>}
      {person !== undefined && (
        <>
          <p>
            {[...new Set(held)].map((role) => (
              <Tag key={role}>{roles.find((one) => one.id === role)?.label ?? role}</Tag>
            ))}
          </p>
          <ViewAs key={person.id} as={`user:${person.id}`} name={person.name} first={firstSeen(model, held)} />
        </>
      )}
    </div>
  );
}
