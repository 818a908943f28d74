import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { Expr } from '../../../../schema/expr/ast.ts';
import { evaluate } from '../../../../schema/expr/evaluate.ts';
import type { FieldModel, RollupModel } from '../../../../schema/model/model.ts';
import { ledgerEntities } from '../../../../schema/model/ledger-entities.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { inWords } from '../../../designer/changes/change-sentence.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import { mergeSelections, pathSelection, selectionText } from '../../documents/field-selection.ts';
import { entityById, pathEnd } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { expressionRow, isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import { inputsOf, waysOf, type WhyInput } from './why-plan.ts';
import { useWhyText } from './why-texts.ts';
import './why.css';

export interface WhyAbout {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  /** What names the record. */
  readonly title: string;
  readonly field: FieldModel;
}

/** Where a computed value comes from: its rule in words, what it reads, the way that was taken (SPEC [WRK-57]). */
export function WhyPanel(about: WhyAbout): ReactNode {
  const { field } = about;
  const { formula, rollup } = field;
  return (
    <div className="why">
      {formula !== undefined && <OfFormula about={about} expr={formula.expr} />}
      {rollup !== undefined && <OfRollup about={about} rollup={rollup} />}
    </div>
  );
}

/** So many values of one input are told. */
const VALUES_MAX = 6;

function OfFormula({ about, expr }: { readonly about: WhyAbout; readonly expr: Expr }): ReactNode {
  const { tenant, columning, reading, id, field } = about;
  const { model, entity, locale } = columning;
  const text = useWhyText();
  const context = useEvalContext(tenant);
  const { data: row, error, refetch } = useInputs(tenant.name, columning, { id, expr, field });
  if (row === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const doc = expressionRow(model, entity, row);
  const end = pathEnd(model, entity, { path: field.id, locale });
  const shown = (value: unknown): string => (end === undefined ? '' : cellText(end, value, reading));
  const [now, kept] = [shown(evaluate(expr, { doc }, context)), shown(row[field.apiName])];
  const ways = waysOf(expr, doc, context, reading);
  return (
    <>
      <p className="why-rule">{inWords(expr, model, locale)}</p>
      <h4>{text('inputs')}</h4>
      <dl>
        {inputsOf({ model, entity, reading }, expr, row).map((input) => (
          <Input key={input.label} input={input} tenant={tenant.name} />
        ))}
      </dl>
      {ways.length > 0 && (
        <>
          <h4>{text('ways')}</h4>
          <ul>
            {ways.map((way, index) => (
              <li key={index}>
                {way.kind === 'test' ? (
                  <>
                    {inWords(way.test, model, locale)} <strong>{text(way.holds ? 'holds' : 'fails')}</strong>
                  </>
                ) : way.rows.length === 0 ? (
                  text('tableNone', { table: way.table })
                ) : (
                  text('tableRow', { table: way.table, rows: way.rows.map((one) => one + 1).join(', ') })
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="why-result">
        <span>{text('result')}</span> <strong>{now === '' ? text('empty') : now}</strong>
      </p>
      {now !== kept && <p className="why-differs">{text('differs', { kept: kept === '' ? text('empty') : kept })}</p>}
    </>
  );
}

function Input({ input, tenant }: { readonly input: WhyInput; readonly tenant: string }): ReactNode {
  const text = useWhyText();
  const { label, values, from } = input;
  const told = values.map((value) => (value === '' ? text('empty') : value));
  return (
    <div>
      <dt>
        {label}
        {from !== undefined && from.title !== '' && (
          <Link to="/w/$tenant/e/$entity/$id" params={{ tenant, entity: from.entity, id: from.id }}>
            {from.title}
          </Link>
        )}
      </dt>
      <dd>
        {told.length === 0 ? text('unseen') : told.slice(0, VALUES_MAX).join(' · ')}
        {told.length > VALUES_MAX && ` ${text('furtherValues', { count: told.length - VALUES_MAX })}`}
      </dd>
    </div>
  );
}

/** The values that the expression reads, asked for as far as the reader may see them. */
function useInputs(
  tenant: string,
  columning: Columning,
  { id, expr, field }: { readonly id: string; readonly expr: Expr; readonly field: FieldModel },
) {
  const { entity, locale } = columning;
  const selection = mergeSelections([
    { id: true, [field.apiName]: true },
    ...expr.reads.map((path) => pathSelection(columning, entity, path)),
  ]);
  const query = `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes ${selectionText(selection)} } }`;
  return useQuery<ApiRow, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'why', id, query],
    queryFn: async () => {
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { rows } = answer.data;
      return rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? {};
    },
  });
}

const FNS: ReadonlyMap<string, 'sum' | 'count' | 'avg' | 'min' | 'max'> = new Map(
  (['sum', 'count', 'avg', 'min', 'max'] as const).map((fn) => [fn, fn]),
);

function OfRollup({ about, rollup }: { readonly about: WhyAbout; readonly rollup: RollupModel }): ReactNode {
  const { tenant, columning, id, title } = about;
  const { model, locale, rights } = columning;
  const text = useWhyText();
  const { fn: named } = rollup;
  const fn = text(FNS.get(named) ?? 'other');
  if (rollup.mode === 'ledger') {
    const ledger = ledgerEntities(model).find(({ entity }) => entity.id === rollup.entity)?.ledger;
    const label = ledger === undefined ? '' : textIn(ledger.label, locale);
    return (
      <>
        <p className="why-rule">{text('ofLedger', { ledger: label })}</p>
        {rollup.where !== undefined && (
          <p>{text('rolledWhere', { condition: inWords(rollup.where, model, locale) })}</p>
        )}
      </>
    );
  }
  const target = entityById(model, rollup.entity);
  if (target === undefined) return null;
  const of = target.fields.find((field) => field.id === rollup.field);
  const entity = textIn(target.label, locale);
  const isListed = target.parent === undefined && rights.reads(target);
  return (
    <>
      <p className="why-rule">
        {of === undefined
          ? text('rolled', { fn, entity })
          : text('rolledOf', { fn, entity, field: textIn(of.label, locale) })}
      </p>
      {rollup.where !== undefined && <p>{text('rolledWhere', { condition: inWords(rollup.where, model, locale) })}</p>}
      {isListed && (
        <Link
          to="/w/$tenant/e/$entity"
          params={{ tenant: tenant.name, entity: target.id }}
          search={{ where: [{ field: rollup.by, op: 'anyOf', values: [id], titles: [title] }] }}
        >
          {text('behind')}
        </Link>
      )}
    </>
  );
}
