import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import { accessOf, OWNER_ROLE } from './access.ts';
import { lineRows, linkedRows, memberRow, pageSize, referredRow } from './read-below.ts';
import { ReadContext } from './read-context.ts';
import { compileSql, type Sql } from './sql-text.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [
    { id: 'Tag', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    {
      id: 'Deal',
      kind: 'document',
      title: 'name',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'tags', type: 'multiRef', to: 'Tag' },
        { id: 'lines', type: 'lines', of: 'DealLine' },
      ],
    },
    { id: 'DealLine', kind: 'line', fields: [{ id: 'note', type: 'text' }] },
  ],
  roles: [{ id: 'own', grants: [{ entity: 'Tag', can: ['read'], rows: 'doc.createdBy == actor.id' }] }],
};

function contextOf(role: string = OWNER_ROLE): ReadContext {
  const resolved = resolveModel(TEMPLATE);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return new ReadContext(resolved.value, accessOf(resolved.value, [role]));
}

const entity = (context: ReadContext, id: string) =>
  must(
    context.model.entities.find((one) => one.id === id),
    id,
  );
const text = (given: Sql): string => compileSql(given).parts.join('?');
const args = new Map();

it('[API-2] a reference reads the row that it names, in the bin or not, where it is in sight', () => {
  const owner = contextOf();
  expect(text(referredRow(owner, entity(owner, 'Tag'), sql`k`).from)).toMatch(
    /^from "?.*tag"? as "1t" where "1t"\."id" = k$/,
  );
  const member = contextOf('own');
  expect(text(referredRow(member, entity(member, 'Tag'), sql`k`).from)).toContain('"created_by"');
  const none = contextOf('nobody');
  expect(text(referredRow(none, entity(none, 'Tag'), sql`k`).from)).toMatch(/false/);
});

it('[API-2] a member or department is known to everybody by name', () => {
  expect(text(memberRow(contextOf('nobody'), 'user', sql`k`).from)).toMatch(/where "1t"\."id" = k$/);
});

it('[API-2] lines come in their order and links in theirs, without those in the bin, and no more than fit', () => {
  const context = contextOf();
  const lines = text(lineRows(context, entity(context, 'DealLine'), 'd', { args }).from);
  expect(lines).toContain('"parent_id" = "d"."id"');
  expect(lines).toContain('"deleted_at" is null');
  expect(lines).toContain('order by "1t"."line_no"');
  expect(lines).toMatch(new RegExp(`limit ${LIMITS.linesPerDocumentMax}$`));
  const deal = entity(context, 'Deal');
  const field = must(
    deal.fields.find(({ id }) => id === 'tags'),
    'tags',
  );
  const links = text(linkedRows(context, deal, 'd', { field, target: entity(context, 'Tag'), args }).from);
  expect(links).toContain('"deleted_at" is null');
  expect(links).toMatch(new RegExp(`order by "3t"\\."position" limit ${LIMITS.pageSizeMax}$`));
});

it('[API-2] a page has as many rows as its limit allows, and is refused with more or fewer than none', () => {
  const context = contextOf();
  const size = (value: number): number | undefined => pageSize(context, { kind: 'leaf', value }, 10);
  expect([size(0), size(10), pageSize(context, undefined, 10), pageSize(context, { kind: 'null' }, 10)]).toEqual([
    0,
    10,
    undefined,
    undefined,
  ]);
  expect(context.issues).toEqual([]);
  expect([size(11), size(-1)]).toEqual([0, 0]);
  expect(context.issues).toMatchObject([
    { code: 'PAGE_SIZE', params: { size: 11, max: 10 } },
    { code: 'PAGE_SIZE', params: { size: -1, max: 10 } },
  ]);
});
