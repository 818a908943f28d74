import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entityId, fieldId, sqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { EntityDef, FieldDef } from '../../schema/template/template.ts';
import type { Model } from '../../schema/model/model.ts';
import { batchSql } from './ddl-batch.ts';
import { planDdl } from './ddl-plan.ts';
import { stepSql, type DdlContext } from './ddl-sql.ts';
import { PHASES } from './ddl-steps.ts';
import { systemLevelSql, tenantSchemaSql } from './ddl-system.ts';
import { secondsOf, tablesOf } from './ddl-tables.ts';
import { literal, printDdl, quoteIdent } from './ddl-text.ts';
import { columnName, derivedName, tableName, workName } from './sql-name.ts';

const stamp = '20260301090000';
const context: DdlContext = { schema: sqlName('t_"odd'), role: sqlName('role'), timeZone: 'UTC', exprSql: () => null };

function modelOf(fields: readonly FieldDef[], more: Partial<EntityDef> = {}): Model {
  const entities: EntityDef[] = [
    {
      id: 'Item',
      kind: 'master',
      label: { en: 'Item' },
      title: 'name',
      fields: [{ id: 'name', type: 'text' }, ...fields],
      ...more,
    },
    { id: 'Base', kind: 'master', label: { en: 'Base' }, title: 'name', fields: [{ id: 'name', type: 'text' }] },
  ];
  const resolved = resolveModel({ format: 1, pack: 'test', version: '1.0.0', entities });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

const kindsOf = (before: Model | null, after: Model) =>
  planDdl(before, after, { stamp }).steps.map(({ phase, kind }) => `${phase} ${kind}`);
const sqlOf = (before: Model | null, after: Model) =>
  planDdl(before, after, { stamp }).steps.flatMap((step) =>
    stepSql(step, context, { concurrently: step.phase === 'index' }),
  );

describe('the DDL plan', () => {
  it('[DDL-1] is the same bytes for the same models, is JSON, and is empty when nothing changes', () => {
    const [before, after] = [
      modelOf([{ id: 'a', type: 'text' }]),
      modelOf([
        { id: 'a', type: 'int' },
        { id: 'b', type: 'ref', to: 'Base' },
      ]),
    ];
    const plan = planDdl(before, after, { stamp });
    expect(JSON.stringify(planDdl(before, after, { stamp }))).toBe(JSON.stringify(plan));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planDdl(after, after, { stamp })).toEqual({ steps: [], checks: [], issues: [], tables: [] });
  });

  it('[DDL-1] makes a tenant with the statements of another, under its own names', () => {
    const plan = planDdl(null, modelOf([{ id: 'b', type: 'ref', to: 'Base' }]), { stamp });
    const creates = plan.steps.filter(({ kind }) => kind === 'createTable');
    for (const name of ['t_a', 't_b']) {
      const place = { schema: sqlName(name), role: sqlName(`${name}_role`), lockKey: '-12' };
      const there = { ...context, ...place };
      const texts = creates.flatMap((one) => stepSql(one, there, { concurrently: false }));
      expect(texts.join()).toContain(`"${name}_role"`);
      expect(batchSql(creates, there)).toEqual(texts);
      expect(tenantSchemaSql(place)).toEqual(
        expect.arrayContaining(systemLevelSql(place).filter((text) => text.startsWith('CREATE '))),
      );
    }
  });

  it('[DDL-2] goes through the phases in their order', () => {
    const plan = planDdl(
      modelOf([{ id: 'a', type: 'text' }]),
      modelOf([{ id: 'a', type: 'int', required: true, unique: true, min: '0' }]),
      { stamp },
    );
    const phases = plan.steps.map(({ phase }) => PHASES.indexOf(phase));
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
    expect(new Set(plan.steps.map(({ phase }) => phase))).toEqual(new Set(PHASES));
  });

  it('[DDL-2] makes keys with their table where the target is there, adds the others of one table at once, and leaves all else as it stands', () => {
    const steps = planDdl(
      null,
      modelOf([
        { id: 'first', type: 'ref', to: 'Base' },
        { id: 'second', type: 'ref', to: 'Base' },
      ]),
      { stamp },
    ).steps;
    const sqlApart = (all: typeof steps): readonly string[] =>
      all.flatMap((step) => stepSql(step, context, { concurrently: false }));
    // The table comes before its target, as in a circle of tables that refer to each other.
    const apart = sqlApart(steps);
    const [first = '', second = ''] = apart.slice(-2).map((text) => text.slice('ALTER TABLE "t_""odd"."item" '.length));
    expect(second.startsWith('ADD CONSTRAINT "fk_item__second" FOREIGN KEY')).toBe(true);
    expect(batchSql(steps, context)).toEqual([...apart.slice(0, -2), `${must(apart.at(-2), 'first key')}, ${second}`]);
    const targetFirst = [...steps.slice(0, -2).toReversed(), ...steps.slice(-2)];
    const tables = sqlApart(targetFirst).slice(0, -2);
    const own = tables.findIndex((text) => text.startsWith('CREATE TABLE "t_""odd"."item"'));
    const keys = [first, second].map((text) => text.slice('ADD '.length)).join(', ');
    expect(batchSql(targetFirst, context)).toEqual(
      tables.with(own, `${must(tables[own], 'table').slice(0, -1)}, ${keys})`),
    );
  });

  it('[DDL-3] adds a field without touching a row', () => {
    expect(sqlOf(modelOf([]), modelOf([{ id: 'dueAt', type: 'datetime' }]))).toEqual([
      'ALTER TABLE "t_""odd"."item" ADD COLUMN "due_at" timestamp(3) with time zone',
    ]);
    expect(sqlOf(modelOf([]), modelOf([{ id: 'level', type: 'int', required: true, default: '3' }]))).toEqual([
      `ALTER TABLE "t_""odd"."item" ADD COLUMN "level" integer NOT NULL DEFAULT '3'::integer`,
      'ALTER TABLE "t_""odd"."item" ALTER COLUMN "level" DROP DEFAULT',
    ]);
  });

  it('[DDL-4] drops nothing: what goes is renamed, after it may be empty and nothing guards it', () => {
    const before = modelOf([{ id: 'code', type: 'text', unique: true, required: true, max: '9' }]);
    const after = modelOf([]);
    expect(kindsOf(before, after)).toEqual([
      'switch dropConstraint',
      'switch dropIndex',
      'switch dropNotNull',
      'switch quarantineColumn',
    ]);
    expect(sqlOf(before, after).at(-1)).toBe(
      'ALTER TABLE "t_""odd"."item" RENAME COLUMN "code" TO "q_20260301090000_code"',
    );
    expect(sqlOf(before, after).join(';')).not.toMatch(/DROP (TABLE|COLUMN)/);
  });

  it('[DDL-13] widens a number in place and converts a narrower one', () => {
    const decimal = (type: string) => modelOf([{ id: 'a', type }]);
    expect(kindsOf(decimal('decimal(10,2)'), decimal('decimal(12,2)'))).toEqual(['switch alterColumnType']);
    expect(kindsOf(decimal('decimal(12,2)'), decimal('decimal(10,2)'))).toContain('backfill backfill');
    expect(kindsOf(modelOf([{ id: 'a', type: 'text' }]), modelOf([{ id: 'a', type: 'longtext' }]))).toEqual([]);
  });

  it('[DDL-14] builds a changed guard beside the old one and swaps them', () => {
    const [before, after] = [
      modelOf([{ id: 'a', type: 'int', max: '5' }]),
      modelOf([{ id: 'a', type: 'int', max: '3' }]),
    ];
    expect(sqlOf(before, after)).toEqual([
      `ALTER TABLE "t_""odd"."item" ADD CONSTRAINT "n_ck_item__a_max" CHECK ("a" <= '3'::numeric) NOT VALID`,
      'ALTER TABLE "t_""odd"."item" VALIDATE CONSTRAINT "n_ck_item__a_max"',
      'ALTER TABLE "t_""odd"."item" DROP CONSTRAINT IF EXISTS "ck_item__a_max"',
      'ALTER TABLE "t_""odd"."item" RENAME CONSTRAINT "n_ck_item__a_max" TO "ck_item__a_max"',
    ]);
  });

  it('[DDL-15] gives back what was put aside when it means the same, and not when it does not', () => {
    const [without, withText] = [modelOf([]), modelOf([{ id: 'a', type: 'text' }])];
    const aside = {
      table: sqlName('item'),
      name: sqlName('q_20250101000000_a'),
      column: { column: sqlName('a'), pgType: 'text', notNull: false },
      meaning: 'text',
    };
    const restored = planDdl(without, withText, { stamp, quarantined: [aside] });
    expect(restored.steps).toMatchObject([{ kind: 'restoreColumn', from: aside.name, column: 'a' }]);
    const other = planDdl(without, modelOf([{ id: 'a', type: 'int' }]), { stamp, quarantined: [aside] });
    expect(other.steps.map(({ kind }) => kind)).toEqual(['addColumn']);
  });

  it('[DDL-16] refuses a change of type without meaning, unless the table is empty', () => {
    const [before, after] = [modelOf([{ id: 'a', type: 'date' }]), modelOf([{ id: 'a', type: 'int' }])];
    expect(planDdl(before, after, { stamp }).issues).toMatchObject([
      { code: 'DDL_CAST_MEANINGLESS', params: { from: 'date', to: 'int' } },
    ]);
    expect(planDdl(before, after, { stamp, emptyTables: new Set([sqlName('item')]) })).toMatchObject({
      issues: [],
      steps: expect.arrayContaining([expect.objectContaining({ kind: 'assertEmpty' })]),
    });
  });

  it('[DDL-17] guards references, lines, bounds and uniqueness outside the bin', () => {
    const sql = sqlOf(
      null,
      modelOf([
        { id: 'base', type: 'ref', to: 'Base', onDelete: 'cascade' },
        { id: 'code', type: 'text', unique: true, min: '2' },
      ]),
    );
    expect(sql).toContain(
      'CREATE UNIQUE INDEX "uq_item__code" ON "t_""odd"."item" USING btree ("code") WHERE deleted_at IS NULL',
    );
    expect(sql).toContain('CREATE INDEX "fi_item__base" ON "t_""odd"."item" USING btree ("base")');
    expect(sql).toContain(
      'ALTER TABLE "t_""odd"."item" ADD CONSTRAINT "fk_item__base" FOREIGN KEY ("base") REFERENCES "t_""odd"."base" (id) ON DELETE CASCADE',
    );
    expect(sql.join()).toContain(`CONSTRAINT "ck_item__code_min" CHECK (char_length("code") >= '2'::numeric)`);
  });
});

describe('physical names', () => {
  const ENTITY = fc.stringMatching(/^(x_)?[A-Z][A-Za-z0-9]{0,47}$/);
  const FIELD = fc.stringMatching(/^(x_)?[a-z][A-Za-z0-9]{0,47}$/);

  it('[DDL-18] fit into 63 bytes and are never shared, by tables, columns, indexes or what a publication builds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(ENTITY, { minLength: 2, maxLength: 8 }),
        fc.uniqueArray(FIELD, { minLength: 2, maxLength: 8 }),
        (entities, fields) => {
          const tables = entities.map((id) => tableName(entityId(id)));
          const columns = fields.map((id) => columnName(fieldId(id)));
          const guards = tables.flatMap((table) =>
            columns.flatMap((column) => ['uq', 'uk', 'ix', 'fi'].map((kind) => derivedName(kind, table, '', column))),
          );
          const names = [...tables, ...guards, ...guards.map(workName)];
          expect(new Set(names).size).toBe(names.length);
          expect(new Set(columns).size).toBe(columns.length);
          for (const name of [...names, ...columns]) expect(name.length).toBeLessThanOrEqual(63);
        },
      ),
      { numRuns: 200, verbose: 1 },
    );
  });

  it('[DDL-19] are quoted, and literals too, whatever they hold', () => {
    expect(quoteIdent('a"b')).toBe('"a""b"');
    expect(printDdl(literal(`it's "x" \\ 表`))).toBe(`'it''s "x" \\ 表'`);
    expect(() => quoteIdent('')).toThrow('identifier');
    expect(() => quoteIdent('a\u0000b')).toThrow('identifier');
    for (const id of ['Order', 'Group', 'Select', 'Table', 'FwUser', 'QTable']) {
      const [statement] = stepSql(must(planDdl(null, modelNamed(id), { stamp }).steps[0], 'step'), context, {
        concurrently: false,
      });
      expect(statement).toContain(`CREATE TABLE "t_""odd"."${tableName(entityId(id))}" (`);
    }
  });

  it('[DDL-20] of ids that look like ours carry a hash', () => {
    expect(tableName(entityId('FwUser'))).toMatch(/^fw_user_[0-9a-f]{8}$/);
    expect(tableName(entityId('QTable'))).toMatch(/^q_table_[0-9a-f]{8}$/);
    expect(columnName(fieldId('shPrice'))).toMatch(/^sh_price_[0-9a-f]{8}$/);
    expect(columnName(fieldId('parentId'))).toMatch(/^parent_id_[0-9a-f]{8}$/);
    expect(columnName(fieldId('dueAt'))).toBe('due_at');
  });
});

function modelNamed(id: string): Model {
  const resolved = resolveModel({
    format: 1,
    pack: 'test',
    version: '1.0.0',
    entities: [{ id, kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] }],
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

describe('tables of a model', () => {
  it('[DDL-21] measure a duration in seconds', () => {
    expect(['P7D', 'PT1H30M', 'P1W', 'PT0.5S', '90', 'P1M', 'x'].map(secondsOf)).toEqual([
      '604800',
      '5400',
      '604800',
      '0.5',
      '90',
      null,
      null,
    ]);
  });

  it('[DDL-22] let a log be read and added to, and nothing else', () => {
    const [log] = tablesOf(modelOf([], { kind: 'log' }));
    expect(log?.grants).toEqual(['SELECT', 'INSERT']);
  });
});
