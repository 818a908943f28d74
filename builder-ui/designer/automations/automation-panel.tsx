import { CopyOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import '../flow/flow.css';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { withoutTests } from '../rules/rule-rows.ts';
import { ActionList } from './action-list.tsx';
import { copied } from './automation-edits.ts';
import type { Deeds } from './automation-words.ts';
import { ScheduleSettings } from './schedule-settings.tsx';
import { TriggerSettings } from './trigger-settings.tsx';
import { useDeedsDesign } from './use-deeds.ts';
import './automations.css';

export interface AutomationPanelProps {
  readonly list: Deeds['list'];
  readonly id: string;
  /** Made just now: it begins with its name. */
  readonly isNew: boolean;
  readonly onMade: (id: string) => void;
  readonly onClose: () => void;
  /** It is gone. */
  readonly onRemoved: () => void;
}

/** All that is set of an automation or schedule, in the order in which it is told (SPEC [DSG-146]). */
export function AutomationPanel({ list, id, isNew, onMade, onClose, onRemoved }: AutomationPanelProps): ReactNode {
  const design = useDeedsDesign(list, id);
  if (design === undefined) return null;
  const { deeds, wording, name, path, set, run } = design;
  const { text, template } = wording;
  const at = [list, id];
  return (
    <SidePanel isNew={isNew} onClose={onClose}>
      <h2>{text(list === 'automations' ? 'automation' : 'schedule', { name })}</h2>
      <MistakesAt path={path} isExact />
      <BilingualInput
        label={text('name')}
        value={deeds.def.label}
        onCommit={(label) => set(at, 'label', label, text('name'))}
      />
      {deeds.list === 'automations' ? (
        <TriggerSettings design={design} def={deeds.def} />
      ) : (
        <ScheduleSettings design={design} def={deeds.def} />
      )}
      <ActionList design={design} />
      <div className="flow-actions">
        <Button
          icon={<CopyOutlined aria-hidden />}
          onClick={() => {
            const copy = copied(template, deeds);
            if (run(text('stepCopy', { name }), [copy.edit])) onMade(copy.id);
          }}
        >
          {text('copy')}
        </Button>
        <Button
          danger
          icon={<DeleteOutlined aria-hidden />}
          onClick={() => {
            const edits = [...withoutTests(template, at), { kind: 'removeItem', list: [list], id } as const];
            if (run(text('stepRemove', { name }), edits)) onRemoved();
          }}
        >
          {text('remove')}
        </Button>
      </div>
    </SidePanel>
  );
}
