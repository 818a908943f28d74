import { pointer, type JsonPointer } from '../core/result.ts';
import type { GrantDef, Right } from '../template/template.ts';
import type { EntitySource, ResolveContext } from './context.ts';

/** Rules of roles and their grants (SPEC [MOD-20] to [MOD-24]). */
export function checkRoles(context: ResolveContext): void {
  for (const [roleIndex, role] of (context.template.roles ?? []).entries()) {
    for (const [index, grant] of role.grants.entries()) {
      const path = pointer('/roles', roleIndex, 'grants', index);
      if ((grant.entity === undefined) === (grant.ledger === undefined)) context.add('MODEL_GRANT_TARGET', path);
      else if (grant.ledger !== undefined) checkGrantOfLedger(context, grant.ledger, { grant, path });
      else if (grant.entity === '*') checkGrantOfAll(context, grant, path);
      else if (grant.entity !== undefined) {
        const entity = context.entity(grant.entity, pointer(path, 'entity'));
        if (entity !== undefined) checkGrant(context, entity, { grant, path });
      }
    }
  }
}

/** Entities differ in their fields, so a grant for all can name none of them. */
function checkGrantOfAll(context: ResolveContext, grant: GrantDef, path: JsonPointer): void {
  for (const key of ['rows', 'hide', 'mask', 'lock'] as const) {
    if (grant[key] !== undefined) context.add('MODEL_GRANT_OF_ALL', pointer(path, key), { key });
  }
}

/** Balances and movements are read, never written: rows by the dimensions, and measures or dimensions hidden. */
function checkGrantOfLedger(context: ResolveContext, id: string, { grant, path }: PlacedGrant): void {
  for (const key of ['mask', 'lock'] as const) {
    if (grant[key] !== undefined) context.add('MODEL_GRANT_OF_LEDGER', pointer(path, key), { key });
  }
  for (const [index, right] of grant.can.entries()) {
    if (!LEDGER_RIGHTS.includes(right))
      context.add('MODEL_GRANT_OF_LEDGER', pointer(path, 'can', index), { key: right });
  }
  const ledger = context.ledger(id, pointer(path, 'ledger'));
  if (ledger === undefined) return;
  if (grant.rows !== undefined) {
    context.compile(grant.rows, pointer(path, 'rows'), { scope: context.scopeOf(ledger), as: { kind: 'bool' } });
  }
  for (const [index, hidden] of (grant.hide ?? []).entries())
    context.field(ledger, hidden, pointer(path, 'hide', index));
}

/** What can be granted on a ledger. */
export const LEDGER_RIGHTS: readonly Right[] = ['read', 'export'];

interface PlacedGrant {
  readonly grant: GrantDef;
  readonly path: JsonPointer;
}

function checkGrant(context: ResolveContext, entity: EntitySource, { grant, path }: PlacedGrant): void {
  if (grant.rows !== undefined) {
    if (entity.def.kind === 'line') context.add('MODEL_GRANT_LINE_ROWS', pointer(path, 'rows'), { id: entity.def.id });
    context.compile(grant.rows, pointer(path, 'rows'), { scope: context.scopeOf(entity), as: { kind: 'bool' } });
  }
  for (const key of ['hide', 'mask', 'lock'] as const) {
    for (const [index, id] of (grant[key] ?? []).entries()) {
      const here = pointer(path, key, index);
      const field = context.field(entity, id, here);
      if (field === undefined || key === 'mask' || !grant.can.includes('create')) continue;
      const filled = field.def.default !== undefined || field.type?.kind === 'sequence';
      if (field.def.required === true && !filled) {
        context.add('MODEL_GRANT_HIDES_REQUIRED', here, { id, key }, [pointer(field.path, 'required')]);
      }
    }
  }
}
