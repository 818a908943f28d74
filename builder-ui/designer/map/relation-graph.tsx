import { useNavigate, useParams } from '@tanstack/react-router';
import { Background, Controls, MarkerType, Position, ReactFlow, type Edge, type Node } from '@xyflow/react';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useAppearance } from '../../shell/appearance.tsx';
import { MAP_KINDS, type ObjectFacts, type Relation } from './map-facts.ts';
import { useMapText } from './map-texts.ts';
import '@xyflow/react/dist/style.css';

/** Objects as boxes and references as arrows; Enter opens the box that has the focus. The table says the same. */
export function RelationGraph({
  facts,
  relations,
}: {
  readonly facts: readonly ObjectFacts[];
  readonly relations: readonly Relation[];
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { theme } = useAppearance();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const navigate = useNavigate();
  const nodes = useMemo(() => placedNodes(facts, relations, locale), [facts, relations, locale]);
  const edges = useMemo<Edge[]>(
    () =>
      relations
        .filter(({ from, to }) => from !== to)
        .map(({ id, from, to, kind }) => ({
          id,
          source: from,
          target: to,
          animated: false,
          focusable: false,
          className: `map-edge is-${kind}`,
          markerEnd: { type: MarkerType.ArrowClosed },
        })),
    [relations],
  );
  const open = (entity: string): void =>
    void navigate({ to: '/w/$tenant/design/o/$entity/form', params: { tenant, entity } });
  return (
    <div
      className="map-graph"
      role="application"
      aria-label={text('graphLabel')}
      onKeyDown={(event) => {
        const id = event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined;
        if (event.key === 'Enter' && id !== undefined) open(id);
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        colorMode={theme}
        fitView
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        onNodeClick={(_, node) => open(node.id)}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

const WIDTH = 200;
const COLUMN = 290;
const ROW = 62;

/** Columns by how far an object is from what nothing refers to: what is referred to stands to the right. */
function placedNodes(facts: readonly ObjectFacts[], relations: readonly Relation[], locale: 'en' | 'zh-CN'): Node[] {
  const depth = new Map<string, number>(facts.map(({ entity }) => [entity.id, 0]));
  for (let round = 0; round < facts.length; round += 1) {
    let isSettled = true;
    for (const { from, to } of relations) {
      const wanted = (depth.get(from) ?? 0) + 1;
      // Circles would push each other to the right for ever.
      if (from !== to && wanted <= DEPTH_MAX && (depth.get(to) ?? 0) < wanted) {
        depth.set(to, wanted);
        isSettled = false;
      }
    }
    if (isSettled) break;
  }
  const used = new Map<number, number>();
  return facts
    .toSorted((a, b) => MAP_KINDS.indexOf(a.entity.kind) - MAP_KINDS.indexOf(b.entity.kind))
    .map(({ entity }): Node => {
      const column = depth.get(entity.id) ?? 0;
      const row = used.get(column) ?? 0;
      used.set(column, row + 1);
      return {
        id: entity.id,
        position: { x: column * COLUMN, y: row * ROW },
        data: { label: textIn(entity.label, locale) || entity.id },
        width: WIDTH,
        className: `map-node is-${entity.kind}`,
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
      };
    });
}

const DEPTH_MAX = 5;
