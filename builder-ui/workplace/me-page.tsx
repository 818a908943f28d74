import type { ReactNode } from 'react';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { ME_SECTIONS } from './me/me-parts.tsx';
import { useMeText } from './me/me-texts.ts';
import { PersonMark } from './people/person-mark.tsx';
import './me/me.css';

/** The reader's own settings: language, look, keys, notifications, password (SPEC [WRK-79]). */
export function MePage(): ReactNode {
  const text = useMeText();
  const { label, myRoles, roles } = useTenant();
  const { user } = useSession().me;
  const names = myRoles.map((role) => roles.find(({ id }) => id === role)?.label ?? role);
  return (
    <div className="me">
      <header className="me-head">
        <PersonMark name={user?.name ?? ''} />
        <div>
          <h1>{user?.name ?? text('title')}</h1>
          <p>{user?.email}</p>
          <p>{text('roles', { tenant: label, roles: names.join(' · ') })}</p>
        </div>
      </header>
      {ME_SECTIONS.map(({ id, label: own, Part }) => (
        <section key={id} className="me-part" aria-labelledby={`me-${id}`}>
          <h2 id={`me-${id}`}>{text(own)}</h2>
          <div className="me-card">
            <Part />
          </div>
        </section>
      ))}
    </div>
  );
}
