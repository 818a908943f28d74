import { useNavigate, useParams } from '@tanstack/react-router';
import {
  Background,
  BaseEdge,
  Controls,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
} from '@xyflow/react';
import { useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { PackChoicesDocument } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useAppearance } from '../../shell/appearance.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ObjectFacts, Relation } from './map-facts.ts';
import { clusteredLayout, hubOf, layeredLayout, linePath, MANY, OBJECT_WIDTH, type MapLayout } from './map-layout.ts';
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
  const { theme } = useAppearance();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const navigate = useNavigate();
  const isMany = facts.length > MANY;
  const [pointed, point] = useState<string>();
  const hub = useMemo(() => (isMany ? hubOf(relations) : undefined), [isMany, relations]);
  const looked = pointed ?? hub;
  const layout = useMemo(
    () => (isMany ? clusteredLayout(facts, pictureAspect()) : layeredLayout(facts, relations)),
    [isMany, facts, relations],
  );
  const edges = useMemo(
    () =>
      relations
        .filter(({ from, to }) => from !== to && (!isMany || from === looked || to === looked))
        .map((relation) => edgeOf(relation, layout)),
    [relations, layout, isMany, looked],
  );
  const nodes = useNodes(layout, facts, { isMany, looked, isPointed: pointed !== undefined, edges });
  const open = (entity: string): void =>
    void navigate({ to: '/w/$tenant/design/o/$entity/form', params: { tenant, entity } });
  return (
    <>
      <div
        className="map-graph"
        role="application"
        aria-label={text('graphLabel')}
        onFocus={(event) => point(event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined)}
        onKeyDown={(event) => {
          const id = event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined;
          if (event.key === 'Enter' && id !== undefined) open(id);
        }}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          edgeTypes={LINES}
          colorMode={theme}
          fitView
          fitViewOptions={{ padding: isMany ? 0.04 : 0.1 }}
          minZoom={0.2}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          onNodeMouseEnter={(_, node) => point(node.id)}
          onNodeMouseLeave={() => point(undefined)}
          onNodeClick={(_, node) => open(node.id)}
        >
          <Background />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      {isMany && <p className="map-graph-hint">{text('graphHint')}</p>}
    </>
  );
}

/** Room for the picture, about: its width to one of its height. */
function pictureAspect(): number {
  return window.innerWidth < 760 ? 0.7 : 1.9;
}

type Line = Edge<{ readonly path: string }, 'line'>;

function edgeOf({ id, from, to, kind }: Relation, { objects }: MapLayout): Line {
  const [start, end] = [from, to].map((one) => objects.find((object) => object.id === one));
  return {
    id,
    type: 'line',
    data: { path: start === undefined || end === undefined ? '' : linePath(start, end) },
    source: from,
    target: to,
    animated: false,
    focusable: false,
    className: `map-edge is-${kind}`,
    markerEnd: { type: MarkerType.ArrowClosed },
  };
}

function RelationLine({ id, data, markerEnd }: EdgeProps<Line>): ReactNode {
  return <BaseEdge id={id} path={data?.path ?? ''} {...(markerEnd === undefined ? {} : { markerEnd })} />;
}

const LINES = { line: RelationLine };

interface Looking {
  readonly isMany: boolean;
  readonly looked: string | undefined;
  readonly isPointed: boolean;
  readonly edges: readonly Edge[];
}

function useNodes(layout: MapLayout, facts: readonly ObjectFacts[], looking: Looking): Node[] {
  const { locale } = useLanguage();
  const { name: tenant, label } = useTenant();
  const { isMany, looked, isPointed, edges } = looking;
  const { data } = usePlatform(PackChoicesDocument, {
    topic: 'packs',
    variables: { tenant, packs: [] },
    isWanted: isMany,
  });
  return useMemo(() => {
    const packs = new Map(data?.packChoices.map((pack) => [pack.name, pack.label]));
    const tied = new Set(edges.flatMap(({ source, target }) => [source, target]));
    const places = new Map(layout.objects.map((place) => [place.id, place]));
    const look = (id: string): string =>
      !isMany ? '' : id === looked ? ' is-looked' : tied.has(id) ? ' is-tied' : isPointed ? ' is-aside' : '';
    return [
      ...layout.frames.map(({ id, x, y, width, height }) => ({
        ...FRAME,
        id: `pack:${id}`,
        position: { x, y },
        width,
        height,
        data: { label: id === '' ? label : (packs.get(id) ?? textIn(humanText(id), locale)) },
      })),
      ...facts.map(({ entity }) => {
        const { x, y } = places.get(entity.id) ?? { x: 0, y: 0 };
        return {
          id: entity.id,
          position: { x, y },
          data: { label: textIn(entity.label, locale) || entity.id },
          width: OBJECT_WIDTH,
          className: `map-node is-${entity.kind}${look(entity.id)}`,
          sourcePosition: Position.Right,
          targetPosition: Position.Left,
        };
      }),
    ];
  }, [layout, facts, data, locale, label, isMany, looked, isPointed, edges]);
}

/** A frame is looked at and nothing else. */
const FRAME = { className: 'map-pack', selectable: false, focusable: false, connectable: false, zIndex: -1 } as const;
