import { PlusOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { Button, Empty, Segmented } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, WorkflowDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { loadPinyinWhenNeeded } from '../form/pinyin-words.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { useDraftEntity } from '../shell/entity-frame.tsx';
import { FlowBoard } from './flow-board.tsx';
import { addedState, firstFlow, flowOf } from './flow-edits.ts';
import { FlowSummary } from './flow-summary.tsx';
import { useFlowText } from './flow-texts.ts';
import { StatePanel } from './state-panel.tsx';
import { StepPanel } from './step-panel.tsx';
import './flow.css';

/** The graph brings a drawing library, which only who looks at it waits for. */
const FlowGraph = lazy(async () => ({ default: (await import('./flow-graph.tsx')).FlowGraph }));

/** What is being changed. */
export interface FlowSelection {
  readonly list: 'states' | 'transitions';
  readonly id: string;
}

/** States, steps, approvals and deadlines of one object. */
export function FlowPage(): ReactNode {
  const { entity: id } = useParams({ from: '/w/$tenant/design/o/$entity' });
  const entity = useDraftEntity(id);
  const flow = useDraft(({ log }) => (entity === undefined ? undefined : flowOf(log.template, entity)));
  useEffect(loadPinyinWhenNeeded, []);
  if (entity === undefined) return null;
  return flow === undefined ? <NoFlow entity={entity} /> : <Flow key={flow.id} entity={entity} flow={flow} />;
}

function NoFlow({ entity }: { readonly entity: EntityDef }): ReactNode {
  const text = useFlowText();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const create = (): void => {
    session.run(text('stepCreate'), [firstFlow(template, entity)]);
  };
  return (
    <Empty className="flow-empty" description={text('noFlow')}>
      <p>{text('noFlowHint')}</p>
      {entity.kind !== 'line' && (
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={create}>
          {text('createFlow')}
        </Button>
      )}
    </Empty>
  );
}

function Flow({ entity, flow }: { readonly entity: EntityDef; readonly flow: WorkflowDef }): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const [view, setView] = useState<'board' | 'graph'>('board');
  const [selection, setSelection] = useState<FlowSelection>();
  const [made, setMade] = useState<string>();
  const run = (what: string, edits: readonly Edit[]): boolean =>
    edits.length > 0 && session.run(text('stepChange', { what }), edits);
  const state = selection?.list === 'states' ? flow.states.find(({ id }) => id === selection.id) : undefined;
  const step = selection?.list === 'transitions' ? flow.transitions.find(({ id }) => id === selection.id) : undefined;
  const shared = { entity, flow, run } as const;
  const page = useRef<HTMLDivElement>(null);
  const choose = (next: FlowSelection): void => {
    setMade(undefined);
    setSelection(next);
  };
  const add = (next: FlowSelection): void => {
    setMade(next.id);
    setSelection(next);
  };
  const close = (): void => setSelection(undefined);
  /** What was chosen is gone, and the keyboard's place with it: both go to where its records were. */
  const removed = (next: string): void => {
    choose({ list: 'states', id: next });
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('.flow-main [aria-pressed=true]')?.focus());
  };
  return (
    <div className="flow" ref={page}>
      <div className="flow-main">
        <div className="flow-bar">
          <Segmented
            aria-label={text('viewLabel')}
            value={view}
            onChange={setView}
            options={[
              { value: 'board' as const, label: text('board') },
              { value: 'graph' as const, label: text('graph') },
            ]}
          />
          <Button
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              const label = { [locale]: text('newState') };
              const step = { [locale]: text('newStep') };
              const { edits, id } = addedState(flow, label, { after: state?.id, step });
              if (run(text('newState'), edits)) add({ list: 'states', id });
            }}
          >
            {text('addState')}
          </Button>
        </div>
        {view === 'board' ? (
          <FlowBoard {...shared} selection={selection} onSelect={choose} onMade={add} />
        ) : (
          <Suspense fallback={<Waiting />}>
            <FlowGraph flow={flow} selection={selection} onSelect={choose} />
          </Suspense>
        )}
      </div>
      {state !== undefined && (
        <SidePanel key={`state ${state.id}`} isNew={state.id === made} onClose={close}>
          <StatePanel {...shared} state={state} onRemoved={() => removed(flow.initial)} />
        </SidePanel>
      )}
      {step !== undefined && (
        <SidePanel key={`step ${step.id}`} isNew={step.id === made} onClose={close}>
          <StepPanel {...shared} step={step} onRemoved={() => removed(step.from[0] ?? flow.initial)} />
        </SidePanel>
      )}
      {state === undefined && step === undefined && <FlowSummary flow={flow} onSelect={choose} />}
    </div>
  );
}

/** What the parts of a flow's page share. */
export interface FlowPartProps {
  readonly entity: EntityDef;
  readonly flow: WorkflowDef;
  /** Does edits as one step, named after what they are about. */
  readonly run: (what: string, edits: readonly Edit[]) => boolean;
}
