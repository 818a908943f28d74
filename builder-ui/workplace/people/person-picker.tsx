import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { PeopleDocument } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { usePinyinSearch } from '../../designer/parts/pinyin-search.ts';
import { PersonMark } from './person-mark.tsx';

export interface Member {
  readonly id: string;
  readonly name: string;
  /** Where the reader may know it. */
  readonly email: string | null;
}

interface PersonPickerProps {
  readonly tenant: string;
  readonly id: string;
  readonly value: string | undefined;
  /** People who are not to be offered. */
  readonly without?: readonly string[];
  readonly placeholder: string;
  readonly isWrong?: boolean;
  readonly onChange: (member: Member) => void;
}

/** Chooses a member by name, pinyin, the first letters of pinyin, or e-mail. */
export function PersonPicker(props: PersonPickerProps): ReactNode {
  const { tenant, id, value, without = [], placeholder, isWrong = false, onChange } = props;
  const { data } = usePlatform(PeopleDocument, { topic: 'people', variables: { tenant } });
  const matches = usePinyinSearch();
  const [typed, type] = useState('');
  const members = (data?.tenant?.members ?? [])
    .flatMap(({ user, email }) => (user === null || user === undefined ? [] : [{ ...user, email: email ?? null }]))
    .filter((user) => !without.includes(user.id));
  const found = members.filter(({ name, email }) => matches(typed, [name, email ?? '']));
  return (
    <Select
      id={id}
      className="person-picker"
      showSearch={{ filterOption: false, onSearch: type, searchValue: typed }}
      value={value ?? null}
      placeholder={placeholder}
      status={isWrong ? 'error' : ''}
      aria-invalid={isWrong}
      loading={data === undefined}
      options={found.map(({ id: key, name, email }) => ({
        value: key,
        label: (
          <span className="person-choice">
            <PersonMark name={name} size="small" />
            {name} {email !== null && <small>{email}</small>}
          </span>
        ),
      }))}
      onChange={(chosen) => {
        const member = members.find((one) => one.id === chosen);
        type('');
        if (member !== undefined) onChange(member);
      }}
    />
  );
}
