import { expect, test } from 'vitest';
import { sqlName, fieldId, entityId } from '../../schema/core/ids.ts';
import { inRowOrder } from './column-order.ts';
import type { TableSpec } from './ddl-tables.ts';

const system = (column: string, pgType: string) => ({ column: sqlName(column), pgType, notNull: false });
const own = (column: string, pgType: string) => ({ ...system(column, pgType), field: fieldId(column) });

const SPEC: TableSpec = {
  table: sqlName('order'),
  entity: entityId('Order'),
  columns: [
    system('id', 'uuid'),
    system('version', 'integer'),
    system('state', 'text'),
    system('created_at', 'timestamp(3) with time zone'),
    system('created_by', 'uuid'),
    system('updated_at', 'timestamp(3) with time zone'),
    system('updated_by', 'uuid'),
    system('deleted_at', 'timestamp(3) with time zone'),
    own('note', 'text'),
    own('place', 'jsonb'),
    own('customer', 'uuid'),
    own('tags', 'text[]'),
    own('day', 'date'),
    own('total', 'numeric(14,2)'),
    own('priority', 'integer'),
  ],
  primaryKey: { name: sqlName('pk_order'), columns: [sqlName('id')] },
  indexes: [],
  foreignKeys: [],
  checks: [],
  grants: [],
};

const names = (spec: TableSpec): string =>
  inRowOrder(spec)
    .map(({ column }) => column)
    .join(' ');

test('[DDL-23] rows begin with what whole tables are looked through for and end with what single rows are read for', () => {
  expect(names(SPEC)).toBe(
    'id state deleted_at total priority created_at customer day note place tags version updated_at created_by updated_by',
  );
});

test('[DDL-23] pairs of a join table stay as they are', () => {
  const pairs = [system('owner_id', 'uuid'), system('target_id', 'uuid'), system('position', 'integer')];
  expect(names({ ...SPEC, field: fieldId('tags'), columns: pairs })).toBe('owner_id target_id position');
});
