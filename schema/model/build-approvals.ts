import { pointer, type JsonPointer } from '../core/result.ts';
import type { ApprovalDef } from '../template/template.ts';
import type { ApprovalModel } from './behaviour.ts';
import type { ResolveContext } from './context.ts';

/** Approvals in order; one without an id is called by its place. */
export function approvalModels(
  context: ResolveContext,
  defs: readonly ApprovalDef[],
  path: JsonPointer,
): readonly ApprovalModel[] {
  return defs.map(({ id, when: _when, except: _except, ...rest }, index) => {
    const when = context.exprs.get(pointer(path, index, 'when'));
    const except = context.exprs.get(pointer(path, index, 'except'));
    return {
      ...rest,
      id: id ?? `step${String(index + 1)}`,
      ...(when === undefined ? {} : { when }),
      ...(except === undefined ? {} : { except }),
    };
  });
}
