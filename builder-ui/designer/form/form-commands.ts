import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import type { FieldNode, LayoutNode } from '../../../schema/template/template-views.ts';
import type { DraftStep } from '../session/draft-log.ts';
import type { DraftSession } from '../session/draft-session.ts';
import { addField, copyField, freeLabel, nodeOf } from './field-additions.ts';
import { archiveField } from './field-archiving.ts';
import type { FormDesignText } from './form-texts.ts';
import { formTarget, type FormTarget } from './form-target.ts';
import type { Stage } from './form-stage.ts';
import {
  addNodes,
  copyNode,
  moveNodes,
  nodeId,
  removeNodes,
  setOnNode,
  setWidth,
  withForm,
  wrapRest,
  type Wrapping,
} from './layout-edits.ts';
import {
  placeAfter,
  placeFor,
  placeInside,
  placeOutside,
  stepPlace,
  type Direction,
  type Place,
} from './layout-places.ts';
import { findPlaced, nodeIds, outermost, type PlacedNode } from './layout-tree.ts';
import { newPart, withoutFields } from './new-part.ts';
import { nodeName } from './node-names.ts';
import type { PaletteItem } from './palette-items.ts';
import { pinyinWords } from './pinyin-words.ts';

/** What the commands work with; the words are the reader's at the time. */
export interface CommandParts {
  readonly session: DraftSession;
  readonly stage: Stage;
  readonly entity: string;
  readonly words: () => { readonly text: FormDesignText; readonly locale: Locale };
}

/** A field that was just added under a name of ours: the first name given to it also gives it its id. */
interface Fresh {
  readonly node: string;
  readonly step: DraftStep | undefined;
  readonly item: Extract<PaletteItem, { kind: 'type' }>;
  readonly place: Place;
}

/** Everything that can be done to the form, by key, button or drag alike; each is one step of undo. */
export class FormCommands {
  readonly #parts: CommandParts;
  #fresh: Fresh | undefined;

  constructor(parts: CommandParts) {
    this.#parts = parts;
  }

  get target(): FormTarget | undefined {
    const { session, stage, entity } = this.#parts;
    const { log, compiled } = session.store.getState();
    const { view, device } = stage.getState();
    const phone = device === 'phone' ? phoneFormId(log.template, entity) : undefined;
    return formTarget({ template: log.template, model: compiled.model }, entity, phone ?? view);
  }

  get template(): Template {
    return this.#parts.session.store.getState().log.template;
  }

  get #entity(): EntityDef | undefined {
    return this.template.entities?.find(({ id }) => id === this.#parts.entity);
  }

  /** The node that keys act on. */
  get focused(): string | undefined {
    return this.#parts.stage.getState().selected.at(-1);
  }

  get #placed(): PlacedNode | undefined {
    const { target, focused } = this;
    return target === undefined || focused === undefined ? undefined : findPlaced(target.view.layout, focused);
  }

  /** Selects nodes, and opens the tabs that they stand in. */
  select(ids: readonly string[]): void {
    const { stage } = this.#parts;
    const layout = this.target?.view.layout ?? [];
    const last = ids.at(-1);
    const placed = last === undefined ? undefined : findPlaced(layout, last);
    const chain: readonly LayoutNode[] = placed === undefined ? [] : [...placed.parents, placed.node];
    const opened = chain.flatMap((node, index) => {
      const inner = chain[index + 1];
      return node.kind === 'tabs' && inner !== undefined ? [[node.id, inner.id] as const] : [];
    });
    const { openTabs, selected } = stage.getState();
    if (ids.length === selected.length && ids.every((id, index) => id === selected[index]) && opened.length === 0)
      return;
    stage.setState({ selected: ids, openTabs: { ...openTabs, ...Object.fromEntries(opened) } });
  }

  /** Puts something on the form: after the selection, or where it was dropped. */
  add(item: PaletteItem, at?: Place): void {
    const { stage } = this.#parts;
    const { target } = this;
    if (target === undefined) return;
    if (item.kind === 'type') {
      if ((item.type === 'ref' || item.type === 'multiRef') && item.to === undefined) {
        stage.setState({ picking: { kind: 'target', type: item.type } });
        return;
      }
      this.#addType(item, { at });
      return;
    }
    const taken = nodeIds(target.view.layout);
    const { text, locale } = this.#parts.words();
    const node =
      item.kind === 'part' ? newPart(item.part, taken, { text, locale }) : nodeOf(this.template, item.field, taken);
    const place = at ?? placeFor(target.view.layout, this.focused, node.kind);
    const name = item.kind === 'part' ? text(item.part) : textIn(item.field.label, locale) || item.field.id;
    const label = item.kind === 'part' ? text('didAddPart', { part: name }) : text('didPlace', { name });
    if (!this.#run(label, addNodes(target, [node], place))) return;
    this.#added(node.id, name, place);
    if (item.kind === 'part' && item.part !== 'columns') {
      const first = node.kind === 'tabs' ? node.children[0] : node;
      if (first !== undefined) this.edit(first.id);
    }
  }

  #addType(
    item: Extract<PaletteItem, { kind: 'type' }>,
    { at, label }: { readonly at: Place | undefined; readonly label?: Text },
  ): string | undefined {
    const { target } = this;
    const entity = this.#entity;
    if (target === undefined || entity === undefined) return undefined;
    const { text, locale } = this.#parts.words();
    const named = label ?? freeLabel(entity, item.type, locale);
    const name = textIn(named, locale);
    const pinyin = pinyinWords(name);
    const added = addField(this.template, entity, {
      kind: item.type,
      label: named,
      ...(pinyin === undefined ? {} : { pinyin }),
      ...(item.to === undefined ? {} : { to: item.to }),
    });
    if (added === undefined) {
      announce(text('saidNotHere'));
      return undefined;
    }
    const node = nodeOf(this.template, added.field, nodeIds(target.view.layout));
    const place = at ?? placeFor(target.view.layout, this.focused, node.kind);
    // The form first: made from the model, it must not show the field before it is placed.
    const edits = [...withForm(target, addNodes(target, [node], place)), ...added.edits];
    if (!this.#parts.session.run(text('didAddField', { name }), edits)) return undefined;
    this.#added(node.id, name, place);
    if (label === undefined) {
      this.#fresh = { node: node.id, step: this.#lastStep, item, place };
      this.edit(node.id);
    }
    return node.id;
  }

  get #lastStep(): DraftStep | undefined {
    return this.#parts.session.store.getState().log.done.at(-1);
  }

  #added(id: string, name: string, place: Place): void {
    const { text } = this.#parts.words();
    this.select([id]);
    announce(text('saidAdded', { name, place: this.#placeName(place.parents.at(-1)) }));
  }

  /** Begins to type the label of a node. */
  edit(id: string, editingIn: 'canvas' | 'outline' = 'canvas'): void {
    const node = findPlaced(this.target?.view.layout ?? [], id)?.node;
    if (node === undefined || node.kind === 'columns' || node.kind === 'tabs') return;
    this.#parts.stage.setState({ editing: id, editingIn });
  }

  /** Gives a node the label that was typed; nothing typed changes nothing. */
  rename(id: string, typed: string): void {
    const { stage, words } = this.#parts;
    stage.setState({ editing: undefined });
    const { target } = this;
    const node = findPlaced(target?.view.layout ?? [], id)?.node;
    const { locale, text } = words();
    const name = typed.trim();
    if (target === undefined || node === undefined || name === '' || name === this.nameOf(node)) return;
    const fresh = this.#fresh;
    this.#fresh = undefined;
    if (fresh !== undefined && fresh.node === id && fresh.step === this.#lastStep) {
      // One step in the end: the field with the name and the id that it should have.
      this.#parts.session.undo();
      this.#addType(fresh.item, { at: fresh.place, label: { [locale]: name } });
      return;
    }
    this.#parts.session.run(text('didRename', { name }), this.#labelEdits(target, node, { [locale]: name }));
  }

  #labelEdits(target: FormTarget, node: LayoutNode, typed: Text): readonly Edit[] {
    if (node.kind === 'text')
      return withForm(target, setOnNode(target, node.id, { key: 'text', value: { ...node.text, ...typed } }));
    const field = 'field' in node ? this.#entity?.fields.find(({ id }) => id === node.field) : undefined;
    const own = 'label' in node ? node.label : undefined;
    if (field === undefined || own !== undefined)
      return withForm(target, setOnNode(target, node.id, { key: 'label', value: { ...own, ...typed } }));
    const at = ['entities', this.#parts.entity, 'fields', field.id];
    return [{ kind: 'setProperty', at, key: 'label', value: { ...field.label, ...typed } }];
  }

  /** Moves what is selected one step. */
  move(direction: Direction): void {
    const placed = this.#placed;
    const { target } = this;
    if (placed === undefined || target === undefined) return;
    const ids = this.#parts.stage.getState().selected;
    const moved = outermost(target.view.layout, ids);
    const edge = direction === 'back' ? moved[0] : moved.at(-1);
    const place = edge === undefined ? undefined : stepPlace(target.view.layout, edge, direction);
    if (place === undefined) this.#say(direction === 'back' ? 'saidFirst' : 'saidLast', placed.node);
    else this.moveTo(place);
  }

  /** Moves what is selected into the section or row beside it. */
  moveIn(): void {
    const placed = this.#placed;
    if (placed === undefined) return;
    const place = placeInside(placed);
    if (place === undefined) this.#say('saidNoInside', placed.node);
    else this.moveTo(place);
  }

  /** Moves what is selected out of what it stands in. */
  moveOut(): void {
    const placed = this.#placed;
    const { target } = this;
    if (placed === undefined || target === undefined) return;
    const place = placeOutside(target.view.layout, placed);
    if (place === undefined) this.#say('saidNoOutside', placed.node);
    else this.moveTo(place);
  }

  /** Moves nodes, those that are selected unless told, to a place. */
  moveTo(place: Place, ids: readonly string[] = this.#parts.stage.getState().selected): void {
    const { target } = this;
    const { text } = this.#parts.words();
    if (target === undefined) return;
    const edits = moveNodes(target, ids, place);
    if (edits === undefined) {
      announce(text('saidNotHere'));
      return;
    }
    const first = findPlaced(target.view.layout, ids[0] ?? '')?.node;
    const name = first === undefined ? '' : this.nameOf(first);
    const label = ids.length > 1 ? text('didMoveMany', { count: ids.length }) : text('didMove', { name });
    if (!this.#run(label, edits)) return;
    this.select([...ids]);
    const now = findPlaced(this.target?.view.layout ?? [], ids.at(-1) ?? '');
    if (now === undefined) return;
    const told = {
      name: this.nameOf(now.node),
      position: now.index + 1,
      count: now.siblings.length,
      place: this.#placeName(now.parents.at(-1)),
    };
    announce(text('saidMoved', told));
  }

  /** Moves this node and all after it to a new section, tab or column. */
  wrap(into: Wrapping): void {
    const { target, focused } = this;
    const { text, locale } = this.#parts.words();
    if (target === undefined || focused === undefined) return;
    const label = { [locale]: into === 'tab' ? text('newTab', { number: 2 }) : text('newSection') };
    const wrapped = wrapRest(target, focused, { into, label });
    if (wrapped === undefined) {
      announce(text('saidNotHere'));
      return;
    }
    const part = text(into === 'column' ? 'columns' : into);
    if (!this.#run(text('didWrap', { part }), wrapped.edits)) return;
    this.select([wrapped.section]);
    if (into !== 'column') this.edit(wrapped.section);
  }

  /** Takes what is selected off the form; the fields stay in the object. */
  remove(ids: readonly string[] = this.#parts.stage.getState().selected): void {
    const { target } = this;
    if (target === undefined) return;
    const { text } = this.#parts.words();
    const gone = outermost(target.view.layout, ids);
    const [first] = gone;
    if (first === undefined) return;
    const name = this.nameOf(first.node);
    const heir = first.siblings[first.index + 1] ?? first.siblings[first.index - 1] ?? first.parents.at(-1);
    const label = gone.length > 1 ? text('didRemoveMany', { count: gone.length }) : text('didRemove', { name });
    if (!this.#run(label, removeNodes(target, ids))) return;
    this.select(heir === undefined || ids.includes(heir.id) ? [] : [heir.id]);
    announce(text('saidRemoved', { name }));
  }

  /** Takes a field out of the object altogether. */
  archive(field: string): void {
    const entity = this.#entity;
    const { session, stage, words } = this.#parts;
    const { log, compiled } = session.store.getState();
    stage.setState({ archiving: undefined });
    const found = entity?.fields.find(({ id }) => id === field);
    if (entity === undefined || found === undefined) return;
    const { edits } = archiveField({ template: log.template, model: compiled.model }, entity, field);
    const { text, locale } = words();
    if (session.run(text('didArchive', { name: textIn(found.label, locale) || field }), edits)) this.select([]);
  }

  /** Copies what is selected: a field with all its settings, other parts with what stands in them. */
  duplicate(): void {
    const { target } = this;
    const entity = this.#entity;
    const placed = this.#placed;
    if (target === undefined || entity === undefined || placed === undefined) return;
    const { text, locale } = this.#parts.words();
    const name = this.nameOf(placed.node);
    const taken = nodeIds(target.view.layout);
    const place = placeAfter(placed);
    const field = this.fieldOf(placed.node);
    if (placed.node.kind === 'section' || placed.node.kind === 'text' || placed.node.kind === 'columns') {
      const { node } = copyNode(withoutFields(placed.node), taken);
      if (this.#run(text('didCopy', { name }), addNodes(target, [node], place))) this.#added(node.id, name, place);
      return;
    }
    const copied = field === undefined ? undefined : copyField(entity, field, locale);
    if (copied === undefined || placed.node.kind !== 'field') {
      this.#say('saidNoCopy', placed.node);
      return;
    }
    const node: FieldNode = { ...placed.node, id: nodeId(copied.field.id, taken), field: copied.field.id };
    const edits = [...withForm(target, addNodes(target, [node], place)), ...copied.edits];
    if (!this.#parts.session.run(text('didCopy', { name }), edits)) return;
    this.#added(node.id, textIn(copied.field.label, locale), place);
    this.edit(node.id);
  }

  /** Gives the selected fields a width. */
  setWidth(width: FieldNode['width']): void {
    const { target } = this;
    if (target === undefined) return;
    this.#run(this.#parts.words().text('didWidth'), setWidth(target, this.#parts.stage.getState().selected, width));
  }

  /** Sets one property of a node. */
  setNode(
    id: string,
    key: string,
    { value, label }: { readonly value: object | string | boolean | undefined; readonly label: string },
  ): void {
    const { target } = this;
    if (target !== undefined) this.#run(label, setOnNode(target, id, { key, value }));
  }

  /** What a node is called in the reader's language. */
  nameOf(node: LayoutNode): string {
    const { text, locale } = this.#parts.words();
    return nodeName(node, { entity: this.#entity, template: this.template, text, locale });
  }

  /** The field of the object that a node shows. */
  fieldOf(node: LayoutNode): FieldDef | undefined {
    return 'field' in node ? this.#entity?.fields.find(({ id }) => id === node.field) : undefined;
  }

  #placeName(parent: LayoutNode | undefined): string {
    return parent === undefined ? this.#parts.words().text('theForm') : `“${this.nameOf(parent)}”`;
  }

  #say(key: 'saidFirst' | 'saidLast' | 'saidNoInside' | 'saidNoOutside' | 'saidNoCopy', node: LayoutNode): void {
    announce(this.#parts.words().text(key, { name: this.nameOf(node) }));
  }

  #run(label: string, edits: readonly Edit[]): boolean {
    const { target } = this;
    return target !== undefined && edits.length > 0 && this.#parts.session.run(label, withForm(target, edits));
  }
}

/** The form of its own that phones have; `undefined` where they show the computer's. */
export function phoneFormId(template: Template, entity: string): string | undefined {
  return template.views?.find((view) => view.kind === 'phoneForm' && view.of === entity)?.id;
}
