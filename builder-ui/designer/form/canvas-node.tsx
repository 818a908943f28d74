import { Tooltip } from 'antd';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { textIn } from '../../../schema/core/text.ts';
import type {
  ChildGridNode,
  ColumnsNode,
  FieldNode,
  LayoutNode,
  SectionNode,
  TabsNode,
} from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { badgesOf, requiredOf, rulesOn, type Badge } from './field-badges.tsx';
import { FieldPicture } from './field-picture.tsx';
import { useFormDesign, useFormEntity, useShownField, useStage } from './form-context.tsx';
import { useFormDesignText } from './form-texts.ts';
import { GridPicture } from './grid-picture.tsx';
import { LabelEditor } from './label-editor.tsx';
import { fieldName } from './node-names.ts';

/** Where a node stands among its siblings, for those who hear the form instead of seeing it. */
export interface Standing {
  readonly level: number;
  readonly position: number;
  readonly count: number;
}

interface NodeProps extends Standing {
  readonly node: LayoutNode;
}

/** The element that draws a node, for focus and scrolling. */
export function canvasId(node: string): string {
  return `canvas-${node}`;
}

/** One node of the canvas; it is drawn again when the node, its field or its being selected changes, and not otherwise. */
export const CanvasNode = memo(function CanvasNode(props: NodeProps): ReactNode {
  const { node } = props;
  switch (node.kind) {
    case 'section':
      return <SectionPicture {...props} node={node} />;
    case 'tabs':
      return <TabsPicture {...props} node={node} />;
    case 'columns':
      return <ColumnsPicture {...props} node={node} />;
    case 'text':
      return <TextPicture {...props} node={node} />;
    case 'field':
    case 'childGrid':
      return <FieldNodePicture {...props} node={node} />;
  }
});

interface ShellProps extends NodeProps {
  readonly className: string;
  readonly name: string;
  readonly more?: string;
  readonly children: ReactNode;
}

/** What all nodes have: a place in the tree, being selected, and being dragged. */
function NodeShell({ node, className, name, more, level, position, count, children }: ShellProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const text = useFormDesignText();
  const { drag } = useFormDesign();
  const isSelected = useStage((state) => state.selected.includes(node.id));
  const isEditing = useStage((state) => state.editing === node.id);
  const { id } = node;
  useEffect(() => {
    const dragged = element.current;
    if (dragged === null || isEditing) return undefined;
    return draggable({
      element: dragged,
      onDragStart: () => {
        drag.current = { kind: 'node', id };
        dragged.classList.add('is-dragged');
      },
      onDrop: () => dragged.classList.remove('is-dragged'),
    });
  }, [id, isEditing, drag]);
  const said = [name, more].filter((part) => part !== undefined && part !== '').join(', ');
  return (
    <div
      ref={element}
      id={canvasId(id)}
      data-node={id}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={count}
      aria-selected={isSelected}
      aria-label={`${said}, ${text(node.kind)}`}
      className={`node is-${node.kind} ${className}${isSelected ? ' is-selected' : ''}`}
    >
      {children}
    </div>
  );
}

/** The label of a node, or the field in which it is being typed. */
function NodeLabel({
  node,
  name,
  className,
}: {
  readonly node: LayoutNode;
  readonly name: string;
  readonly className: string;
}): ReactNode {
  const { commands, stage } = useFormDesign();
  const text = useFormDesignText();
  const isEditing = useStage((state) => state.editing === node.id && state.editingIn === 'canvas');
  if (!isEditing) return <span className={className}>{name}</span>;
  return (
    <LabelEditor
      value={name}
      name={text('labelOf', { name })}
      onDone={(typed, byKey) => {
        if (typed === undefined) stage.setState({ editing: undefined });
        else commands.rename(node.id, typed);
        if (byKey) document.getElementById(CANVAS_ID)?.focus();
      }}
    />
  );
}

export const CANVAS_ID = 'form-canvas';

function Children({ nodes, level }: { readonly nodes: readonly LayoutNode[]; readonly level: number }): ReactNode {
  return nodes.map((child, index) => (
    <CanvasNode key={child.id} node={child} level={level} position={index + 1} count={nodes.length} />
  ));
}

function SectionPicture(props: NodeProps & { readonly node: SectionNode }): ReactNode {
  const { node, level } = props;
  const { locale } = useLanguage();
  const text = useFormDesignText();
  const name = textIn(node.label, locale);
  const isBare = name === '';
  const badges = badgesOf(node, undefined, { rules: 0, text });
  const shown = useStage((state) => state.editing === node.id) || !isBare;
  return (
    <NodeShell {...props} className={isBare ? 'is-bare' : ''} name={name || text('section')}>
      {shown && (
        <div className="node-head">
          <NodeLabel node={node} name={name} className="section-label" />
          {node.collapsed === true && <span className="chip">{text('badgeCollapsed')}</span>}
          <Badges badges={badges} />
        </div>
      )}
      <SectionBody node={node} level={level} />
    </NodeShell>
  );
}

function SectionBody({ node, level }: { readonly node: SectionNode; readonly level: number }): ReactNode {
  const text = useFormDesignText();
  return (
    <div role="group" className="node-grid">
      {node.children.length === 0 ? (
        <span className="node-empty">{text('emptySection')}</span>
      ) : (
        <Children nodes={node.children} level={level + 1} />
      )}
    </div>
  );
}

function TabsPicture(props: NodeProps & { readonly node: TabsNode }): ReactNode {
  const { node, level } = props;
  const { locale } = useLanguage();
  const text = useFormDesignText();
  const chosen = useStage((state) => state.openTabs[node.id]);
  const open = node.children.find(({ id }) => id === chosen) ?? node.children[0];
  const index = node.children.findIndex((child) => child === open);
  return (
    <NodeShell {...props} className="" name={text('tabs')}>
      <div className="tab-strip" aria-hidden="true">
        {node.children.map((child) => (
          <span key={child.id} data-node={child.id} className={child === open ? 'tab-name is-open' : 'tab-name'}>
            {(child.kind === 'section' && textIn(child.label, locale)) || text('tab')}
          </span>
        ))}
      </div>
      <div role="group" className="tab-body">
        {open !== undefined && (
          <CanvasNode node={open} level={level + 1} position={index + 1} count={node.children.length} />
        )}
      </div>
    </NodeShell>
  );
}

function ColumnsPicture(props: NodeProps & { readonly node: ColumnsNode }): ReactNode {
  const { node, level } = props;
  const text = useFormDesignText();
  return (
    <NodeShell {...props} className="" name={text('columns')}>
      <div role="group" className="node-columns">
        {node.children.length === 0 ? (
          <span className="node-empty">{text('emptySection')}</span>
        ) : (
          <Children nodes={node.children} level={level + 1} />
        )}
      </div>
    </NodeShell>
  );
}

function TextPicture(props: NodeProps & { readonly node: Extract<LayoutNode, { kind: 'text' }> }): ReactNode {
  const { node } = props;
  const { locale } = useLanguage();
  const text = useFormDesignText();
  const words = textIn(node.text, locale);
  return (
    <NodeShell {...props} className={`is-tone-${node.tone ?? 'plain'}`} name={words.slice(0, 60)}>
      <NodeLabel node={node} name={words} className="text-words" />
      <Badges badges={badgesOf(node, undefined, { rules: 0, text })} />
    </NodeShell>
  );
}

function FieldNodePicture(props: NodeProps & { readonly node: FieldNode | ChildGridNode }): ReactNode {
  const { node } = props;
  const { locale } = useLanguage();
  const text = useFormDesignText();
  const entity = useFormEntity();
  const field = useShownField(node.field);
  const template = useDraft(({ log }) => (node.field.includes('.') ? log.template : undefined));
  const naming = { template: template ?? NO_TEMPLATE, entity, text, locale };
  const name = fieldName(node.field, node.label, naming);
  const required = requiredOf(node, field);
  const badges = badgesOf(node, field, { rules: rulesOn(entity, node.field), text });
  const help = textIn(node.kind === 'field' ? (node.help ?? field?.help) : field?.help, locale);
  const more = [
    ...(required === undefined ? [] : [text(required === 'always' ? 'badgeRequired' : 'badgeRequiredWhen')]),
    ...badges.map(({ words }) => words),
  ].join(', ');
  const width = node.kind === 'field' ? (node.width ?? 'full') : 'full';
  const isGrid = node.kind === 'childGrid' || field?.type === 'lines';
  return (
    <NodeShell
      {...props}
      className={`is-${isGrid ? 'full' : width}${field === undefined ? ' is-gone' : ''}`}
      name={name}
      more={more}
    >
      <div className="node-head">
        {required !== undefined && (
          <span className={required === 'always' ? 'required' : 'required is-when'} aria-hidden="true">
            *
          </span>
        )}
        <NodeLabel node={node} name={name} className="field-label" />
        {field === undefined && <span className="chip is-bad">{text('badgeGone')}</span>}
        <Badges badges={badges} />
      </div>
      <div className="picture" aria-hidden="true">
        {isGrid ? (
          <GridPicture node={node} field={field} />
        ) : (
          <FieldPicture field={field} locale={locale} text={text} />
        )}
      </div>
      {help !== '' && <div className="field-help">{help}</div>}
    </NodeShell>
  );
}

const NO_TEMPLATE = { format: 1, pack: '', version: '' } as const;

function Badges({ badges }: { readonly badges: readonly Badge[] }): ReactNode {
  if (badges.length === 0) return null;
  return (
    <span className="badges" aria-hidden="true">
      {badges.map(({ key, words, icon }) => (
        <Tooltip key={key} title={words}>
          <span className="field-badge">{icon}</span>
        </Tooltip>
      ))}
    </span>
  );
}
