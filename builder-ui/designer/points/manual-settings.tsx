import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { BOOL } from '../../../schema/expr/types.ts';
import { APPROVAL_MODES, type AwardApprovalDef } from '../../../schema/template/template.ts';
import type { AwardDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { useRoleOptions } from '../flow/use-role-names.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { extraOf } from './award-words.ts';
import { LimitsEditor } from './limits-editor.tsx';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

type Manual = NonNullable<AwardDef['manual']>;

/** What is given by hand: by whom, why, how much of it, and who must agree. */
export function ManualSettings({
  design,
  manual,
}: {
  readonly design: AwardDesign;
  readonly manual: Manual;
}): ReactNode {
  const { path, set } = design;
  const { text } = design.wording;
  const roles = useRoleOptions();
  const put = (change: Partial<Manual>, what: string): void => set('manual', { ...manual, ...change }, what);
  return (
    <>
      <Labelled label={text('givers')}>
        <ChoiceSelect
          mode="multiple"
          aria-label={text('givers')}
          value={[...manual.by]}
          options={roles}
          onChange={(by: string[]) => put({ by }, text('givers'))}
        />
        <MistakesAt path={`${path}/manual/by`} />
      </Labelled>
      <Labelled label={text('reason')}>
        <Select
          aria-label={text('reason')}
          value={manual.reason ?? 'optional'}
          options={(['required', 'optional'] as const).map((one) => ({ value: one, label: text(`reason_${one}`) }))}
          onChange={(reason) => put({ reason }, text('reason'))}
        />
      </Labelled>
      <label className="points-switch">
        <Switch checked={manual.notToSelf === true} onChange={(notToSelf) => put({ notToSelf }, text('notToSelf'))} />
        <span>{text('notToSelf')}</span>
      </label>
      <section className="points-group">
        <h3>{text('giverLimits')}</h3>
        <LimitsEditor
          design={design}
          isOfGiver
          value={manual.limits ?? []}
          onChange={(limits) => {
            const { limits: _, ...rest } = manual;
            set('manual', limits.length === 0 ? rest : { ...rest, limits }, text('giverLimits'));
          }}
        />
        <MistakesAt path={`${path}/manual/limits`} />
      </section>
      <Approvals design={design} manual={manual} />
    </>
  );
}

function Approvals({ design, manual }: { readonly design: AwardDesign; readonly manual: Manual }): ReactNode {
  const { path, set } = design;
  const { text } = design.wording;
  const [first] = useRoleOptions();
  const approvals = manual.approvals ?? [];
  const put = (next: readonly AwardApprovalDef[]): void => {
    const { approvals: _, ...rest } = manual;
    set('manual', next.length === 0 ? rest : { ...rest, approvals: next }, text('approvals'));
  };
  return (
    <section className="points-group">
      <h3>{text('approvals')}</h3>
      {approvals.map((approval, index) => (
        // Approvals have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="points-approval">
          <div className="points-group-head">
            <strong>{text('approval', { number: index + 1 })}</strong>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={text('removeApproval', { number: index + 1 })}
              onClick={() => put(approvals.toSpliced(index, 1))}
            />
          </div>
          <Approval design={design} approval={approval} onChange={(made) => put(approvals.with(index, made))} />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={first === undefined}
        onClick={() => put([...approvals, { mode: 'any', roles: first === undefined ? [] : [first.value] }])}
      >
        {text('addApproval')}
      </Button>
      <MistakesAt path={`${path}/manual/approvals`} />
    </section>
  );
}

function Approval({
  design,
  approval,
  onChange,
}: {
  readonly design: AwardDesign;
  readonly approval: AwardApprovalDef;
  readonly onChange: (approval: AwardApprovalDef) => void;
}): ReactNode {
  const { text } = design.wording;
  const roles = useRoleOptions();
  return (
    <>
      <Select
        aria-label={text('approvalMode')}
        value={approval.mode}
        options={APPROVAL_MODES.map((mode) => ({ value: mode, label: text(`mode_${mode}`) }))}
        onChange={(mode) => onChange({ ...approval, mode })}
      />
      <ChoiceSelect
        mode="multiple"
        aria-label={text('approvers')}
        value={[...approval.roles]}
        options={roles}
        onChange={(made: string[]) => onChange({ ...approval, roles: made })}
      />
      <ExpressionInput
        label={text('approvalWhen')}
        placeholder={text('always')}
        value={approval.when}
        scope={{ entity: '', extra: extraOf(design.award), expected: BOOL }}
        onCommit={(when) => {
          const { when: _, ...rest } = approval;
          onChange(when === undefined ? rest : { ...rest, when });
        }}
      />
    </>
  );
}
