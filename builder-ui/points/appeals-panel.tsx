import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { isApiRow, rowsOf, textOf } from '../workplace/documents/row-values.ts';
import { refusal } from '../workplace/refusal.ts';
import { rowsKey } from '../workplace/use-api-rights.ts';
import { useRowsLive } from '../workplace/use-rows-live.ts';
import { appealPlace, appealsDocument } from './appeals.ts';
import { useCommitteeText } from './committee-texts.ts';
import { Panel } from './parts.tsx';
import { pointsText } from './points-figures.ts';
import { useShownDate } from './use-shown.ts';

/** Appeals that nobody has answered yet, oldest first: answered by the steps of their workflow. */
export function AppealsPanel({ rights }: { readonly rights: ApiRights }): ReactNode {
  const text = useCommitteeText();
  const shown = useShownDate();
  const { name, model } = useTenant();
  const { locale } = useLanguage();
  const place = appealPlace(model, rights);
  const query = place?.mayRead === true ? appealsDocument(model, place) : undefined;
  useRowsLive(name, query === undefined ? undefined : place?.entity);
  const { data } = useQuery<unknown, ServerError>({
    queryKey: [...rowsKey(name, place?.entity.id ?? ''), 'committee', query],
    queryFn: async () => {
      const answer = await askTenant<unknown>(name, { query: query ?? '', locale });
      if (!answer.ok) throw refusal(answer.issues);
      return answer.data;
    },
    enabled: query !== undefined,
  });
  if (place === undefined || query === undefined || data === undefined) return null;
  const page = isApiRow(data) ? data['page'] : undefined;
  const rows = rowsOf(isApiRow(page) ? page['nodes'] : []);
  const entity = place.entity.id;
  return (
    <Panel
      title={text('appeals')}
      extra={
        <Link to="/w/$tenant/e/$entity" params={{ tenant: name, entity }}>
          {text('appealsAll')}
        </Link>
      }
    >
      {rows.length === 0 && <p className="pts-hint">{text('appealsNone')}</p>}
      <ul className="pts-cases">
        {rows.map((row) => {
          const person = row['person'];
          const id = textOf(row['id']);
          return (
            <li key={id} className="pts-case">
              <div className="pts-case-head">
                <Link to="/w/$tenant/e/$entity/$id" params={{ tenant: name, entity, id }}>
                  <strong>{textOf(row['title'])}</strong>
                </Link>
                {isApiRow(person) && <span>{textOf(person['name'])}</span>}
                {textOf(row['points']) !== '' && (
                  <span>{text('asksFor', { amount: pointsText(textOf(row['points'])) })}</span>
                )}
                <time dateTime={textOf(row['createdAt'])}>{shown(textOf(row['createdAt']))}</time>
              </div>
              <p className="pts-case-words">{textOf(row['about'])}</p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
