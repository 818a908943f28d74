import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ImportRunView } from '../../schema/model/import-answers.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { ImportPlace } from './import-page.tsx';
import { useImportText } from './import-texts.ts';

/** Who imported what, and what became of it. */
export function EarlierImports({
  tenant,
  entity,
  imports,
}: ImportPlace & { readonly imports: readonly ImportRunView[] }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  if (imports.length === 0) return null;
  return (
    <section className="imports-earlier">
      <h2>{text('earlier')}</h2>
      <ul>
        {imports.map((run) => (
          <li key={run.id}>
            <Link
              to="/w/$tenant/e/$entity/import"
              params={{ tenant: tenant.name, entity: entity.id }}
              search={{ run: run.id }}
            >
              <span className="imports-earlier-name">{run.name}</span>
              <span className={`imports-state is-${run.state}`}>{text(run.state)}</span>
              <span className="imports-soft imports-earlier-count">{text('rows', { count: run.total })}</span>
              <span className="imports-soft imports-earlier-by">
                {whoAndWhen(run, { locale, timeZone: tenant.timeZone }, text)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who asked for an import, and when. */
export function whoAndWhen(
  { askedAt, askedBy }: Pick<ImportRunView, 'askedAt' | 'askedBy'>,
  { locale, timeZone }: { readonly locale: string; readonly timeZone: string },
  text: ReturnType<typeof useImportText>,
): string {
  const at = new Date(askedAt).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return askedBy === null ? at : text('by', { name: askedBy.name, at });
}
