import type { Model } from '../../schema/model/model.ts';
import { fillExprSql } from '../compile/ddl-expr.ts';
import type { DdlContext } from '../compile/ddl-sql.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** What a DDL plan needs to know of the tenant that it is carried out in. */
export function ddlContext({
  place,
  tenant,
  model,
}: {
  readonly place: TenantPlace;
  readonly tenant: Tenant;
  readonly model: Model;
}): DdlContext {
  const { schema, role } = place;
  const { timeZone } = tenant;
  return { schema, role, timeZone, exprSql: (value, alias) => fillExprSql(model, value, { schema, alias, timeZone }) };
}
