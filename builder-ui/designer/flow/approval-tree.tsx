import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import { useRef, type ReactNode } from 'react';
import { BOOL } from '../../../schema/expr/types.ts';
import type { Json } from '../../../schema/model/edits.ts';
import {
  APPROVAL_MODES,
  type ApprovalDef,
  type EntityDef,
  type TransitionDef,
} from '../../../schema/template/template.ts';
import { toJson } from '../form/to-json.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { hoursOf } from './flow-edits.ts';
import { useFlowText } from './flow-texts.ts';
import { Labelled } from './labelled.tsx';
import { useRoleOptions } from './use-role-names.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

export interface ApprovalTreeProps {
  readonly entity: EntityDef;
  readonly step: TransitionDef;
  readonly names: { readonly step: string; readonly state: string };
  readonly onChange: (approvals: Json) => void;
}

/** The approvals of a step from top to bottom, as they follow each other: plain lists, read and walked like any text. */
export function ApprovalTree({ entity, step, names, onChange }: ApprovalTreeProps): ReactNode {
  const text = useFlowText();
  const approvals = step.approvals ?? [];
  const list = useRef<HTMLOListElement>(null);
  const put = (next: readonly ApprovalDef[]): void => onChange(next.map(toJson));
  const move = (index: number, way: -1 | 1): void => {
    const moved = approvals[index];
    if (moved === undefined) return;
    put(approvals.toSpliced(index, 1).toSpliced(index + way, 0, moved));
    goTo(index + way, way);
  };
  /** The keyboard goes along with what moved, and on from what is gone. */
  const goTo = (index: number, way: -1 | 1): void => {
    requestAnimationFrame(() => {
      const [up, down] = list.current?.querySelectorAll('.approval-head').item(index)?.querySelectorAll('button') ?? [];
      const [wanted, other] = way === -1 ? [up, down] : [down, up];
      (wanted?.disabled === false ? wanted : other)?.focus();
    });
  };
  return (
    <section className="approvals">
      <h3>{text('approvals')}</h3>
      <p className="flow-hint">{text('approvalsHint')}</p>
      <ol ref={list}>
        <li className="approval-end">{text('starts', { step: names.step })}</li>
        {approvals.map((approval, index) => (
          // Approvals have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="approval">
            <div className="approval-head">
              <strong>{text('approvalNumber', { number: index + 1 })}</strong>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined aria-hidden />}
                disabled={index === 0}
                aria-label={text('moveUp')}
                onClick={() => move(index, -1)}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined aria-hidden />}
                disabled={index === approvals.length - 1}
                aria-label={text('moveDown')}
                onClick={() => move(index, 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={text('removeApproval')}
                onClick={() => put(approvals.toSpliced(index, 1))}
              />
            </div>
            <Approval entity={entity} approval={approval} onChange={(changed) => put(approvals.with(index, changed))} />
          </li>
        ))}
        <li>
          <AddApproval onAdd={(approval) => put([...approvals, approval])} />
        </li>
        <li className="approval-end">{text('ends', { state: names.state })}</li>
      </ol>
    </section>
  );
}

function AddApproval({ onAdd }: { readonly onAdd: (approval: ApprovalDef) => void }): ReactNode {
  const text = useFlowText();
  const [first] = useRoleOptions();
  return (
    <Button
      size="small"
      icon={<PlusOutlined aria-hidden />}
      disabled={first === undefined}
      title={first === undefined ? text('noRoles') : ''}
      onClick={() => onAdd({ mode: 'any', roles: first === undefined ? [] : [first.value] })}
    >
      {text('addApproval')}
    </Button>
  );
}

function Approval({
  entity,
  approval,
  onChange,
}: {
  readonly entity: EntityDef;
  readonly approval: ApprovalDef;
  readonly onChange: (approval: ApprovalDef) => void;
}): ReactNode {
  const text = useFlowText();
  const roles = useRoleOptions();
  const without = (key: keyof ApprovalDef): ApprovalDef => {
    const { [key]: _, ...rest } = approval;
    // Mode and roles are never taken away here.
    return { mode: approval.mode, roles: approval.roles, ...rest };
  };
  const many = (key: 'escalateTo' | 'copyTo') => ({
    mode: 'multiple' as const,
    placeholder: text('none'),
    value: [...(approval[key] ?? [])],
    options: roles,
    onChange: (made: string[]) => onChange(made.length === 0 ? without(key) : { ...approval, [key]: made }),
  });
  return (
    <>
      <Labelled label={text('approvers')}>
        <ChoiceSelect
          mode="multiple"
          aria-label={text('approvers')}
          value={[...approval.roles]}
          options={roles}
          onChange={(made: string[]) => onChange({ ...approval, roles: made })}
        />
      </Labelled>
      <Labelled label={text('mode')}>
        <Select
          aria-label={text('mode')}
          value={approval.mode}
          options={APPROVAL_MODES.map((mode) => ({ value: mode, label: text(`mode_${mode}`) }))}
          onChange={(mode: ApprovalDef['mode']) => onChange({ ...approval, mode })}
        />
      </Labelled>
      <Labelled label={text('approvalWhen')}>
        <ExpressionInput
          label={text('approvalWhen')}
          placeholder={text('always')}
          value={approval.when}
          scope={{ entity: entity.id, expected: BOOL }}
          onCommit={(when) => onChange(when === undefined ? without('when') : { ...approval, when })}
        />
      </Labelled>
      <Labelled label={text('within')}>
        <InputNumber
          aria-label={text('within')}
          min={1}
          precision={0}
          placeholder={text('none')}
          value={hoursOf(approval.within) ?? null}
          onChange={(hours) => onChange(hours === null ? without('within') : { ...approval, within: `PT${hours}H` })}
        />
      </Labelled>
      {approval.within !== undefined && (
        <Labelled label={text('escalate')}>
          <ChoiceSelect aria-label={text('escalate')} {...many('escalateTo')} />
        </Labelled>
      )}
      <Labelled label={text('copyTo')}>
        <ChoiceSelect aria-label={text('copyTo')} {...many('copyTo')} />
      </Labelled>
    </>
  );
}
