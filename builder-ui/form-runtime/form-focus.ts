import { focusSoon } from './child-grid/focus-soon.ts';
import type { FormNode } from './form-layout.ts';
import type { FormStore } from './form-store.ts';
import type { ValuePath } from './form-value.ts';

/** API names of all fields in a part of the layout. */
export function namesIn(nodes: readonly FormNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if ('children' in node) return namesIn(node.children);
    return node.kind === 'field' || node.kind === 'grid' ? [node.apiName] : [];
  });
}

/** Opens the tabs and sections around a field and focuses it, in whatever tab it is. */
export function focusPath(store: FormStore, idPrefix: string, path: ValuePath): void {
  const [name = '', row, column] = path;
  open(store, store.form.layout, name);
  if (row !== undefined && column !== undefined) {
    store.seekers.get(name)?.(row);
    focusSoon(`${idPrefix}-${path.join('-')}`);
    return;
  }
  focusSoon(`${idPrefix}-${name}`);
}

function open(store: FormStore, nodes: readonly FormNode[], name: string): boolean {
  const holder = nodes.find((node) => namesIn([node]).includes(name));
  if (holder === undefined || !('children' in holder)) return false;
  if (holder.kind === 'section') store.fold(holder.id, false);
  if (holder.kind === 'tabs') {
    const tab = holder.children.find((child) => namesIn(child.children).includes(name));
    if (tab !== undefined) {
      store.openTab(holder.id, tab.id);
      return open(store, tab.children, name);
    }
  }
  return open(store, holder.children, name);
}
