import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { findTenant } from '../../db/control-tenants.ts';
import { keepPack } from '../../graphql/platform/pack-service.ts';
import { documentOf } from '../../graphql/platform/template-document.ts';
import { createTenant, tenantsOf } from '../../graphql/platform/tenant-service.ts';
import { createToken } from '../../graphql/platform/people-service.ts';
import { readPackFile, shippedPackNames, shippedPacks } from '../../import/pack-files.ts';
import { dropTenant } from '../../tenancy/provision-tenant.ts';
import {
  listArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';

/** `tenant create <name> --packs a,b`: packs that ship are kept first; a path names a pack of one's own. */
export async function tenantCreate(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const names: string[] = [];
  const { control } = context.application;
  const packs = listArg(args, 'packs');
  const known = await shippedPackNames();
  const shipped = await shippedPacks(packs.filter((pack) => known.includes(pack)));
  if (!shipped.ok) return shipped;
  for (const pack of shipped.value) {
    const kept = await keepPack(control, documentOf(pack));
    // A version that is kept already stays what it was: tenants were made of it.
    if (!kept.ok && kept.issues.some(({ code }) => code !== 'PACK_VERSION_TAKEN')) return kept;
  }
  for (const pack of packs) {
    if (!pack.includes('/') && !pack.endsWith('.json')) {
      names.push(pack);
      continue;
    }
    const read = await readPackFile(pack);
    if (!read.ok) return read;
    const kept = await keepPack(control, documentOf(read.value));
    if (!kept.ok) return kept;
    names.push(`${read.value.pack}@${read.value.version}`);
  }
  const [label, timeZone, cell] = [textArg(args, 'label'), textArg(args, 'timeZone'), textArg(args, 'cell')];
  const made = await createTenant(context.platform, {
    name: textArg(args, 'name') ?? '',
    packs: names,
    label,
    timeZone,
    cell,
  });
  return made.ok ? ok({ tenant: made.value.name, id: made.value.id, packs: names }) : made;
}

/** `tenant list` */
export async function tenantList(context: CommandContext): Promise<Result<CommandResult>> {
  const tenants = await tenantsOf(context.platform);
  return ok({ tenants: tenants.map((tenant) => ({ ...tenant })) });
}

/** `tenant drop <name>`: puts it aside with all its rows; nothing is destroyed. */
export async function tenantDrop(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const { application } = context;
  const name = textArg(args, 'name') ?? '';
  const tenant = await findTenant(application.control, name);
  if (tenant === null) return refused([issue('TENANT_NOT_FOUND', '/name', { tenant: name })]);
  const stamp = application.now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const aside = await dropTenant(application.control, application.cells, { tenant, stamp });
  await application.registry.refresh();
  return ok({ tenant: name, keptAs: aside });
}

/** `token create <tenant> --roles r1,r2 [--label …] [--days n]`: the secret is shown this once. */
export async function tokenCreate(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const daysText = textArg(args, 'days');
  const days = Number(daysText ?? '365');
  if (!Number.isInteger(days) || days < 1) return refused([issue('CLI_NUMBER', '/days', { value: daysText ?? '' })]);
  const made = await createToken(context.platform, {
    tenant: textArg(args, 'tenant') ?? '',
    label: textArg(args, 'label') ?? 'formwork token create',
    roles: listArg(args, 'roles'),
    expiresAt: new Date(context.application.now().getTime() + days * 86_400_000),
    forProgram: true,
  });
  return made.ok ? ok({ token: made.value.secret, id: made.value.token.id, roles: made.value.token.roles }) : made;
}

export const TENANT_COMMANDS = {
  'tenant.create': tenantCreate,
  'tenant.list': tenantList,
  'tenant.drop': tenantDrop,
  'token.create': tokenCreate,
} as const satisfies Readonly<Record<string, Command>>;
