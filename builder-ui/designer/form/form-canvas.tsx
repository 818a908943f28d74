import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Dropdown } from 'antd';
import { useEffect, useRef, type MouseEvent, type ReactNode, type RefObject } from 'react';
import { CANVAS_ID, CanvasNode, canvasId } from './canvas-node.tsx';
import { dropAt, type Drop } from './drop-place.ts';
import { useFormDesign, useFormTarget, useStage, type Dragged } from './form-context.tsx';
import type { FormCommands } from './form-commands.ts';
import { useFormDesignText } from './form-texts.ts';
import { findPlaced, idsBetween, mayHold } from './layout-tree.ts';
import { useCommandMenu } from './selection-menu.tsx';
import { towards, useFormKeys } from './use-form-keys.ts';

/** The picture of the form: what is clicked is selected, what is typed acts on it. */
export function FormCanvas(): ReactNode {
  const target = useFormTarget();
  const text = useFormDesignText();
  const device = useStage((state) => state.device);
  const canvas = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const focused = useStage((state) => state.selected.at(-1));
  const onKeyDown = useFormKeys();
  const { onClick, onDoubleClick, onContextMenu } = useCanvasMouse();
  const menu = useCommandMenu();
  useDrop(canvas, line);
  useFollow(focused);
  const layout = target?.view.layout ?? [];
  const isThere = focused !== undefined && findPlaced(layout, focused) !== undefined;
  return (
    <Dropdown menu={menu} trigger={['contextMenu']}>
      <div
        className={`paper is-${device}`}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
      >
        <div
          ref={canvas}
          id={CANVAS_ID}
          className="canvas"
          role="tree"
          aria-multiselectable="true"
          aria-label={text('canvas')}
          aria-describedby="form-canvas-keys"
          {...(isThere ? { 'aria-activedescendant': canvasId(focused) } : {})}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          {layout.map((node, index) => (
            <CanvasNode key={node.id} node={node} level={1} position={index + 1} count={layout.length} />
          ))}
        </div>
        {layout.length === 0 && (
          <div className="canvas-empty">
            <strong>{text('emptyForm')}</strong>
            <span>{text('emptyFormHint')}</span>
          </div>
        )}
        <div ref={line} className="drop-line" hidden />
        <p id="form-canvas-keys" className="unseen">
          {text('canvasKeys')}
        </p>
      </div>
    </Dropdown>
  );
}

/** What is selected by keys, a drop or a tree comes into view. */
function useFollow(focused: string | undefined): void {
  useEffect(() => {
    if (focused !== undefined) document.getElementById(canvasId(focused))?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
}

/** One handler for all nodes. */
function useCanvasMouse() {
  const { commands, stage } = useFormDesign();
  const nodeAt = (event: MouseEvent): string | undefined =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]')?.dataset['node'] : undefined;
  const isTyped = (event: MouseEvent): boolean =>
    event.target instanceof Element && event.target.closest('input, textarea') !== null;
  return {
    onClick: (event: MouseEvent) => {
      if (isTyped(event)) return;
      choose(commands, stage.getState().selected, { id: nodeAt(event), event });
      document.getElementById(CANVAS_ID)?.focus({ preventScroll: true });
    },
    onDoubleClick: (event: MouseEvent) => {
      const id = nodeAt(event);
      if (id !== undefined && !isTyped(event)) commands.edit(id);
    },
    onContextMenu: (event: MouseEvent) => {
      const id = nodeAt(event);
      if (id !== undefined && !stage.getState().selected.includes(id)) commands.select([id]);
    },
  };
}

/** A click selects, with Shift all up to there, with Ctrl one more or one less. */
function choose(
  commands: FormCommands,
  selected: readonly string[],
  { id, event }: { readonly id: string | undefined; readonly event: MouseEvent },
): void {
  if (id === undefined) return commands.select([]);
  const [first] = selected;
  if (event.shiftKey && first !== undefined) {
    return commands.select(towards(idsBetween(commands.target?.view.layout ?? [], first, id), first));
  }
  if (event.ctrlKey || event.metaKey) {
    return commands.select(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  }
  return commands.select([id]);
}

/**
 * Dropping anywhere on the canvas. The line is moved by hand, not by drawing components anew: a drag must keep up with
 * the pointer on a form of 200 fields.
 */
function useDrop(canvas: RefObject<HTMLDivElement | null>, line: RefObject<HTMLDivElement | null>): void {
  const { commands, stage, drag } = useFormDesign();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let drop: Drop | undefined;
    const show = (next: Drop | undefined): void => {
      drop = next;
      draw(line.current, next);
    };
    return dropTargetForElements({
      element,
      onDrag: ({ location }) => {
        const { clientX, clientY } = location.current.input;
        const layout = commands.target?.view.layout ?? [];
        const found = dropAt(layout, element, { x: clientX, y: clientY });
        show(found !== undefined && fits(commands, drag.current, found) ? found : undefined);
      },
      onDragLeave: () => show(undefined),
      onDrop: () => {
        const dragged = drag.current;
        const at = drop?.place;
        show(undefined);
        if (dragged?.kind === 'item') commands.add(dragged.item, at);
        else if (dragged !== undefined && at !== undefined) {
          const { selected } = stage.getState();
          commands.moveTo(at, selected.includes(dragged.id) ? selected : [dragged.id]);
        }
      },
    });
  }, [canvas, line, commands, stage, drag]);
}

function fits(commands: FormCommands, dragged: Dragged | undefined, { place }: Drop): boolean {
  if (dragged?.kind !== 'node') return place.parents.at(-1)?.kind !== 'tabs';
  const node = findPlaced(commands.target?.view.layout ?? [], dragged.id)?.node;
  return node !== undefined && mayHold(place.parents, node);
}

function draw(line: HTMLElement | null, drop: Drop | undefined): void {
  if (line === null) return;
  line.hidden = drop === undefined;
  if (drop === undefined) return;
  const { left, top, width, height } = drop.line;
  line.style.transform = `translate(${left}px, ${top}px)`;
  line.style.width = `${width}px`;
  line.style.height = `${height}px`;
}
