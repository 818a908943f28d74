import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { TenantsDocument, type TenantsQuery } from '../data/generated/graphql.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { usePlatform } from '../data/use-platform.ts';
import { Failure, Waiting } from './feedback.tsx';
import { useSession } from './session-context.tsx';
import { useTenantsText } from './tenants-texts.ts';

const NewCompany = lazy(async () => ({ default: (await import('../admin/new-company.tsx')).NewCompany }));

type Tenant = TenantsQuery['tenants'][number];

/** The companies that the reader belongs to, each with its version and ways in; operators make new ones. */
export function TenantsPage(): ReactNode {
  const text = useTenantsText();
  const { me } = useSession();
  const { data, error, refetch } = usePlatform(TenantsDocument, { topic: 'tenants' });
  if (data === undefined) {
    return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  }
  const { tenants } = data;
  const isOperator = me.user?.isOperator === true;
  return (
    <div className="page">
      <h1>{text('yourTenants')}</h1>
      <p className="page-hint">{text('tenantsHint')}</p>
      {tenants.length === 0 && !isOperator ? (
        <div className="empty">
          <strong>{text('noTenants')}</strong>
          <p>{text('noTenantsHint', { email: me.user?.email ?? '' })}</p>
        </div>
      ) : (
        <ul className="tenants">
          {tenants.map((tenant) => (
            <TenantCard key={tenant.id} tenant={tenant} />
          ))}
          {isOperator && (
            <Suspense>
              <NewCompany />
            </Suspense>
          )}
        </ul>
      )}
    </div>
  );
}

function TenantCard({ tenant }: { readonly tenant: Tenant }): ReactNode {
  const text = useTenantsText();
  const { locale } = useLanguage();
  const [latest] = tenant.versions;
  const when =
    latest === undefined
      ? ''
      : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(latest.at));
  const isMember = tenant.myRoleLabels.length > 0;
  return (
    <li className="tenant">
      <div className="tenant-head">
        <span className="tenant-mark" aria-hidden="true">
          {[...tenant.label][0]}
        </span>
        <div>
          <h2>{tenant.label}</h2>
          <code>{tenant.name}</code>
        </div>
      </div>
      <dl>
        <div>
          <dt>{tenant.version === 0 ? text('notPublished') : text('version', { number: tenant.version })}</dt>
          <dd>
            {latest === undefined
              ? ''
              : text(latest.author === null ? 'published' : 'publishedBy', { when, who: latest.author?.name ?? '' })}
          </dd>
        </div>
        <div>
          <dt>{text('yourRoles')}</dt>
          <dd>{isMember ? tenant.myRoleLabels.join(locale === 'en' ? ', ' : '、') : text('asOperator')}</dd>
        </div>
      </dl>
      {isMember && tenant.version > 0 && (
        <div className="tenant-actions">
          <Link to="/w/$tenant" params={{ tenant: tenant.name }} className="button is-primary">
            {text('openTenant')}
          </Link>
          <Link to="/explore/$tenant" params={{ tenant: tenant.name }} className="button">
            {text('openExplorer')}
          </Link>
          <a className="button" href={`/t/${tenant.name}/schema.graphql`} target="_blank" rel="noreferrer">
            {text('schemaFile')}
          </a>
        </div>
      )}
    </li>
  );
}
