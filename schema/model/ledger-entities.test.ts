import { describe, expect, it } from 'vitest';
import type { Right, Template } from '../template/template.ts';
import { diffModels } from './diff.ts';
import { resolveModel } from './resolve.ts';
import { ledgerEntities } from './ledger-entities.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'store',
  version: '1.0.0',
  label: { en: 'Store', 'zh-CN': '商店' },
  entities: [
    { id: 'Item', kind: 'master', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Order', kind: 'document', fields: [{ id: 'item', type: 'ref', to: 'Item' }], formerApiNames: ['Deal'] },
  ],
  ledgers: [
    {
      id: 'stock',
      mode: 'balance',
      label: { en: 'Stock', 'zh-CN': '库存' },
      dimensions: [{ id: 'item', ref: 'Item' }],
      measures: [
        { id: 'onHand', type: 'quantity', min: '0' },
        { id: 'pieces', type: 'int' },
      ],
    },
    {
      id: 'points',
      mode: 'double',
      accounts: [
        { id: 'wallet', by: ['user'] },
        { id: 'budget', by: ['year'] },
      ],
    },
  ],
  postings: [{ id: 'take', of: 'Order', ledger: 'stock', key: { item: 'doc.item' }, move: { onHand: "dec('-1')" } }],
  roles: [
    { id: 'all', grants: [{ entity: '*', can: ['read', 'update'] }] },
    { id: 'some', grants: [{ ledger: 'stock', can: ['read'], hide: ['pieces'], rows: "doc.item.name == 'A'" }] },
  ],
};

function issuesOf(change: Partial<Template>): readonly string[] {
  const resolved = resolveModel({ ...TEMPLATE, ...change });
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${code} ${path}`);
}

const [STOCK, POINTS] = TEMPLATE.ledgers ?? [];

function stockWith(more: object): readonly string[] {
  return issuesOf({ ledgers: [{ ...STOCK, ...more }, POINTS] as NonNullable<Template['ledgers']> });
}

describe('ledgers as entities', () => {
  it('[LGQ-1] a ledger is read as its balances and its movements', () => {
    const resolved = resolveModel(TEMPLATE);
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
    const shown = ledgerEntities(resolved.value).map(({ entity }) => entity);
    expect(shown.map(({ apiName, plural }) => [apiName, plural])).toEqual([
      ['StockBalance', 'stockBalances'],
      ['StockMovement', 'stockMovements'],
      ['PointsBalance', 'pointsBalances'],
      ['PointsMovement', 'pointsMovements'],
    ]);
    expect(shown[0]?.fields.map(({ apiName, type }) => `${apiName} ${type.kind}`)).toEqual([
      'item ref',
      'onHand quantity',
      'pieces decimal',
    ]);
    expect(shown[0]?.label).toEqual({ en: 'Stock balance', 'zh-CN': '库存余额' });
    expect(shown[2]?.fields.map(({ apiName, required }) => [apiName, required])).toEqual([
      ['account', true],
      ['user', false],
      ['year', false],
      ['amount', true],
    ]);
    const movement = shown[1]?.fields.map(({ apiName }) => apiName) ?? [];
    expect(movement.slice(0, 5)).toEqual(['item', 'onHandChange', 'onHandAfter', 'piecesChange', 'piecesAfter']);
    expect(shown[1]?.fields.at(-1)).toMatchObject({
      apiName: 'fromOrder',
      aliases: ['fromDeal'],
      type: { to: 'Order' },
    });
  });

  it('[LGQ-4] a ledger of a tenant gives way to one of a pack', () => {
    const own = { ...STOCK, id: 'x_stock' } as NonNullable<Template['ledgers']>[number];
    const resolved = resolveModel({ ...TEMPLATE, ledgers: [own, ...(TEMPLATE.ledgers ?? [])] });
    const shown = resolved.ok ? ledgerEntities(resolved.value) : [];
    expect(shown.map(({ entity }) => entity.apiName).slice(0, 3)).toEqual([
      'XStockBalance',
      'XStockMovement',
      'StockBalance',
    ]);
  });

  it('[LGQ-5] a grant of a ledger is one of its balances and one of its movements', () => {
    const resolved = resolveModel(TEMPLATE);
    const roles = resolved.ok ? resolved.value.roles : [];
    expect(roles[0]?.grants.map(({ entity, can }) => [entity, can])).toEqual([
      ['Item', ['read', 'update']],
      ['Order', ['read', 'update']],
      ['stock.balance', ['read']],
      ['stock.movement', ['read']],
      ['points.balance', ['read']],
      ['points.movement', ['read']],
    ]);
    expect(roles[1]?.grants.map(({ entity, hide }) => [entity, hide])).toEqual([
      ['stock.balance', ['pieces']],
      ['stock.movement', ['piecesChange', 'piecesAfter']],
    ]);
  });

  it('[LGQ-5] a right to a ledger that comes or goes is told once', () => {
    const roles = (can: readonly Right[]): Template => ({
      ...TEMPLATE,
      roles: [{ id: 'one', grants: [{ ledger: 'stock', can }] }],
    });
    const [before, after] = [resolveModel(roles(['read'])), resolveModel(roles(['read', 'export']))];
    if (!before.ok || !after.ok) throw new Error('both resolve');
    expect(diffModels(before.value, after.value).map(({ kind, path }) => [kind, path])).toEqual([
      ['rightsWidened', '/roles/one/grants/stock'],
    ]);
  });

  it('[LGQ-5] what a ledger cannot be granted is told', () => {
    const grants = (list: NonNullable<Template['roles']>[number]['grants']) =>
      issuesOf({ roles: [{ id: 'one', grants: list }] });
    expect(grants([{ ledger: 'stok', can: ['read'] }])).toEqual(['MODEL_LEDGER_UNKNOWN /roles/0/grants/0/ledger']);
    expect(grants([{ can: ['read'] }])).toEqual(['MODEL_GRANT_TARGET /roles/0/grants/0']);
    expect(grants([{ entity: 'Item', ledger: 'stock', can: ['read'] }])).toEqual([
      'MODEL_GRANT_TARGET /roles/0/grants/0',
    ]);
    expect(grants([{ ledger: 'stock', can: ['read', 'update'], mask: ['onHand'], hide: ['none'] }])).toEqual([
      'MODEL_GRANT_OF_LEDGER /roles/0/grants/0/mask',
      'MODEL_GRANT_OF_LEDGER /roles/0/grants/0/can/1',
      'MODEL_FIELD_UNKNOWN /roles/0/grants/0/hide/0',
    ]);
    // A movement has another onHand than its balance: row rules know just what both have.
    expect(grants([{ ledger: 'stock', can: ['read'], rows: "doc.onHand > dec('0')" }])).toEqual([
      'EXPR_FIELD_UNKNOWN /roles/0/grants/0/rows',
    ]);
  });

  it('[LGQ-4] names that balances and movements need are free', () => {
    const named = (id: string): readonly string[] =>
      issuesOf({
        entities: [...(TEMPLATE.entities ?? []), { id, kind: 'master', fields: [{ id: 'name', type: 'text' }] }],
      });
    expect(named('StockBalance')).toEqual(['MODEL_NAME_TAKEN /ledgers/0']);
    expect(named('PointsMovementAccount')).toEqual(['MODEL_NAME_TAKEN /ledgers/1']);
    expect(named('StockBalancesAt')).toEqual(['MODEL_NAME_TAKEN /ledgers/0']);
    expect(
      stockWith({
        dimensions: [
          { id: 'item', ref: 'Item' },
          { id: 'postingId', type: 'text', optional: true },
        ],
      }),
    ).toEqual(['MODEL_NAME_RESERVED /ledgers/0/dimensions/1']);
    expect(
      stockWith({
        dimensions: [
          { id: 'item', ref: 'Item' },
          { id: 'onHandAfter', type: 'text', optional: true },
        ],
      }),
    ).toEqual(['MODEL_NAME_TAKEN /ledgers/0/measures/0']);
  });

  it('[LGQ-8] a rollup over a ledger is by a dimension that points here', () => {
    const rollup = (more: object): readonly string[] =>
      issuesOf({
        entities: [
          {
            id: 'Item',
            kind: 'master',
            fields: [
              { id: 'name', type: 'text' },
              { id: 'login', type: 'user' },
              {
                id: 'left',
                type: 'quantity',
                rollup: { of: 'stock.item', fn: 'sum', field: 'onHand', mode: 'ledger', ...more },
              },
            ],
          },
          ...(TEMPLATE.entities ?? []).slice(1),
        ],
      });
    const at = '/entities/0/fields/2/rollup';
    expect(rollup({})).toEqual([]);
    expect(rollup({ of: 'points.wallet.user', via: 'login', field: 'amount' })).toEqual([]);
    expect(rollup({ of: 'stck.item' })).toEqual([`MODEL_LEDGER_UNKNOWN ${at}/of`]);
    expect(rollup({ of: 'points.wallet.user', field: 'amount' })).toEqual([`MODEL_ROLLUP_OF_UNRELATED ${at}/of`]);
    expect(rollup({ of: 'points.wallet.user', via: 'name', field: 'amount' })).toEqual([
      `MODEL_FIELD_KIND_UNFIT ${at}/via`,
    ]);
    expect(rollup({ field: 'offHand' })).toEqual([`MODEL_FIELD_UNKNOWN ${at}/field`]);
    expect(rollup({ where: "doc.item.left > dec('0')" })).toEqual([`MODEL_FORMULA_CYCLE ${at}`]);
  });
});
