import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useMemo, type ReactNode } from 'react';
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
import { Cell, type Reading } from '../list/cell.tsx';
import { rowsKey, useApiRights } from '../use-api-rights.ts';
import { useWorkText } from '../work-texts.ts';
import { useReferenceText } from './reference-texts.ts';
import './reference.css';

interface PeekProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly id: string;
  readonly onClose: () => void;
}

/** The main fields of a row that is referred to, beside the form (SPEC [FORM-26]). */
export function PeekDrawer(props: PeekProps): ReactNode {
  const { tenant, entity, onClose } = props;
  const { locale } = useLanguage();
  const { rights, error, retry } = useApiRights(tenant, entity);
  return (
    <Drawer open title={textIn(entity.label, locale)} size={400} onClose={onClose} className="reference-drawer">
      {rights === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Failure error={error} retry={retry} />
        )
      ) : (
        <Peeked {...props} rights={rights} />
      )}
    </Drawer>
  );
}

function Peeked({ tenant, entity, id, rights }: PeekProps & { readonly rights: ApiRights }): ReactNode {
  const { locale } = useLanguage();
  const t = useReferenceText();
  const text = useWorkText();
  const { name, model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone, tenant: name }), [text, locale, timeZone, name]);
  const columns = useMemo(() => mainColumns(columning), [columning]);
  const { data, error, refetch } = useQuery<ApiRow | null, ServerError>({
    queryKey: [...rowsKey(name, entity.id), 'peek', id],
    queryFn: () => readRow(name, { columning, columns, id }),
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  if (data === null) return <p className="reference-gone">{t('gone')}</p>;
  const title = pathEnd(model, entity, { path: entity.title, locale });
  return (
    <>
      <h3 className="reference-title">
        {title === undefined ? id.slice(0, 8) : <Cell end={title} value={data[titleName(entity)]} reading={reading} />}
      </h3>
      <dl className="reference-fields">
        {columns.map((column) => (
          <div key={column.id}>
            <dt>{column.label}</dt>
            <dd>
              <Shown column={column} row={data} reading={reading} />
            </dd>
          </div>
        ))}
      </dl>
      <a className="reference-open" href={`/w/${name}/e/${entity.id}/${id}`} target="_blank" rel="noopener">
        {t('open')} ↗
      </a>
    </>
  );
}

interface ShownProps {
  readonly column: ListColumn;
  readonly row: ApiRow;
  readonly reading: Reading;
}

function Shown({ column, row, reading }: ShownProps): ReactNode {
  const value = valueIn(row, column.steps);
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
