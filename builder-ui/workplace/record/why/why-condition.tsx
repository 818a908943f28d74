import type { ReactNode } from 'react';
import type { Expr, ExprNode } from '../../../../schema/expr/ast.ts';
import { evaluate } from '../../../../schema/expr/evaluate.ts';
import { readsOf } from '../../../../schema/expr/reads.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { inWords } from '../../../designer/changes/change-sentence.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import type { Columning } from '../../documents/list-columns.ts';
import { expressionRow } from '../../documents/row-values.ts';
import type { Reading } from '../../list/cell.tsx';
import { useEvalContext } from '../../use-clock.ts';
import { useWhyRow, WhyInputs } from './why-inputs.tsx';
import { inputsOf } from './why-plan.ts';
import { useWhyText } from './why-texts.ts';

/** The stored record that something is asked about. */
export interface WhyRecord {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
}

/** A condition that does not hold: each of its parts, whether it does, and the values that the failing ones read. */
export function WhyCondition({ record, expr }: { readonly record: WhyRecord; readonly expr: Expr }): ReactNode {
  const { tenant, columning, reading, id } = record;
  const { model, entity, locale } = columning;
  const text = useWhyText();
  const context = useEvalContext(tenant);
  const { data, error, refetch } = useWhyRow(tenant.name, columning, { id, expr, names: [] });
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const { row } = data;
  const doc = expressionRow(model, entity, row);
  const parts = conjuncts(expr.root).map((root) => {
    const part: Expr = { ...expr, root };
    return { part, holds: evaluate(part, { doc }, context) === true };
  });
  const failing = parts.filter(({ holds }) => !holds);
  // Which values it hangs on; of a condition that holds by now there is nothing to tell.
  const reads = failing.flatMap(({ part }) => readsOf(part.root).reads);
  return (
    <>
      <ul className="why-parts">
        {parts.map(({ part, holds }, index) => (
          <li key={index} className={holds ? 'is-met' : 'is-not-met'}>
            <span aria-hidden="true">{holds ? '✓' : '✗'}</span>
            <span>
              {inWords(part, model, locale)} <strong>{text(holds ? 'met' : 'notMet')}</strong>
            </span>
          </li>
        ))}
      </ul>
      {reads.length > 0 && (
        <WhyInputs inputs={inputsOf({ model, entity, reading }, { reads }, row)} tenant={tenant.name} />
      )}
    </>
  );
}

/** What must hold all at once, piece by piece. */
function conjuncts(node: ExprNode): readonly ExprNode[] {
  return node.kind === 'binary' && node.op === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}
