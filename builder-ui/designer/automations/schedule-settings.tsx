import { Select } from 'antd';
import type { ReactNode } from 'react';
import { BOOL } from '../../../schema/expr/types.ts';
import { SCHEDULE_UNITS, type ScheduleDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { setAt } from './automation-edits.ts';
import type { DeedsDesign } from './use-deeds.ts';

/** When the clock sets it off, and for which records. */
export function ScheduleSettings({
  design,
  def,
}: {
  readonly design: DeedsDesign;
  readonly def: ScheduleDef;
}): ReactNode {
  const { wording, name, path, set, run } = design;
  const { text } = wording;
  const { every, where } = def;
  const at = ['schedules', def.id];
  return (
    <>
      <div className="deeds-clock">
        <Labelled label={text('every')}>
          <Select
            aria-label={text('every')}
            value={every}
            options={SCHEDULE_UNITS.map((unit) => ({
              value: unit,
              label: text('unitChoice', { unit: text(`unit_${unit}`) }),
            }))}
            onChange={(made) => set(at, 'every', made, text('every'))}
          />
        </Labelled>
        <Labelled label={text('at')}>
          <EchoInput
            type="time"
            aria-label={text('at')}
            value={def.at ?? ''}
            onCommit={(made) => set(at, 'at', made, text('at'))}
          />
        </Labelled>
      </div>
      <MistakesAt path={`${path}/at`} />
      <Labelled label={text('where')}>
        <ExpressionInput
          label={text('where')}
          placeholder={text('everyRecord')}
          value={where}
          testedAt={[...at, 'where']}
          scope={{ entity: def.of ?? '', expected: BOOL }}
          onCommit={(made, tests) =>
            run(text('stepSet', { name, what: text('where') }), [
              ...(made === where ? [] : [setAt(at, 'where', made)]),
              ...tests,
            ])
          }
        />
        <MistakesAt path={`${path}/where`} hasEditor />
      </Labelled>
    </>
  );
}
