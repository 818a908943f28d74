import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { findTenant } from '../../db/control-tenants.ts';
import { ledgerVerify } from '../../tenancy/ledger-verify.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import {
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';

/** `ledger verify <tenant>`: whether everything adds up; exit code 1 when something differs. */
async function ledgerVerifyCommand({ application }: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const name = textArg(args, 'tenant') ?? '';
  const tenant = await findTenant(application.control, name);
  if (tenant === null) return refused([issue('TENANT_NOT_FOUND', '/tenant', { tenant: name })]);
  const { ok: ready, ...found } = await ledgerVerify(placeOf(application.cells, tenant));
  return ok({ tenant: name, ready, ...found });
}

export const LEDGER_COMMANDS = { 'ledger.verify': ledgerVerifyCommand } as const satisfies Readonly<
  Record<string, Command>
>;
