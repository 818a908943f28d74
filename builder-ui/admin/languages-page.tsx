import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { SetTenantDocument } from '../data/generated/graphql.ts';
import { TEMPLATE_TOPIC } from '../data/tenant-model.ts';
import { missingIn, textsOf } from '../designer/words/texts-of.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { Field, Head, Issues } from './parts.tsx';
import { useSettingsText } from './settings-texts.ts';
import { useAdminAction } from './use-admin.ts';

/** Name, time zone and languages of the company (SPEC [ADM-8]). */
export function LanguagesPage(): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  return (
    <>
      <Head title={adminText('languages')} lead={text('lead')} />
      <SettingsForm />
      <Languages />
    </>
  );
}

function SettingsForm(): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const tenant = useTenant();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [label, setLabel] = useState(tenant.label);
  const [timeZone, setTimeZone] = useState(tenant.timeZone);
  const { run, issues, isBusy } = useAdminAction(SetTenantDocument, ({ setTenant }) => setTenant.issues);
  const zones = useMemo(() => [...new Set([tenant.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [tenant]);
  const isChanged = label.trim() !== tenant.label || timeZone !== tenant.timeZone;
  const save = async (): Promise<void> => {
    const patch = {
      ...(label.trim() === tenant.label ? {} : { label }),
      ...(timeZone === tenant.timeZone ? {} : { timeZone }),
    };
    if ((await run({ tenant: tenant.name, ...patch })) === undefined) return;
    await client.invalidateQueries({ queryKey: ['platform', TEMPLATE_TOPIC] });
    void message.success(text('saved'));
  };
  return (
    <section className="adm-card is-padded adm-narrow">
      <Issues issues={issues} />
      <Field label={text('label')}>
        <Input value={label} maxLength={64} onChange={({ target }) => setLabel(target.value)} />
      </Field>
      <Field label={text('timeZone')} hint={text('timeZoneHint')}>
        <Select<string>
          aria-label={text('timeZone')}
          showSearch
          value={timeZone}
          onChange={setTimeZone}
          options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        />
      </Field>
      <div>
        <Button
          type="primary"
          disabled={!isChanged || label.trim() === ''}
          loading={isBusy}
          onClick={() => void save()}
        >
          {adminText('save')}
        </Button>
      </div>
    </section>
  );
}

/** How many texts of the template are missing in each language, and the way to where they are written. */
function Languages(): ReactNode {
  const text = useSettingsText();
  const { name, template } = useTenant();
  const { locale } = useLanguage();
  const places = useMemo(() => textsOf(template), [template]);
  const missing = (language: 'en' | 'zh-CN'): number =>
    places.filter((place) => missingIn(place).includes(language)).length;
  return (
    <section className="adm-card is-padded adm-narrow">
      <h2>{text('languages')}</h2>
      <p className="adm-hint">{text('languagesHint')}</p>
      <dl className="adm-figures">
        <div>
          <dt>{text('texts')}</dt>
          <dd>{places.length.toLocaleString(locale)}</dd>
        </div>
        {(['en', 'zh-CN'] as const).map((language) => (
          <div key={language}>
            <dt>{text('missing', { language: language === 'en' ? 'English' : '简体中文' })}</dt>
            <dd>{missing(language) === 0 ? text('complete') : text('lacking', { count: missing(language) })}</dd>
          </div>
        ))}
      </dl>
      <Link to="/w/$tenant/design/words" params={{ tenant: name }}>
        {text('toWords')}
      </Link>
    </section>
  );
}
