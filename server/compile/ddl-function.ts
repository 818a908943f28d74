import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, type SqlFragment } from './ddl-text.ts';

/** A function of the system's in a tenant's schema. Only its owner may call it, and the tenant's role where it says so. */
export interface SystemFunction {
  readonly kind: 'function';
  /** Its name with its arguments. */
  readonly signature: SqlFragment;
  /** All that is said of it behind its signature. */
  readonly rest: SqlFragment;
  readonly tenantMayCall: boolean;
  /** Made with it, and naming it. */
  readonly trigger?: string;
}

/** A statement for tenants of older servers, which finds nothing to do in a new one. */
interface OlderOnly {
  readonly kind: 'olderOnly';
  readonly text: string;
}

/** What makes a part of the system's in a tenant's schema. */
export type SystemText = string | SystemFunction | OlderOnly;

/** Marks a statement that a new tenant has no need of. */
export function olderOnly(text: string): OlderOnly {
  return { kind: 'olderOnly', text };
}

/** The statements one after the other, each of which may run again. */
export function repeatableTexts(texts: readonly SystemText[], tenant: TenantSchema): readonly string[] {
  return texts.flatMap((one) =>
    typeof one === 'string' ? [one] : one.kind === 'olderOnly' ? [one.text] : repeatable(one, tenant),
  );
}

function repeatable(one: SystemFunction, { role }: TenantSchema): readonly string[] {
  const { signature, tenantMayCall, trigger } = one;
  return [
    create(one),
    printDdl(sql`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`),
    ...(tenantMayCall ? [printDdl(sql`GRANT EXECUTE ON FUNCTION ${signature} TO ${sql.id(role)}`)] : []),
    ...(trigger === undefined ? [] : [trigger]),
  ];
}

/**
 * The same for a schema that has none of it yet, and without naming a function: to find one by its name, PostgreSQL
 * reads the functions of that name of all schemas, which are as many as there are tenants, with their texts. So they get
 * their rights when they are made, PUBLIC loses its own with one statement, and nobody looks whom their texts call:
 * these are the same in every tenant.
 */
export function newTexts(texts: readonly SystemText[], { schema, role }: TenantSchema): readonly string[] {
  const functions = texts.flatMap((one) => (typeof one !== 'string' && one.kind === 'function' ? [one] : []));
  const rights = (change: SqlFragment): string =>
    printDdl(sql`ALTER DEFAULT PRIVILEGES IN SCHEMA ${sql.id(schema)} ${change}`);
  return [
    ...texts.filter((one) => typeof one === 'string'),
    'SET LOCAL check_function_bodies = off',
    rights(sql`GRANT EXECUTE ON FUNCTIONS TO ${sql.id(role)}`),
    ...functions.filter(({ tenantMayCall }) => tenantMayCall).map(create),
    rights(sql`REVOKE EXECUTE ON FUNCTIONS FROM ${sql.id(role)}`),
    ...functions.filter(({ tenantMayCall }) => !tenantMayCall).map(create),
    printDdl(sql`REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${sql.id(schema)} FROM PUBLIC`),
    ...functions.flatMap(({ trigger }) => trigger ?? []),
  ];
}

function create({ signature, rest }: SystemFunction): string {
  return printDdl(sql`CREATE OR REPLACE FUNCTION ${signature} ${rest}`);
}
