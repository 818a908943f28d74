import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { StateDef, WorkflowDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useAppearance } from '../../shell/appearance.tsx';
import { usePhone } from '../../workplace/list/use-phone.ts';
import type { FlowSelection } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import '@xyflow/react/dist/style.css';

const STEP_X = 230;
const STEP_Y = 130;

/** From one to the next downwards. */
const UPRIGHT_X = 190;
const UPRIGHT_Y = 110;

type StateNode = Node<{ readonly label: string; readonly isUpright: boolean }>;

/**
 * A state, which steps leave to the right, below and above, and come to from the left, above and below; on a phone all of
 * it is mirrored at the diagonal, so that what follows stands below.
 */
function StateBox({ data }: NodeProps<StateNode>): ReactNode {
  const [left, above, below, right] = data.isUpright
    ? [Position.Top, Position.Left, Position.Right, Position.Bottom]
    : [Position.Left, Position.Top, Position.Bottom, Position.Right];
  return (
    <>
      <Handle type="target" id="from-left" position={left} />
      <Handle type="target" id="from-above" position={above} />
      <Handle type="target" id="from-below" position={below} />
      {data.label}
      <Handle type="source" id="right" position={right} />
      <Handle type="source" id="down" position={below} />
      <Handle type="source" id="up" position={above} />
    </>
  );
}

const NODE_TYPES = { state: StateBox };

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
  const isUpright = usePhone();
  const placed = useMemo(() => placedStates(flow), [flow]);
  const nodes = useMemo<StateNode[]>(
    () =>
      placed.map(({ state: { id, label, class: meaning }, x, y }) => ({
        id,
        type: 'state',
        position: isUpright ? { x: y * UPRIGHT_X, y: x * UPRIGHT_Y } : { x: x * STEP_X, y: y * STEP_Y },
        data: { label: textIn(label, locale) || id, isUpright },
        selected: selection?.list === 'states' && selection.id === id,
        className: `flow-node is-${meaning ?? 'open'}`,
        width: 160,
      })),
    [placed, locale, selection, isUpright],
  );
  const edges = useMemo<Edge[]>(
    () =>
      flow.transitions.flatMap((step) =>
        step.from.map((from, index) => ({
          id: `${step.id} ${from}`,
          source: from,
          target: step.to,
          type: 'smoothstep',
          ...handlesOf(placed, from, step.to),
          // Lines that run together are named once, by the last, which is drawn over the others.
          ...(index === step.from.length - 1 || isNext(placed, from, step.to)
            ? { label: textIn(step.label ?? humanText(step.id), locale) }
            : {}),
          selected: selection?.list === 'transitions' && selection.id === step.id,
          ariaLabel: textIn(step.label ?? humanText(step.id), locale),
          data: { step: step.id },
          markerEnd: { type: MarkerType.ArrowClosed },
        })),
      ),
    [flow, placed, locale, selection],
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
        nodeTypes={NODE_TYPES}
        colorMode={theme}
        key={String(isUpright)}
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
        <Controls showInteractive={false} position={isUpright ? 'top-right' : 'bottom-left'} />
      </ReactFlow>
    </div>
  );
}

interface PlacedState {
  readonly state: StateDef;
  readonly x: number;
  readonly y: number;
}

/** Straight on to the next; back, and past others of the same row, above them; else down or up to the other row. */
function handlesOf(
  placed: readonly PlacedState[],
  from: string,
  to: string,
): { readonly sourceHandle: string; readonly targetHandle: string } {
  const [a, b] = [placeOf(placed, from), placeOf(placed, to)];
  if (a === undefined || b === undefined || isNext(placed, from, to))
    return { sourceHandle: 'right', targetHandle: 'from-left' };
  if (a.y === b.y)
    return a.y === 0
      ? { sourceHandle: 'up', targetHandle: 'from-above' }
      : { sourceHandle: 'down', targetHandle: 'from-below' };
  return a.y < b.y
    ? { sourceHandle: 'down', targetHandle: 'from-above' }
    : { sourceHandle: 'up', targetHandle: 'from-below' };
}

function placeOf(placed: readonly PlacedState[], id: string): PlacedState | undefined {
  return placed.find(({ state }) => state.id === id);
}

function isNext(placed: readonly PlacedState[], from: string, to: string): boolean {
  const [a, b] = [placeOf(placed, from), placeOf(placed, to)];
  return a !== undefined && b !== undefined && a.y === b.y && b.x - a.x === 1;
}

/** States that follow each other stand in one row; the others (cancelled, refused) below, after what leads to them. */
function placedStates({ states, transitions }: WorkflowDef): readonly PlacedState[] {
  const columns = new Map<string, number>();
  let last: string | undefined;
  let free = 0;
  return states.map((state) => {
    const sources = transitions.filter(({ to }) => to === state.id).flatMap(({ from }) => from);
    if (last === undefined || sources.includes(last)) {
      const x = columns.size;
      columns.set(state.id, x);
      last = state.id;
      return { state, x, y: 0 };
    }
    const known = sources.flatMap((id) => columns.get(id) ?? []);
    const x = Math.max(free, Math.max(0, ...known) + 0.5);
    free = x + 1;
    return { state, x, y: 1 };
  });
}
