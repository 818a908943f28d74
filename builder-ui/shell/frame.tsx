import { Link, Outlet, useMatch, useNavigate } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { Suspense, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Waiting } from './feedback.tsx';
import { Preferences } from './preferences.tsx';
import { useSession } from './session-context.tsx';
import { useDesignSwitch } from './use-design-switch.ts';
import { MenuButton } from './menu-button.tsx';

/** The bar at the top and the page below it. */
export function Frame(): ReactNode {
  const { text } = useLanguage();
  return (
    <>
      <a className="skip-link" href="#main">
        {text('skipToContent')}
      </a>
      <header className="bar">
        <Link to="/" className="brand">
          <img src="/formwork.svg" alt="" width="26" height="26" />
          <span>Formwork</span>
        </Link>
        <TenantPart />
        <span className="bar-space" />
        {/* What belongs to a company and goes along through its pages is drawn in here by the company's frame. */}
        <div id="bar-tools" className="bar-tools" />
        <Preferences />
        <PersonMenu />
      </header>
      <main id="main">
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}

/** Which company, and whether one works in it or designs it. */
function TenantPart(): ReactNode {
  const { text } = useLanguage();
  const match = useMatch({ from: '/w/$tenant', shouldThrow: false });
  const navigate = useNavigate();
  const { isDesigning, isAllowed, label, other } = useDesignSwitch(match?.params.tenant);
  if (match === undefined) return null;
  return (
    <>
      <Link to="/w/$tenant" params={match.params} className="bar-tenant">
        {label}
      </Link>
      {isAllowed && (
        <Segmented
          aria-label={text('workOrDesign')}
          value={isDesigning ? 'design' : 'work'}
          options={[
            { value: 'work', label: text('modeWork') },
            { value: 'design', label: text('modeDesign') },
          ]}
          onChange={() => void navigate(other)}
        />
      )}
    </>
  );
}

function PersonMenu(): ReactNode {
  const { text } = useLanguage();
  const { me, signOut } = useSession();
  const match = useMatch({ from: '/w/$tenant', shouldThrow: false });
  const navigate = useNavigate();
  const name = me.user?.name ?? '';
  return (
    <MenuButton
      menu={{
        items: [
          { key: 'who', disabled: true, label: me.user?.email ?? name },
          ...(match === undefined
            ? []
            : [
                {
                  key: 'me',
                  label: text('mySettings'),
                  onClick: () => void navigate({ to: '/w/$tenant/me', params: match.params }),
                },
              ]),
          { type: 'divider' },
          { key: 'out', label: text('signOut'), onClick: signOut },
        ],
      }}
    >
      <button type="button" className="bar-person" aria-label={text('account', { name })}>
        <span aria-hidden="true">{[...name][0] ?? '·'}</span>
      </button>
    </MenuButton>
  );
}
