import { randomUUID } from 'node:crypto';
import { must, type Result } from '../../schema/core/result.ts';
import { accessOf } from '../compile/access.ts';
import { memorySource } from '../import/csv-source.ts';
import type { ImportReport } from '../import/import-context.ts';
import { importCsv } from '../import/import-csv.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import { importContext } from './import-bench.ts';
import type { Company, Doc, Member } from './path-company.ts';

/** Where every test of paths keeps its goods. */
export const MAIN = { code: 'MAIN' };

/** An order whose goods are reserved, and what it was made from. */
export interface Confirmed extends Doc {
  readonly input: Readonly<Record<string, unknown>>;
}

/** The ways of one member to write rows, and looks at what came of it. */
export interface PathRows {
  readonly create: (entity: string, input: Readonly<Record<string, unknown>>) => Promise<Doc>;
  readonly rowOf: (table: string, id: string) => Promise<Doc & Readonly<Record<string, unknown>>>;
  readonly idOf: (table: string, code: string) => Promise<string>;
  /** Codes of what the last run of a rule for a record was refused with. */
  readonly runCodes: (rule: string, record: string) => Promise<readonly string[]>;
  readonly confirmedOrder: () => Promise<Confirmed>;
}

/** Rows of the company as the member writes them. */
export function pathRows(company: Company, who: Member): PathRows {
  const create: PathRows['create'] = (entity, input) =>
    who.made(`mutation ($i: ${entity}Input!) { create${entity}(input: $i) { id version state } }`, { i: input });
  return {
    create,
    async rowOf(table, id) {
      const [row] = await company.query<Doc & Readonly<Record<string, unknown>>>(
        `SELECT *, id::text AS id FROM @.${table} WHERE id = $1`,
        [id],
      );
      return must(row, table);
    },
    async idOf(table, code) {
      const [row] = await company.query<Doc>(`SELECT id::text AS id FROM @.${table} WHERE code = $1`, [code]);
      return must(row, code).id;
    },
    async runCodes(rule, record) {
      await company.settle();
      const [run] = await company.query<{ readonly codes: readonly string[] | null }>(
        `SELECT (SELECT array_agg(i->>'code') FROM jsonb_array_elements(issues) i) AS codes FROM @.fw_run WHERE rule = $1 AND record_id = $2 ORDER BY id DESC`,
        [rule, record],
      );
      return must(run, `run of ${rule}`).codes ?? [];
    },
    async confirmedOrder() {
      const [item, customer] = [await company.item('5'), await company.customer()];
      const input = { customer: { code: customer }, warehouse: MAIN, lines: [{ item: { code: item }, qty: '1' }] };
      const done = await who.made(
        'mutation ($id: ID!, $version: Int!) { confirmSalesOrder(id: $id, version: $version) { id version state } }',
        { ...(await create('SalesOrder', input)) },
      );
      return { ...done, input };
    },
  };
}

/** Imports lines of text as the member; gives the codes of what was wrong. */
export async function importAs(
  company: Company,
  member: Member,
  file: { readonly entity: string; readonly lines: readonly string[]; readonly map?: ImportMap },
): Promise<readonly string[]> {
  const actor = { ...company.tenant.user, ...member.as.actor };
  const access = accessOf(company.tenant.shape().model, member.as.roles ?? []);
  const done: Result<ImportReport> = await importCsv(
    await importContext(company.tenant, { actor, access, now: company.clock.now }),
    {
      source: memorySource(`${randomUUID()}.csv`, file.lines.join('\n')),
      entity: file.entity,
      map: file.map ?? {},
    },
  );
  return done.ok ? [] : done.issues.map(({ code }) => code);
}
