import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Input, Modal, Select } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { TENANT_NAME_PATTERN } from '../../schema/core/ids.ts';
import { CreateTenantDocument, NewTenantPacksDocument, type NewTenantPacksQuery } from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { useFewNames } from '../i18n/few-names.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useAdminText } from './admin-texts.ts';
import { AddressInput } from './address-input.tsx';
import { addressOf } from './company-address.ts';
import { useNewCompanyText } from './new-company-texts.ts';
import { Field, Issues } from './parts.tsx';
import { useAdminAction } from './use-admin.ts';

type Pack = NewTenantPacksQuery['newTenantPacks'][number];

const LABEL_MAX = 64;
/** Objects of a pack that are told by name. */
const NAMED_MAX = 4;

/** Makes a company of packs, or an empty one, and goes there. */
export function NewCompanyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const text = useNewCompanyText();
  const adminText = useAdminText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [label, setLabel] = useState('');
  const [typed, setTyped] = useState<string>();
  const [timeZone, setTimeZone] = useState(ownTimeZone);
  const [packs, setPacks] = useState<readonly string[]>([]);
  const proposed = useAddress(label);
  const shown = typed ?? proposed;
  const name = shown.replaceAll(/-+$/g, '');
  const { run, issues, isBusy, forget } = useAdminAction(
    CreateTenantDocument,
    ({ createTenant }) => createTenant.issues,
  );
  const isReady = label.trim() !== '' && TENANT_NAME_PATTERN.test(name);
  const create = async (): Promise<void> => {
    if (!isReady || isBusy) return;
    if ((await run({ name, label: label.trim(), timeZone, packs: [...packs] })) === undefined) return;
    await client.invalidateQueries({ queryKey: ['platform'] });
    // An empty company begins with its first object.
    await navigate({ to: packs.length === 0 ? '/w/$tenant/design/new' : '/w/$tenant', params: { tenant: name } });
  };
  return (
    <Modal
      open
      width={640}
      title={text('title')}
      okText={text('create')}
      cancelText={adminText('cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={isBusy}
      mask={{ closable: false }}
      onOk={() => void create()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        <Field label={text('label')}>
          <Input
            autoFocus
            value={label}
            maxLength={LABEL_MAX}
            onChange={({ target }) => {
              forget();
              setLabel(target.value);
            }}
            onPressEnter={() => void create()}
          />
        </Field>
        <Field label={text('name')} hint={text('nameHint', { name: TENANT_NAME_PATTERN.test(name) ? name : '…' })}>
          <AddressInput
            value={shown}
            onChange={(address) => {
              forget();
              setTyped(address === '' ? undefined : address);
            }}
            onEnter={() => void create()}
          />
        </Field>
        <Field label={text('timeZone')}>
          <TimeZonePick label={text('timeZone')} value={timeZone} onChange={setTimeZone} />
        </Field>
        <PacksPick value={packs} onChange={setPacks} />
      </div>
    </Modal>
  );
}

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An address for the name, as far as it is typed. */
function useAddress(label: string): string {
  const [address, setAddress] = useState('');
  useEffect(() => {
    let isStale = false;
    void addressOf(label).then((found) => {
      if (!isStale) setAddress(found);
    });
    return () => {
      isStale = true;
    };
  }, [label]);
  return address;
}

interface TimeZoneProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TimeZonePick({ label, value, onChange }: TimeZoneProps): ReactNode {
  const zones = useMemo(() => [...new Set([ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])], []);
  return (
    <Select<string>
      aria-label={label}
      showSearch
      value={value}
      onChange={onChange}
      options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
    />
  );
}

interface PacksProps {
  readonly value: readonly string[];
  readonly onChange: (packs: readonly string[]) => void;
}

/** What is chosen brings along what it needs; that is shown, and is not chosen by itself. */
function PacksPick({ value, onChange }: PacksProps): ReactNode {
  const text = useNewCompanyText();
  const { data, error, refetch } = usePlatform(NewTenantPacksDocument, { topic: 'new-tenant-packs' });
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const all = data.newTenantPacks;
  const along = new Set(
    all.filter(({ name }) => value.includes(name)).flatMap(({ needs }) => needs.map((need) => need.name)),
  );
  return (
    <fieldset className="start-packs">
      <legend className="adm-label">{text('packs')}</legend>
      {all.map((pack) => {
        const isChosen = value.includes(pack.name);
        const isAlong = !isChosen && along.has(pack.name);
        return (
          <PackOption
            key={pack.name}
            pack={pack}
            state={isChosen ? 'chosen' : isAlong ? 'along' : 'out'}
            toggle={() => onChange(isChosen ? value.filter((one) => one !== pack.name) : [...value, pack.name])}
          />
        );
      })}
      <span className="adm-hint" role="status">
        {text(value.length === 0 ? 'nothing' : 'packsHint')}
      </span>
    </fieldset>
  );
}

interface PackProps {
  readonly pack: Pack;
  readonly state: 'chosen' | 'along' | 'out';
  readonly toggle: () => void;
}

function PackOption({ pack: { label, contents }, state, toggle }: PackProps): ReactNode {
  const text = useNewCompanyText();
  const objects = contents.find(({ section }) => section === 'entities')?.labels ?? [];
  const fewNames = useFewNames();
  return (
    <Checkbox
      className={`start-pack${state === 'out' ? '' : ' is-in'}`}
      checked={state !== 'out'}
      disabled={state === 'along'}
      onChange={toggle}
    >
      {label}
      {state === 'along' && <em>{text('along')}</em>}
      <small>{fewNames(objects, NAMED_MAX)}</small>
    </Checkbox>
  );
}
