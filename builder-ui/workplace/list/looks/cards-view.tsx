import { Button } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { FieldKind } from '../../../../schema/model/model.ts';
import { pathEnd, titleName } from '../../documents/field-path.ts';
import { listColumns, type ListColumn } from '../../documents/list-columns.ts';
import { isApiRow, textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { useEvalContext } from '../../use-clock.ts';
import { useWorkText } from '../../work-texts.ts';
import { Cell } from '../cell.tsx';
import { ListNothing } from '../list-nothing.tsx';
import { ListTrouble } from '../list-trouble.tsx';
import { listPlan } from '../list-plan.ts';
import type { LookProps } from '../list-screen.tsx';
import { leaveTrail } from '../list-trail.ts';
import { useLookText } from '../look-texts.ts';
import { useFirstRows } from '../use-first-rows.ts';
import './looks.css';

const CARDS_STEP = 60;
const FIELDS_MAX = 4;
const PICTURES: ReadonlySet<FieldKind> = new Set(['image']);

/** Rows as cards: a picture where there is one, what names the row, its state, and four fields (SPEC [WRK-36]). */
export function CardsView(props: LookProps): ReactNode {
  const { tenant, columning, reading, search, change, view } = props;
  const { entity, model, locale } = columning;
  const text = useLookText();
  const work = useWorkText();
  const navigate = useNavigate();
  const context = useEvalContext(tenant);
  const [most, setMost] = useState(CARDS_STEP);
  const picture = entity.fields.find(({ type }) => PICTURES.has(type.kind));
  const columns = useMemo(() => {
    const defs = view.kind === 'list' ? view.columns : [];
    const designed = listColumns(defs, columning).filter(({ kind }) => !PICTURES.has(kind));
    const pictures = picture === undefined ? [] : listColumns([{ id: picture.id }], columning);
    return { shown: designed, asked: [...designed, ...pictures] };
  }, [view, columning, picture]);
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns: columns.asked, context }),
    [columning, view, search, columns, context],
  );
  const found = useFirstRows({ tenant: tenant.name, columning, plan, context });
  if (found.error !== null) return <ListTrouble error={found.error} retry={found.retry} />;
  if (found.rows.length === 0 && !found.isWorking)
    return (
      <ListNothing
        {...{ columning }}
        tenant={tenant.name}
        hasChoice={search.q !== undefined || search.where !== undefined}
        isBin={false}
        clear={() => change({ q: undefined, where: undefined })}
      />
    );
  const open = (row: ApiRow): void => {
    leaveTrail({ entity: entity.id, search, ids: found.rows.map(({ id }) => String(id)) });
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: String(row['id']) },
    });
  };
  const title = titleName(entity);
  const fields = columns.shown.filter(({ steps }) => steps.join('.') !== title);
  const state = fields.find(({ path, kind }) => path === 'state' || kind === 'enum');
  const rest = cardFields(fields.filter((column) => column !== state));
  const end = pathEnd(model, entity, { path: entity.title, locale });
  return (
    <div className="cards" aria-busy={found.isWorking}>
      <ul className="cards-list">
        {found.rows.slice(0, most).map((row) => (
          <li key={String(row['id'])} className="row-card">
            {picture !== undefined && <Picture value={row[picture.apiName]} title={textOf(row[title])} />}
            <div className="row-card-head">
              <button type="button" className="row-card-open" onClick={() => open(row)}>
                {end === undefined || textOf(row[title]) === '' ? (
                  '—'
                ) : (
                  <Cell end={end} value={row[title]} reading={reading} />
                )}
              </button>
              {state !== undefined && <Cell end={state} value={valueIn(row, state.steps)} reading={reading} />}
            </div>
            <dl>
              {rest.map((column) => (
                <Line key={column.id} {...{ column, row, reading }} />
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {(found.rows.length > most || found.isCut) && (
        <p className="cards-more">
          {found.rows.length > most ? (
            <Button onClick={() => setMost(most + CARDS_STEP)}>{text('moreCards')}</Button>
          ) : (
            work('cutRows', { count: found.rows.length })
          )}
        </p>
      )}
    </div>
  );
}

/** The first fields, the amount among them. */
function cardFields(columns: readonly ListColumn[]): readonly ListColumn[] {
  const first = columns.slice(0, FIELDS_MAX);
  const amount = first.find(({ isNumber }) => isNumber) ?? columns.findLast(({ isNumber }) => isNumber);
  return amount === undefined || first.includes(amount) ? first : [...first.slice(0, FIELDS_MAX - 1), amount];
}

function Line({
  column,
  row,
  reading,
}: {
  readonly column: ListColumn;
  readonly row: ApiRow;
  readonly reading: LookProps['reading'];
}): ReactNode {
  const value = valueIn(row, column.steps);
  return (
    <div className="row-card-line">
      <dt>{column.label}</dt>
      <dd>
        {value === null || value === undefined || value === '' ? (
          '—'
        ) : (
          <Cell end={column} value={value} reading={reading} />
        )}
      </dd>
    </div>
  );
}

/** The picture of a row where the API gives an address of this server for it; else the first letter of its name. */
function Picture({ value, title }: { readonly value: unknown; readonly title: string }): ReactNode {
  const url = isApiRow(value) ? textOf(value['thumbnailUrl']) || textOf(value['url']) : '';
  return (
    <div className="row-card-picture">
      {url.startsWith('/') ? (
        <img src={url} alt="" loading="lazy" />
      ) : (
        <span aria-hidden="true">{[...title][0] ?? ''}</span>
      )}
    </div>
  );
}
