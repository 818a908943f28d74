import { Link, Outlet, useParams } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { useDesignText } from './design-texts.ts';
import { ObjectMenu } from './object-menu.tsx';

const TABS = [
  { to: '/w/$tenant/design/o/$entity/fields', key: 'fields' },
  { to: '/w/$tenant/design/o/$entity/form', key: 'form' },
  { to: '/w/$tenant/design/o/$entity/views', key: 'views' },
  { to: '/w/$tenant/design/o/$entity/rules', key: 'rules' },
  { to: '/w/$tenant/design/o/$entity/flow', key: 'flow' },
] as const;

/** All that is designed of one object, in tabs. */
export function EntityFrame(): ReactNode {
  const params = useParams({ from: '/w/$tenant/design/o/$entity' });
  const text = useDesignText();
  const { locale } = useLanguage();
  const entity = useDraftEntity(params.entity);
  if (entity === undefined) return <p className="notice">{text('objectGone')}</p>;
  const name = textIn(entity.label, locale) || entity.id;
  return (
    <div className="object">
      <div className="object-head">
        <div className="object-name">
          <h1>{name}</h1>
          <ObjectMenu entity={entity} />
        </div>
        <nav className="object-tabs" aria-label={text('objectAreas', { name })}>
          {TABS.map(({ to, key }) => (
            <Link key={key} to={to} params={params} className="object-tab">
              {text(key)}
            </Link>
          ))}
        </nav>
      </div>
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </div>
  );
}

/** An entity of the draft as it is authored; `undefined` when the draft has no such entity. */
export function useDraftEntity(id: string): EntityDef | undefined {
  return useDraft(({ log }) => log.template.entities?.find((entity) => entity.id === id));
}
