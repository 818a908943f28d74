import { memo, type ReactNode } from 'react';
import { parseFieldType } from '../../../schema/template/field-types.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { badgesOf, requiredOf, rulesOn } from './field-badges.tsx';
import { useFormDesign, useFormTarget, useNaming, useStage } from './form-context.tsx';
import { LabelEditor } from './label-editor.tsx';
import { findPlaced, isParent, placedNodes, type PlacedNode } from './layout-tree.ts';
import { fieldAt, nodeName, type Naming } from './node-names.ts';
import { PART_ICONS, typeIcon } from './palette.tsx';
import { useFormKeys } from './use-form-keys.ts';

const OUTLINE_ID = 'form-outline';

/** The form as a tree of words: every part with its type, level, position and rules; all keys of the canvas work here. */
export function Outline(): ReactNode {
  const target = useFormTarget();
  const naming = useNaming();
  const { commands, stage } = useFormDesign();
  const focused = useStage((state) => state.selected.at(-1));
  const onKeyDown = useFormKeys();
  const layout = target?.view.layout ?? [];
  const isThere = focused !== undefined && findPlaced(layout, focused) !== undefined;
  return (
    <div
      id={OUTLINE_ID}
      className="outline"
      role="tree"
      aria-multiselectable="true"
      aria-label={naming.text('outline')}
      {...(isThere ? { 'aria-activedescendant': outlineId(focused) } : {})}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null;
        const id = row?.dataset['node'];
        if (id === undefined) return;
        const others = event.ctrlKey || event.metaKey ? stage.getState().selected.filter((one) => one !== id) : [];
        commands.select([...others, id]);
      }}
      onDoubleClick={(event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null;
        if (row?.dataset['node'] !== undefined) commands.edit(row.dataset['node'], 'outline');
      }}
    >
      {placedNodes(layout).map((placed) => (
        <OutlineRow key={placed.node.id} placed={placed} naming={naming} />
      ))}
    </div>
  );
}

function outlineId(node: string): string {
  return `outline-${node}`;
}

const OutlineRow = memo(function OutlineRow({
  placed,
  naming,
}: {
  readonly placed: PlacedNode;
  readonly naming: Naming;
}): ReactNode {
  const { node, parents, siblings, index } = placed;
  const { text, locale } = naming;
  const isSelected = useStage((state) => state.selected.includes(node.id));
  const isEditing = useStage((state) => state.editing === node.id && state.editingIn === 'outline');
  const { commands, stage } = useFormDesign();
  const name = nodeName(node, naming);
  const field = 'field' in node ? fieldAt(naming.template, naming.entity, node.field) : undefined;
  const parsed = field === undefined ? undefined : parseFieldType(field.type);
  const type = parsed?.ok === true ? FIELD_TYPE_INFO[parsed.value.kind].name[locale] : text(node.kind);
  const rules = 'field' in node ? rulesOn(naming.entity, node.field) : 0;
  const required = requiredOf(node, field);
  const badges = badgesOf(node, field, { rules, text });
  const facts = [
    ...(required === undefined ? [] : [text(required === 'always' ? 'badgeRequired' : 'badgeRequiredWhen')]),
    ...badges.map(({ words }) => words),
  ];
  const where = text('level', { level: parents.length + 1, position: index + 1, count: siblings.length });
  return (
    <div
      id={outlineId(node.id)}
      data-node={node.id}
      role="treeitem"
      aria-level={parents.length + 1}
      aria-posinset={index + 1}
      aria-setsize={siblings.length}
      aria-selected={isSelected}
      {...(isParent(node) ? { 'aria-expanded': true } : {})}
      aria-label={[name, type, ...facts, where].join(', ')}
      className={isSelected ? 'outline-row is-selected' : 'outline-row'}
      data-level={Math.min(parents.length, 6)}
    >
      <span className="outline-icon" aria-hidden="true">
        {iconOf(node, field?.type)}
      </span>
      {isEditing ? (
        <LabelEditor
          value={name}
          name={text('labelOf', { name })}
          onDone={(typed, byKey) => {
            if (typed === undefined) stage.setState({ editing: undefined });
            else commands.rename(node.id, typed);
            if (byKey) document.getElementById(OUTLINE_ID)?.focus();
          }}
        />
      ) : (
        <span className="outline-name">
          {name}
          {required === 'always' && <span className="required"> *</span>}
        </span>
      )}
      <span className="outline-facts" aria-hidden="true">
        {badges.map(({ key, words, icon }) => (
          <span key={key} className="field-badge" title={words}>
            {icon}
          </span>
        ))}
      </span>
    </div>
  );
});

function iconOf(node: LayoutNode, type: string | undefined): ReactNode {
  return node.kind === 'field' || node.kind === 'childGrid'
    ? typeIcon(type ?? (node.kind === 'childGrid' ? 'lines' : 'text'))
    : PART_ICONS[node.kind];
}
