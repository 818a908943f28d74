import type { ReactNode } from 'react';
import type { Expr } from '../../../../schema/expr/ast.ts';
import type { Columning } from '../../documents/list-columns.ts';
import type { Obstacle, TransitionOption } from '../transition-options.ts';
import { WhyBalance } from './why-balance.tsx';
import { WhyCondition, type WhyRecord } from './why-condition.tsx';
import './why.css';

interface WhyNotProps {
  readonly record: WhyRecord;
  readonly option: TransitionOption;
}

/** Why a step is not possible: each reason with the condition that does not hold, or the balance that it met (SPEC [WRK-58]). */
export function WhyNot({ record, option }: WhyNotProps): ReactNode {
  return (
    <ul className="why why-not">
      {option.whyNot.map((obstacle, index) => {
        const { message, cure, ledger, key } = obstacle;
        const expr = conditionOf(record.columning, option, obstacle);
        return (
          <li key={index}>
            {message}
            {cure !== '' && <small>{cure}</small>}
            {expr !== undefined && <WhyCondition {...{ record, expr }} />}
            {ledger !== undefined && key.length > 0 && <WhyBalance {...{ record, ledger }} parts={key} />}
          </li>
        );
      })}
    </ul>
  );
}

/** The guard of the step, or the check of the record, that the reason is about. */
function conditionOf(
  { model, entity }: Columning,
  option: TransitionOption,
  { code, rule }: Obstacle,
): Expr | undefined {
  if (code === 'CHECK_FAILED') return entity.checks.find(({ id }) => id === rule)?.when;
  if (code !== 'TRANSITION_GUARD') return undefined;
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  return workflow?.transitions.find(({ id }) => id === option.id)?.guard;
}
