import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { Expr } from '../../../../schema/expr/ast.ts';
import { evaluate } from '../../../../schema/expr/evaluate.ts';
import type { FieldModel, RollupModel } from '../../../../schema/model/model.ts';
import { ledgerEntities } from '../../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { inWords } from '../../../designer/changes/change-sentence.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import { entityById, pathEnd } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { expressionRow } from '../../documents/row-values.ts';
import type { Reading } from '../../list/cell.tsx';
import { useEvalContext } from '../../use-clock.ts';
import { useWhyRow, WhyInputs, type WhyLine } from './why-inputs.tsx';
import { inputsOf, valueText, waysOf } from './why-plan.ts';
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
  /** The row that the field is of, where it is no field of the record itself. */
  readonly line?: WhyLine;
}

/** Where a computed value comes from: its rule in words, what it reads, the way that was taken (SPEC [WRK-57]). */
export function WhyPanel(about: WhyAbout): ReactNode {
  const { field } = about;
  const { formula, rollup, default: begins } = field;
  const isTyped = formula === undefined && rollup === undefined;
  return (
    <div className="why">
      {formula !== undefined && <OfExpression about={about} expr={formula.expr} isDefault={false} />}
      {isTyped && begins !== undefined && <OfExpression about={about} expr={begins} isDefault />}
      {rollup !== undefined && <OfRollup about={about} rollup={rollup} />}
    </div>
  );
}

interface OfExpressionProps {
  readonly about: WhyAbout;
  readonly expr: Expr;
  /** The value only began with it, and may have been changed since. */
  readonly isDefault: boolean;
}

function OfExpression({ about, expr, isDefault }: OfExpressionProps): ReactNode {
  const { tenant, columning, reading, id, field, line } = about;
  const { model, entity, locale } = columning;
  const text = useWhyText();
  const context = useEvalContext(tenant);
  const { data, error, refetch } = useWhyRow(tenant.name, columning, { id, expr, names: [field.apiName], line });
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const { row, ofLine } = data;
  const own = line?.entity ?? entity;
  const doc = expressionRow(model, entity, row);
  const variables = line === undefined ? { doc } : { doc, line: expressionRow(model, line.entity, ofLine) };
  const end = pathEnd(model, own, { path: field.id, locale });
  const shown = (value: unknown): string => (end === undefined ? '' : valueText(end, value, reading));
  const kept = shown((line === undefined ? row : ofLine)[field.apiName]);
  const now = shown(evaluate(expr, variables, context));
  const ways = waysOf(expr, variables, { context, reading });
  const inputs = [
    ...(line === undefined
      ? []
      : inputsOf({ model, entity: line.entity, reading }, { reads: expr.lineReads, source: expr.source }, ofLine)),
    ...inputsOf({ model, entity, reading }, expr, row),
  ];
  return (
    <>
      {isDefault && <p className="why-begins">{text('begins')}</p>}
      <p className="why-rule">{inWords(expr, model, locale)}</p>
      <h4>{text('inputs')}</h4>
      <WhyInputs inputs={inputs} tenant={tenant.name} />
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
        <span>{text(isDefault ? 'wouldBegin' : 'result')}</span> <strong>{now === '' ? text('empty') : now}</strong>
      </p>
      {now !== kept && (
        <p className="why-differs">
          {text(isDefault ? 'changedSince' : 'differs', { kept: kept === '' ? text('empty') : kept })}
        </p>
      )}
    </>
  );
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
    const shown = ledgerEntities(model).find(({ entity }) => entity.id === rollup.entity);
    const label = shown === undefined ? '' : textIn(shown.ledger.label, locale);
    return (
      <>
        <p className="why-rule">{text('ofLedger', { ledger: label })}</p>
        {rollup.where !== undefined && (
          <p>{text('rolledWhere', { condition: inWords(rollup.where, model, locale) })}</p>
        )}
        {shown !== undefined && rights.reads(shown.entity) && rollup.via === undefined && (
          <Link
            to="/w/$tenant/ledgers/$ledger"
            params={{ tenant: tenant.name, ledger: shown.ledger.id }}
            search={{
              rows: 'movement',
              where: [
                { field: rollup.by, op: 'anyOf', values: [id], titles: [title] },
                ...(rollup.account === undefined
                  ? []
                  : [{ field: 'account', op: 'anyOf' as const, values: [rollup.account] }]),
              ],
            }}
          >
            {text('movementsBehind')}
          </Link>
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
