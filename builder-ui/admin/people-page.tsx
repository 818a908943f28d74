import { App, Button, Segmented, type TableColumnsType } from 'antd';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { SetPersonDocument } from '../data/generated/graphql.ts';
import { usePinyinSearch } from '../designer/parts/pinyin-search.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { PersonMark } from '../workplace/people/person-mark.tsx';
import { SearchField } from '../workplace/search-field.tsx';
import { useAdminText } from './admin-texts.ts';
import { useHandOverText } from './hand-over-texts.ts';
import { Head, When } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { RoleTags } from './role-parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useAdminAction } from './use-admin.ts';
import { useDirectory, type Department, type DirectoryPerson } from './use-directory.ts';

const InviteDialog = lazy(async () => ({ default: (await import('./invite-dialog.tsx')).InviteDialog }));
const PersonDialog = lazy(async () => ({ default: (await import('./person-dialog.tsx')).PersonDialog }));
const AwayDialog = lazy(async () => ({ default: (await import('./away-dialog.tsx')).AwayDialog }));

const HandOverDialog = lazy(async () => ({ default: (await import('./hand-over-dialog.tsx')).HandOverDialog }));

type State = 'active' | 'invited' | 'away';
type Open =
  | { readonly kind: 'invite' }
  | { readonly kind: 'edit' | 'away' | 'back' | 'handOver'; readonly person: DirectoryPerson }
  | undefined;

/** The people of the company (SPEC [ADM-1], [ADM-2]). */
export function PeoplePage(): ReactNode {
  const text = usePeopleText();
  const adminText = useAdminText();
  const { people, departments, error, retry } = useDirectory();
  const matches = usePinyinSearch();
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<State | 'all'>('all');
  const [open, setOpen] = useState<Open>();
  const shown = useMemo(
    () =>
      (people ?? []).filter(
        (person) =>
          (state === 'all' ? person.active || typed !== '' : stateOf(person) === state) &&
          matches(typed, [person.name, person.email]),
      ),
    [people, state, typed, matches],
  );
  if (people === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  const count = (one: State): number => people.filter((person) => stateOf(person) === one).length;
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Head title={adminText('people')} lead={text('lead')}>
        <Button type="primary" onClick={() => setOpen({ kind: 'invite' })}>
          {text('invite')}
        </Button>
      </Head>
      <div className="adm-tools">
        <SearchField
          aria-label={text('search')}
          placeholder={text('search')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Segmented<State | 'all'>
          aria-label={text('state')}
          value={state}
          onChange={setState}
          options={[
            { value: 'all', label: text('all') },
            ...(['active', 'invited', 'away'] as const).map((value) => ({
              value,
              label: `${text(value)} ${String(count(value))}`,
            })),
          ]}
        />
      </div>
      <PeopleTable people={shown} departments={departments} onOpen={setOpen} />
      <Suspense>
        {open?.kind === 'invite' && <InviteDialog people={people} onClose={close} />}
        {(open?.kind === 'edit' || open?.kind === 'back') && (
          <EditPerson person={open.person} departments={departments} onClose={close} isBack={open.kind === 'back'} />
        )}
        {open?.kind === 'handOver' && <HandOverDialog person={open.person} people={people} onClose={close} />}
        {open?.kind === 'away' && (
          <AwayDialog
            person={open.person}
            people={people}
            isLastOwner={isLastOwner(people, open.person)}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

function isLastOwner(people: readonly DirectoryPerson[], person: DirectoryPerson): boolean {
  const owners = people.filter(({ active, roles }) => active && roles.includes('owner'));
  return owners.length === 1 && owners[0]?.id === person.id;
}

function stateOf({ active, lastSeenAt }: DirectoryPerson): State {
  if (!active) return 'away';
  return lastSeenAt === null || lastSeenAt === undefined ? 'invited' : 'active';
}

const TONES: Readonly<Record<State, string>> = { active: 'is-good', invited: 'is-wait', away: '' };

interface TableProps {
  readonly people: readonly DirectoryPerson[];
  readonly departments: readonly Department[];
  readonly onOpen: (open: Open) => void;
}

function PeopleTable({ people, departments, onOpen }: TableProps): ReactNode {
  const text = usePeopleText();
  const handOverText = useHandOverText();
  const adminText = useAdminText();
  const names = useMemo(() => new Map(departments.map(({ id, name }) => [id, name])), [departments]);
  const columns: TableColumnsType<DirectoryPerson> = [
    {
      key: 'person',
      title: text('person'),
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (_, { name, email }) => (
        <span className="adm-person">
          <PersonMark name={name} />
          <span>
            {name}
            <small>{email}</small>
          </span>
        </span>
      ),
    },
    { key: 'roles', title: text('roles'), render: (_, { roles }) => <RoleTags roles={roles} /> },
    {
      key: 'departments',
      title: text('departments'),
      render: (_, person) => person.departments.map((id) => names.get(id) ?? '').join(' · '),
    },
    {
      key: 'state',
      title: text('state'),
      render: (_, person) => <span className={`adm-state ${TONES[stateOf(person)]}`}>{text(stateOf(person))}</span>,
    },
    {
      key: 'seen',
      title: text('seen'),
      sorter: (a, b) => (a.lastSeenAt ?? '').localeCompare(b.lastSeenAt ?? ''),
      render: (_, { lastSeenAt }) => <When at={lastSeenAt} />,
    },
    {
      key: 'act',
      title: <span className="unseen">{adminText('edit')}</span>,
      align: 'end',
      render: (_, person) =>
        person.active ? (
          <span className="adm-row-acts">
            <Button size="small" type="text" onClick={() => onOpen({ kind: 'edit', person })}>
              {adminText('edit')}
              <span className="unseen"> {person.name}</span>
            </Button>
            <Button size="small" type="text" danger onClick={() => onOpen({ kind: 'away', person })}>
              {text('deactivate')}
              <span className="unseen"> {person.name}</span>
            </Button>
          </span>
        ) : (
          <span className="adm-row-acts">
            <Button size="small" type="text" onClick={() => onOpen({ kind: 'handOver', person })}>
              {handOverText('handOver')}
              <span className="unseen"> {person.name}</span>
            </Button>
            <Button size="small" type="text" onClick={() => onOpen({ kind: 'back', person })}>
              {text('bringBack')}
              <span className="unseen"> {person.name}</span>
            </Button>
          </span>
        ),
    },
  ];
  return (
    <div className="adm-card">
      <RowsTable
        columns={columns}
        rows={people}
        width={860}
        none={text('noneFound')}
        rowClassName={({ active }) => (active ? '' : 'is-away')}
      />
    </div>
  );
}

interface EditProps {
  readonly person: DirectoryPerson;
  readonly departments: readonly Department[];
  readonly isBack: boolean;
  readonly onClose: () => void;
}

/** After a change, the way back stands in the message. */
function EditPerson({ person, departments, isBack, onClose }: EditProps): ReactNode {
  const text = usePeopleText();
  const { name: tenant } = useTenant();
  const { notification } = App.useApp();
  const back = useAdminAction(SetPersonDocument, ({ setMember }) => setMember.issues);
  const done = (): void => {
    onClose();
    if (isBack) return;
    const { id: user, roles, departments: own, name } = person;
    const key = `person-${user}`;
    notification.success({
      key,
      title: text('changed', { name }),
      description: text('atOnce'),
      actions: (
        <Button
          size="small"
          onClick={() => {
            notification.destroy(key);
            void back.run({ tenant, user, roles, departments: own });
          }}
        >
          {text('undo')}
        </Button>
      ),
    });
  };
  return <PersonDialog person={person} departments={departments} isBack={isBack} onClose={onClose} onDone={done} />;
}
