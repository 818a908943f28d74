import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { RoleDef, Template } from '../../../schema/template/template.ts';
import {
  accessTargets,
  fieldMode,
  fieldModeEdits,
  heldRights,
  isInherited,
  rightEdits,
  rowRuleEdits,
  type AccessTarget,
} from './access-edits.ts';

const SHOP = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [
    {
      id: 'Customer',
      kind: 'master',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'city', type: 'text' },
        { id: 'limit', type: 'money' },
      ],
    },
    {
      id: 'Order',
      kind: 'document',
      fields: [
        { id: 'at', type: 'date' },
        { id: 'lines', type: 'lines', of: 'OrderLine' },
      ],
    },
    {
      id: 'OrderLine',
      kind: 'line',
      fields: [
        { id: 'amount', type: 'money' },
        { id: 'cost', type: 'money' },
      ],
    },
  ],
  ledgers: [
    {
      id: 'credit',
      mode: 'balance',
      dimensions: [{ id: 'customer', ref: 'Customer' }],
      measures: [{ id: 'used', type: 'money' }],
    },
  ],
  roles: [
    {
      id: 'clerk',
      grants: [
        { entity: 'Customer', can: ['read'], lock: ['limit'] },
        { entity: 'Order', can: ['read'] },
      ],
    },
    { id: 'boss', grants: [{ entity: '*', can: ['read', 'create', 'update', 'delete', 'export'] }] },
    {
      id: 'agent',
      grants: [
        { id: 'own', entity: 'Customer', can: ['read', 'update'], rows: "doc.city == 'Leeds'" },
        { id: 'others', entity: 'Customer', can: ['read'], hide: ['limit'] },
      ],
    },
  ],
} as const satisfies Template;

const CUSTOMER: AccessTarget = { kind: 'entity', id: 'Customer' };
const ORDER: AccessTarget = { kind: 'entity', id: 'Order' };
const LINE: AccessTarget = { kind: 'line', id: 'OrderLine' };
const CREDIT: AccessTarget = { kind: 'ledger', id: 'credit' };

function roleIn(template: Template, id: string): RoleDef {
  const role = template.roles?.find((one) => one.id === id);
  if (role === undefined) throw new Error(id);
  return role;
}

/** The role after the edits; the template still means something. */
function after(id: string, edits: readonly Edit[]): RoleDef {
  const applied = applyEdits(SHOP, edits);
  if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
  const parsed = parseTemplate(applied.value.template);
  const resolved = parsed.ok ? resolveModel(parsed.value) : parsed;
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return roleIn(applied.value.template, id);
}

describe('the rights of roles', () => {
  it('[DSG-75] a role has what its own grant says, else what its grant for all says', () => {
    expect(accessTargets(SHOP).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'all *',
      'entity Customer',
      'entity Order',
      'line OrderLine',
      'ledger credit',
    ]);
    const boss = roleIn(SHOP, 'boss');
    expect([...heldRights(boss, CREDIT)]).toEqual(['read', 'export']);
    expect([isInherited(boss, CUSTOMER), isInherited(roleIn(SHOP, 'clerk'), CUSTOMER)]).toEqual([true, false]);
    expect([...heldRights(roleIn(SHOP, 'agent'), CUSTOMER)]).toEqual(['read', 'update']);
  });

  it('[DSG-76] a right comes and goes; the last one takes a bare grant with it', () => {
    const clerk = roleIn(SHOP, 'clerk');
    const more = after('clerk', rightEdits(clerk, CUSTOMER, { right: 'create', isHeld: true }));
    expect(more.grants[0]).toEqual({ entity: 'Customer', can: ['read', 'create'], lock: ['limit'] });
    const fresh = after('clerk', rightEdits(clerk, CREDIT, { right: 'read', isHeld: true }));
    expect(fresh.grants[2]).toEqual({ ledger: 'credit', can: ['read'] });
    const less = after('clerk', rightEdits(clerk, ORDER, { right: 'read', isHeld: false }));
    expect(less.grants).toEqual([{ entity: 'Customer', can: ['read'], lock: ['limit'] }]);
  });

  it('[DSG-76] a right taken from one object under a grant for all leaves the others', () => {
    const boss = after('boss', rightEdits(roleIn(SHOP, 'boss'), ORDER, { right: 'delete', isHeld: false }));
    expect([...heldRights(boss, ORDER)]).toEqual(['read', 'create', 'update', 'export']);
    expect([...heldRights(boss, CUSTOMER)]).toHaveLength(5);
  });

  it('[DSG-76] a right that two grants give is taken from both', () => {
    const agent = after('agent', rightEdits(roleIn(SHOP, 'agent'), CUSTOMER, { right: 'read', isHeld: false }));
    expect([...heldRights(agent, CUSTOMER)]).toEqual(['update']);
  });

  it('[DSG-77] of a field a role has all, sees it, sees a mask, or nothing', () => {
    const clerk = roleIn(SHOP, 'clerk');
    expect([fieldMode(clerk, CUSTOMER, 'limit'), fieldMode(clerk, CUSTOMER, 'name')]).toEqual(['see', 'edit']);
    for (const mode of ['hide', 'mask', 'see', 'edit'] as const) {
      const made = after('clerk', fieldModeEdits(clerk, CUSTOMER, { field: 'limit', mode }));
      expect([fieldMode(made, CUSTOMER, 'limit'), fieldMode(made, CUSTOMER, 'name')]).toEqual([mode, 'edit']);
    }
    // The most that any of the grants gives counts.
    expect(fieldMode(roleIn(SHOP, 'agent'), CUSTOMER, 'limit')).toBe('edit');
    const hidden = after('agent', fieldModeEdits(roleIn(SHOP, 'agent'), CUSTOMER, { field: 'limit', mode: 'hide' }));
    expect(fieldMode(hidden, CUSTOMER, 'limit')).toBe('hide');
  });

  it('[DSG-77] a field of lines is limited by a grant of its own, and rows by a rule', () => {
    const line = after('clerk', fieldModeEdits(roleIn(SHOP, 'clerk'), LINE, { field: 'cost', mode: 'hide' }));
    expect(line.grants[2]).toEqual({ entity: 'OrderLine', can: [], hide: ['cost'] });
    const boss = after('boss', rowRuleEdits(roleIn(SHOP, 'boss'), CUSTOMER, "doc.city == 'Leeds'"));
    expect(boss.grants[1]).toEqual({
      entity: 'Customer',
      can: ['read', 'create', 'update', 'delete', 'export'],
      rows: "doc.city == 'Leeds'",
    });
    expect(after('agent', rowRuleEdits(roleIn(SHOP, 'agent'), CUSTOMER, undefined)).grants[0]).toEqual({
      id: 'own',
      entity: 'Customer',
      can: ['read', 'update'],
    });
  });
});
