import { App, Button, type TableColumnsType } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { RevokeTokenDocument, TokensDocument, type TokensQuery } from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useNow } from '../workplace/use-now.ts';
import { useAdminText } from './admin-texts.ts';
import { Head, Issues, When } from './parts.tsx';
import { RoleTags } from './role-parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useTokensText } from './tokens-texts.ts';
import { useAdminAction } from './use-admin.ts';

const TokenDialog = lazy(async () => ({ default: (await import('./token-dialog.tsx')).TokenDialog }));

type Token = NonNullable<TokensQuery['tenant']>['tokens'][number];

/** Keys for programs (SPEC [ADM-6]). */
export function TokensPage(): ReactNode {
  const text = useTokensText();
  const adminText = useAdminText();
  const { name } = useTenant();
  const { modal, message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = usePlatform(TokensDocument, { topic: 'admin-tokens', variables: { tenant: name } });
  const { run, issues } = useAdminAction(RevokeTokenDocument, ({ revokeToken }) => revokeToken.issues);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const revoke = async ({ id, label }: Token): Promise<void> => {
    const isMeant = await modal.confirm({
      title: text('revokeTitle', { name: label }),
      content: text('revokeHint'),
      okText: text('revoke'),
      okButtonProps: { danger: true },
      cancelText: adminText('cancel'),
    });
    if (!isMeant) return;
    if ((await run({ tenant: name, id })) !== undefined) void message.success(text('revoked', { name: label }));
  };
  return (
    <>
      <Head title={adminText('tokens')} lead={text('lead')}>
        <Button type="primary" onClick={() => setOpen(true)}>
          {text('create')}
        </Button>
      </Head>
      <Issues issues={issues} />
      <div className="adm-card">
        <TokensTable tokens={data.tenant?.tokens ?? []} onRevoke={(token) => void revoke(token)} />
      </div>
      {isOpen && (
        <Suspense>
          <TokenDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

interface TableProps {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}

function TokensTable({ tokens, onRevoke }: TableProps): ReactNode {
  const text = useTokensText();
  const now = useNow();
  const columns: TableColumnsType<Token> = [
    {
      key: 'label',
      title: text('label'),
      render: (_, { label, prefix }) => (
        <span className="adm-person">
          <span>
            {label}
            <small className="adm-mono">{prefix}…</small>
          </span>
        </span>
      ),
    },
    { key: 'for', title: text('standsFor'), render: (_, { user }) => user?.name ?? text('itself') },
    { key: 'roles', title: text('roles'), render: (_, { roles }) => <RoleTags roles={roles} /> },
    { key: 'used', title: text('used'), render: (_, { lastUsedAt }) => <When at={lastUsedAt} /> },
    {
      key: 'expires',
      title: text('expires'),
      render: (_, { expiresAt }) =>
        typeof expiresAt === 'string' && expiresAt < now ? (
          <span className="adm-state is-bad">{text('expired')}</span>
        ) : (
          <When at={expiresAt} />
        ),
    },
    { key: 'created', title: text('created'), render: (_, { createdAt }) => <When at={createdAt} /> },
    {
      key: 'act',
      title: <span className="unseen">{text('revoke')}</span>,
      align: 'end',
      render: (_, token) => (
        <Button size="small" type="text" danger onClick={() => onRevoke(token)}>
          {text('revoke')}
          <span className="unseen"> {token.label}</span>
        </Button>
      ),
    },
  ];
  return <RowsTable columns={columns} rows={tokens} width={820} none={text('none')} noneHint={text('noneHint')} />;
}
