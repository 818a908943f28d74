import { Background, Controls, MarkerType, Position, ReactFlow, type Edge, type Node } from '@xyflow/react';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { StateDef, WorkflowDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useAppearance } from '../../shell/appearance.tsx';
import type { FlowSelection } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import '@xyflow/react/dist/style.css';

const STEP_X = 230;
const STEP_Y = 130;

/** States as boxes and steps as arrows. The board says the same in words. */
export function FlowGraph({
  flow,
  selection,
  onSelect,
}: {
  readonly flow: WorkflowDef;
  readonly selection: FlowSelection | undefined;
  readonly onSelect: (selection: FlowSelection) => void;
}): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const { theme } = useAppearance();
  const nodes = useMemo<Node[]>(
    () =>
      placedStates(flow).map(({ state: { id, label, class: meaning }, x, y }) => ({
        id,
        position: { x: x * STEP_X, y: y * STEP_Y },
        data: { label: textIn(label, locale) || id },
        selected: selection?.list === 'states' && selection.id === id,
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
        className: `flow-node is-${meaning ?? 'open'}`,
        width: 160,
      })),
    [flow, locale, selection],
  );
  const edges = useMemo<Edge[]>(
    () =>
      flow.transitions.flatMap((step) =>
        step.from.map((from) => ({
          id: `${step.id} ${from}`,
          source: from,
          target: step.to,
          label: textIn(step.label ?? humanText(step.id), locale),
          selected: selection?.list === 'transitions' && selection.id === step.id,
          ariaLabel: textIn(step.label ?? humanText(step.id), locale),
          data: { step: step.id },
          markerEnd: { type: MarkerType.ArrowClosed },
        })),
      ),
    [flow, locale, selection],
  );
  const choose = (event: { readonly target: EventTarget }): void => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]') : null;
    const id = element?.dataset['id'] ?? '';
    const step = edges.find((edge) => edge.id === id)?.data?.['step'];
    if (typeof step === 'string') onSelect({ list: 'transitions', id: step });
    else if (flow.states.some((state) => state.id === id)) onSelect({ list: 'states', id });
  };
  return (
    <div
      className="flow-graph"
      role="application"
      aria-label={text('graph')}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') choose(event);
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        colorMode={theme}
        fitView
        nodesDraggable={false}
        nodesConnectable={false}
        onNodeClick={(_, node) => onSelect({ list: 'states', id: node.id })}
        onEdgeClick={(_, edge) => {
          const step = edge.data?.['step'];
          if (typeof step === 'string') onSelect({ list: 'transitions', id: step });
        }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

interface PlacedState {
  readonly state: StateDef;
  readonly x: number;
  readonly y: number;
}

/** States that follow each other stand in one row; the others (cancelled, refused) below what leads to them. */
function placedStates({ states, transitions }: WorkflowDef): readonly PlacedState[] {
  const columns = new Map<string, number>();
  let last: string | undefined;
  const sideways = new Map<number, number>();
  return states.map((state) => {
    const sources = transitions.filter(({ to }) => to === state.id).flatMap(({ from }) => from);
    if (last === undefined || sources.includes(last)) {
      const x = columns.size;
      columns.set(state.id, x);
      last = state.id;
      return { state, x, y: 0 };
    }
    const known = sources.flatMap((id) => columns.get(id) ?? []);
    const x = Math.max(0, ...known) + 0.5;
    const y = (sideways.get(x) ?? 0) + 1;
    sideways.set(x, y);
    return { state, x, y };
  });
}
