import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { must } from '../../schema/core/result.ts';
import { userId } from '../../schema/core/ids.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import type { Database } from '../db/database.ts';
import { importNorthwind, NORTHWIND_FOLDER, northwindOrder } from './import-bench.ts';
import type { Answer, Ask, TenantBench } from './tenant-bench.ts';

/** A record of a file, as text. */
export type CsvRow = Readonly<Record<string, string>>;

/** A member of the tenant who is an employee of the files. */
export interface EmployeeMember {
  readonly code: string;
  readonly id: string;
  readonly name: string;
}

/** The files of the example company as they are, for whoever wants to compute with them alone. */
export async function northwindFiles(names: readonly string[]): Promise<ReadonlyMap<string, readonly CsvRow[]>> {
  const files = new Map<string, readonly CsvRow[]>();
  for (const name of names) {
    const text = await readFile(path.join(NORTHWIND_FOLDER, `${name}.csv`), 'utf8');
    // With `columns`, each record is an object of texts (csv-parse).
    files.set(name, parse(text, { columns: true, bom: true }) as unknown as readonly CsvRow[]);
  }
  return files;
}

/** The files as tables of text in the schema `nw`, so that expectations are plain SQL that knows nothing of Formwork. */
export async function loadFiles(database: Database, files: ReadonlyMap<string, readonly CsvRow[]>): Promise<void> {
  await database.query({ text: 'CREATE SCHEMA nw', params: [] });
  for (const [name, rows] of files) {
    const columns = Object.keys(must(rows[0], `a row of ${name}`));
    await database.query({
      text: `CREATE TABLE nw.${name} (${columns.map((one) => `${one} text`).join(', ')})`,
      params: [],
    });
    await database.query({
      text: `INSERT INTO nw.${name} SELECT ${columns.map((one) => `nullif(r->>'${one}', '')`).join(', ')} FROM jsonb_array_elements($1::jsonb) AS r`,
      params: [JSON.stringify(rows)],
    });
  }
}

/** Everything of the company but its orders, and each employee as a member who sells and ships. */
export async function openCompany(
  bench: TenantBench,
  files: ReadonlyMap<string, readonly CsvRow[]>,
): Promise<readonly EmployeeMember[]> {
  for (const name of await northwindOrder()) {
    if (name === 'orders') continue;
    const done = await importNorthwind(bench, name);
    if (!done.ok) throw new Error(`${name}: ${JSON.stringify(done.issues.slice(0, 3))}`);
  }
  const members: EmployeeMember[] = [];
  for (const row of must(files.get('employees'), 'employees')) {
    const code = must(row['employee_id'], 'employee_id');
    const member = {
      code,
      id: `00000000-0000-4000-8000-${code.padStart(12, '0')}`,
      name: `${row['first_name'] ?? ''} ${row['last_name'] ?? ''}`,
    };
    const email = `employee.${code}@northwind.example`;
    await putTenantUser(bench.place, { id: userId(member.id), name: member.name, email, active: true });
    await bench.data(
      'mutation($by: EmployeeKey!, $input: EmployeeInput!) { upsertEmployee(by: $by, input: $input) { id } }',
      {
        variables: {
          by: { code },
          input: {
            code,
            firstName: row['first_name'],
            lastName: row['last_name'],
            account: { id: member.id },
          },
        },
      },
    );
    members.push(member);
  }
  return members;
}

/** Asks as one of the employees, in the roles of both who sells and who ships, at a moment of the past. */
export function asEmployee(member: EmployeeMember, now: Date): Ask {
  const roles = ['sales', 'warehouse'];
  return { roles, now, actor: { id: member.id, name: member.name, role: 'sales', roles } };
}

/** Noon of a day in the company's zone: the files have no time of day. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00+08:00`);
}

/** One thing that happened to one order. */
export interface HistoryStep {
  readonly kind: 'order' | 'ship';
  readonly day: string;
  readonly order: CsvRow;
}

/** What happened, in the order of its days: on one day orders come before shipments, lower numbers first. */
export function historyOf(orders: readonly CsvRow[]): readonly HistoryStep[] {
  const steps = orders.flatMap((order): readonly HistoryStep[] => {
    const shipped = order['shipped_date'] ?? '';
    return [
      { kind: 'order', day: order['order_date'] ?? '', order },
      ...(shipped === '' ? [] : [{ kind: 'ship' as const, day: shipped, order }]),
    ];
  });
  return steps.toSorted(
    (a, b) => compare(a.day, b.day) || compare(a.kind, b.kind) || numberOf(a.order) - numberOf(b.order),
  );
}

/** The number of an order. */
export function numberOf(order: CsvRow): number {
  return Number(order['order_id']);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a request that must not be refused answered for its one field. */
export function answered(answer: Answer, field: string): Readonly<Record<string, unknown>> {
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors.slice(0, 3), null, 1));
  const value: unknown = answer.data?.[field];
  if (typeof value !== 'object' || value === null)
    throw new Error(`no answer for ${field}: ${answer.text.slice(0, 300)}`);
  // A record of the API.
  return value as Readonly<Record<string, unknown>>;
}
