import { EditOutlined, ExportOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { lazy, Suspense, useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { viewsFor } from '../../../schema/model/views.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { pathEnd, titleName } from '../documents/field-path.ts';
import { selectionText } from '../documents/field-selection.ts';
import { listColumns, type Columning, type ListColumn } from '../documents/list-columns.ts';
import { listSelection } from '../documents/list-document.ts';
import { isApiRow, rowsOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { Cell, cellText, type Reading } from '../list/cell.tsx';
import { rowsKey, useApiRights } from '../use-api-rights.ts';
import { useWorkText } from '../work-texts.ts';
import { knownRow } from './known-row.ts';
import type { Leaving } from './peek-editor.tsx';
import { useReferenceText } from './reference-texts.ts';
import './reference.css';

/** Changing a row comes with the first that is changed. */
const LazyEditor = lazy(() => import('./peek-editor.tsx').then(({ PeekEditor }) => ({ default: PeekEditor })));

interface PeekProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly id: string;
  /** What names the row, as far as it is known before anything was asked. */
  readonly title: string;
  readonly onClose: () => void;
}

/**
 * A row that is referred to, beside the form (SPEC [FORM-26]): there at once with what is known of it, and changed in
 * place by who may.
 */
export function PeekDrawer(props: PeekProps): ReactNode {
  const { tenant, entity, id, onClose } = props;
  const { locale } = useLanguage();
  const t = useReferenceText();
  const { rights, error, retry } = useApiRights(tenant, entity);
  const [isEditing, setEditing] = useState(false);
  const leaving = useRef<Leaving>(null);
  const close = (): void => (leaving.current === null ? onClose() : leaving.current(onClose));
  return (
    <Drawer
      open
      title={textIn(entity.label, locale)}
      size={isEditing ? 600 : 440}
      onClose={close}
      className="reference-drawer"
      extra={
        <span className="reference-acts">
          {!isEditing && rights?.updates(entity) === true && (
            <Button size="small" icon={<EditOutlined aria-hidden="true" />} onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
          )}
          <Link
            className="reference-open"
            to="/w/$tenant/e/$entity/$id"
            params={{ tenant: tenant.name, entity: entity.id, id }}
          >
            {t('open')} <ExportOutlined aria-hidden="true" />
          </Link>
        </span>
      }
    >
      {rights === undefined && error !== null && <Failure error={error} retry={retry} />}
      {rights === undefined && error === null && (
        <>
          <h3 className="reference-title">{props.title}</h3>
          <Waiting />
        </>
      )}
      {rights !== undefined && !isEditing && <Peeked {...props} rights={rights} />}
      {rights !== undefined && isEditing && (
        <Suspense fallback={<Waiting />}>
          <LazyEditor {...{ tenant, entity, rights, id, leaving }} onDone={() => setEditing(false)} />
        </Suspense>
      )}
    </Drawer>
  );
}

function Peeked({ tenant, entity, id, title, rights }: PeekProps & { readonly rights: ApiRights }): ReactNode {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const t = useReferenceText();
  const text = useWorkText();
  const { name, model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone, tenant: name }), [text, locale, timeZone, name]);
  const columns = useMemo(() => mainColumns(columning), [columning]);
  const { data, error, refetch, isPlaceholderData } = useQuery<ApiRow | null, ServerError>({
    queryKey: [...rowsKey(name, entity.id), 'peek', id],
    queryFn: () => readRow(name, { columning, columns, id }),
    placeholderData: () => knownRow(client, { tenant: name, entity: entity.id, id }) ?? {},
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  if (data === null) return <p className="reference-gone">{t('gone')}</p>;
  const end = pathEnd(model, entity, { path: entity.title, locale });
  const named = end === undefined ? '' : cellText(end, data[titleName(entity)], reading);
  return (
    <div aria-busy={isPlaceholderData}>
      <h3 className="reference-title">{named === '' ? title : named}</h3>
      <dl className="reference-fields">
        {columns.map((column) => (
          <div key={column.id}>
            <dt>{column.label}</dt>
            <dd>
              <Shown {...{ column, reading }} row={data} isComing={isPlaceholderData} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface ShownProps {
  readonly column: ListColumn;
  readonly row: ApiRow;
  readonly reading: Reading;
  /** Whether what is not known is still on its way. */
  readonly isComing: boolean;
}

function Shown({ column, row, reading, isComing }: ShownProps): ReactNode {
  const value = valueIn(row, column.steps);
  if (isComing && value === undefined) return <span className="reference-coming" />;
  const isNone = value === null || value === undefined || value === '';
  return isNone ? <span aria-hidden="true">—</span> : <Cell end={column} value={value} reading={reading} />;
}

const FIELDS_MAX = 12;

/** What the list of the entity shows, without what names the row: that is the heading. */
function mainColumns(columning: Columning): readonly ListColumn[] {
  const { model, entity } = columning;
  return listColumns(viewsFor(model, entity.id).list.columns, columning)
    .filter(({ path }) => path !== entity.title)
    .slice(0, FIELDS_MAX);
}

async function readRow(
  tenant: string,
  asked: { readonly columning: Columning; readonly columns: readonly ListColumn[]; readonly id: string },
): Promise<ApiRow | null> {
  const { columning, columns, id } = asked;
  const { entity, locale } = columning;
  const selection = selectionText(listSelection(columning, columns, []));
  const answer = await askTenant<{ readonly rows?: unknown }>(tenant, {
    query: `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes ${selection} } }`,
    variables: { id },
    locale,
  });
  if (!answer.ok) return null;
  const { rows } = answer.data;
  return rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? null;
}
