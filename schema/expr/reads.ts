import type { ExprNode, ReadPath } from './ast.ts';
import { childrenOf } from './types.ts';

export interface Reads {
  readonly reads: readonly ReadPath[];
  readonly lineReads: readonly ReadPath[];
  readonly usesActor: boolean;
  readonly usesClock: boolean;
}

type Origin = { readonly variable: string; readonly path: ReadPath } | undefined;
type Origins = ReadonlyMap<string, Origin>;

/** What an expression reads, each path once, sorted. Names bound by list forms are followed back to `doc` or `line`. */
export function readsOf(root: ExprNode): Reads {
  const found = new Map<string, { readonly variable: string; readonly path: ReadPath }>();
  let usesActor = false;
  let usesClock = false;
  const visit = (node: ExprNode, origins: Origins): void => {
    if (node.kind === 'variable' && node.type.kind === 'actor') usesActor = true;
    if (node.kind === 'call' && (node.fn === 'now' || node.fn === 'today')) usesClock = true;
    if (node.kind === 'field' && node.of.type.kind === 'row') {
      const origin = originOf(node, origins);
      if (origin !== undefined) found.set(`${origin.variable}.${origin.path.join('.')}`, origin);
      // The rows on the way are read too, but only as part of this path.
      for (const child of node.of.kind === 'field' ? childrenOf(node.of) : [node.of]) visit(child, origins);
      return;
    }
    if (node.kind === 'each') {
      visit(node.list, origins);
      visit(node.body, new Map([...origins, [node.variable, originOf(node.list, origins)]]));
      return;
    }
    for (const child of childrenOf(node)) visit(child, origins);
  };
  visit(root, new Map());
  const pathsOf = (variable: string): readonly ReadPath[] =>
    [...found]
      .filter(([, origin]) => origin.variable === variable)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { path }]) => path);
  return { reads: pathsOf('doc'), lineReads: pathsOf('line'), usesActor, usesClock };
}

function originOf(node: ExprNode, origins: Origins): Origin {
  if (node.kind === 'variable') {
    return origins.has(node.name) ? origins.get(node.name) : { variable: node.name, path: [] };
  }
  if (node.kind === 'field') {
    const origin = originOf(node.of, origins);
    // The id of a followed reference is the reference itself.
    if (node.field === 'id' && origin !== undefined && origin.path.length > 0 && node.of.kind === 'field')
      return origin;
    return origin && { variable: origin.variable, path: [...origin.path, node.field] };
  }
  if (node.kind !== 'each') return undefined;
  if (node.fn === 'filter') return originOf(node.list, origins);
  if (node.fn !== 'map') return undefined;
  return originOf(node.body, new Map([...origins, [node.variable, originOf(node.list, origins)]]));
}
