import { lazy, Suspense, useCallback, type ReactNode } from 'react';
import { askPlatform } from '../data/platform-client.ts';
import { MeDocument, SignOutDocument, type MeQuery } from '../data/generated/graphql.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from './feedback.tsx';
import { Frame } from './frame.tsx';
import { Link, NavigationProvider, useNavigation } from './navigation.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { TenantsPage } from './tenants-page.tsx';
import { useLoaded } from './use-loaded.ts';

/** The editor and graphql-js are as large as all the rest: who only signs in does not wait for them. */
const ExplorerPage = lazy(async () => ({ default: (await import('../develop/explorer-page.tsx')).ExplorerPage }));

/** Someone who is signed in. */
export type Me = NonNullable<MeQuery['me']>;

/** The whole application: who is here, and the page at the address. */
export function App(): ReactNode {
  const { locale } = useLanguage();
  const load = useCallback(() => askPlatform(MeDocument, { locale }), [locale]);
  const { loaded, reload } = useLoaded(load);
  const signOut = async (): Promise<void> => {
    await askPlatform(SignOutDocument, { locale });
    reload();
  };
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'failed') return <Failure error={loaded.error} retry={reload} />;
  const { me } = loaded.value;
  if (me === null || me === undefined) return <SignInPage done={reload} />;
  return (
    <NavigationProvider>
      <Frame name={me.user?.name ?? ''} signOut={() => void signOut()}>
        <Suspense fallback={<Waiting />}>
          <Page me={me} />
        </Suspense>
      </Frame>
    </NavigationProvider>
  );
}

function Page({ me }: { readonly me: Me }): ReactNode {
  const { path } = useNavigation();
  const { text } = useLanguage();
  const tenant = /^\/explore\/([a-z][a-z0-9-]*)\/?$/.exec(path)?.[1];
  if (tenant !== undefined) return <ExplorerPage key={tenant} tenant={tenant} />;
  if (path === '/') return <TenantsPage me={me} />;
  return (
    <div className="notice">
      <h1>{text('notFound')}</h1>
      <Link to="/">{text('back')}</Link>
    </div>
  );
}
