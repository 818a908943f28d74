import type { Department } from './use-directory.ts';

/** A department with those below it, as trees and tree pickers take it. */
export interface DepartmentNode {
  readonly key: string;
  readonly value: string;
  readonly title: string;
  children: DepartmentNode[];
}

/** The departments as a tree, by name; one whose parent is not known stands at the top. */
export function treeOf(departments: readonly Department[], without?: string): DepartmentNode[] {
  const nodes = new Map<string, DepartmentNode>(
    departments.map(({ id, name }) => [id, { key: id, value: id, title: name, children: [] }]),
  );
  const top: DepartmentNode[] = [];
  for (const { id, parentId } of departments) {
    const node = nodes.get(id);
    if (node === undefined || id === without) continue;
    const parent = parentId === null || parentId === undefined ? undefined : nodes.get(parentId);
    (parent?.children ?? top).push(node);
  }
  return top;
}

/** Whether the department is `of`, or stands somewhere below it. */
export function isWithin(departments: readonly Department[], id: string | null, of: string): boolean {
  const parents = new Map(departments.map((one) => [one.id, one.parentId ?? null]));
  // A tree is no deeper than it has departments.
  for (let at = id, step = 0; at !== null && step <= departments.length; step += 1) {
    if (at === of) return true;
    at = parents.get(at) ?? null;
  }
  return false;
}
