import { useNavigate, useParams } from '@tanstack/react-router';
import { Background, Controls, MarkerType, Panel, Position, ReactFlow, type Edge, type Node } from '@xyflow/react';
import { useMemo, useState, type ReactNode } from 'react';
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
  const isMany = facts.length > MANY;
  const [looked, lookAt] = useState<string>();
  const nodes = useMemo(
    () => (isMany ? clusteredNodes(facts, locale) : placedNodes(facts, relations, locale)),
    [isMany, facts, relations, locale],
  );
  const edges = useMemo<Edge[]>(
    () =>
      relations
        .filter(({ from, to }) => from !== to && (!isMany || from === looked || to === looked))
        .map(({ id, from, to, kind }) => ({
          id,
          source: from,
          target: to,
          animated: false,
          focusable: false,
          className: `map-edge is-${kind}`,
          markerEnd: { type: MarkerType.ArrowClosed },
        })),
    [relations, isMany, looked],
  );
  const open = (entity: string): void =>
    void navigate({ to: '/w/$tenant/design/o/$entity/form', params: { tenant, entity } });
  return (
    <div
      className="map-graph"
      role="application"
      aria-label={text('graphLabel')}
      onFocus={(event) => lookAt(event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined)}
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
        onNodeMouseEnter={(_, node) => lookAt(node.id)}
        onNodeMouseLeave={() => lookAt(undefined)}
        onNodeClick={(_, node) => open(node.id)}
      >
        <Background />
        <Controls showInteractive={false} />
        {isMany && (
          <Panel position="top-left" className="map-graph-hint">
            {text('graphHint')}
          </Panel>
        )}
      </ReactFlow>
    </div>
  );
}

/** More than these are no picture with all their lines: they stand by pack, and lines come with the object looked at. */
const MANY = 16;
const CLUSTER_ROWS = 10;

/** Objects by the pack that brought them, the company's own last; within a pack by kind. */
function clusteredNodes(facts: readonly ObjectFacts[], locale: 'en' | 'zh-CN'): Node[] {
  const packs = [...new Set(facts.map(({ entity }) => entity.origin ?? ''))].toSorted(
    (a, b) => Number(a === '') - Number(b === ''),
  );
  let column = 0;
  return packs.flatMap((pack) => {
    const own = facts
      .filter(({ entity }) => (entity.origin ?? '') === pack)
      .toSorted((a, b) => MAP_KINDS.indexOf(a.entity.kind) - MAP_KINDS.indexOf(b.entity.kind));
    const from = column;
    column += Math.ceil(own.length / CLUSTER_ROWS) + CLUSTER_GAP;
    return own.map((fact, index) =>
      nodeOf(fact, { x: (from + Math.floor(index / CLUSTER_ROWS)) * NEAR, y: (index % CLUSTER_ROWS) * ROW }, locale),
    );
  });
}

function nodeOf({ entity }: ObjectFacts, position: Node['position'], locale: 'en' | 'zh-CN'): Node {
  return {
    id: entity.id,
    position,
    data: { label: textIn(entity.label, locale) || entity.id },
    width: WIDTH,
    className: `map-node is-${entity.kind}`,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
  };
}

const WIDTH = 200;
const NEAR = 224;
const CLUSTER_GAP = 0.5;
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
    .map((fact): Node => {
      const column = depth.get(fact.entity.id) ?? 0;
      const row = used.get(column) ?? 0;
      used.set(column, row + 1);
      return nodeOf(fact, { x: column * COLUMN, y: row * ROW }, locale);
    });
}

const DEPTH_MAX = 5;
