import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { audit, findTenant, idOf } from '../../db/control-tenants.ts';
import { authorOf } from '../../graphql/platform/platform-context.ts';
import { backupTenant } from '../../tenancy/tenant-backup.ts';
import { restoreTenant } from '../../tenancy/tenant-restore.ts';
import {
  flagArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';

const LABELS = {
  en: { backup: 'backup', restore: 'restore' },
  'zh-CN': { backup: '备份', restore: '恢复' },
} as const;

/** `backup <tenant> <file>`: all of a tenant in one file; gzipped when its name ends in `.gz`. */
export async function backupCommand(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const { application, platform, locale } = context;
  const name = textArg(args, 'tenant') ?? '';
  const tenant = await findTenant(application.control, name);
  if (tenant === null) return refused([issue('TENANT_NOT_FOUND', '/tenant', { tenant: name })]);
  const done = await backupTenant(application.publishing, {
    tenant,
    file: textArg(args, 'file') ?? '',
    files: application.files,
    onProgress: ({ rows, total }) => context.say({ kind: 'progress', label: LABELS[locale].backup, done: rows, total }),
  });
  if (!done.ok) return done;
  const { rows, sha256 } = done.value;
  await audit(application.control, {
    tenant: idOf(tenant),
    ...authorOf(platform.caller),
    action: 'tenant.backup',
    detail: { rows, sha256 },
  });
  return ok({ tenant: name, ...done.value });
}

/** `restore <tenant> <file> [--cell c] [--without-secrets]`: a new tenant of that name, all of it or nothing. */
export async function restoreCommand(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const { application, platform, locale } = context;
  const cell = textArg(args, 'cell');
  const { publishing, secrets, files } = application;
  const done = await restoreTenant(
    { publishing, secrets, files },
    {
      name: textArg(args, 'tenant') ?? '',
      file: textArg(args, 'file') ?? '',
      withoutSecrets: flagArg(args, 'withoutSecrets'),
      ...(cell === undefined ? {} : { cell }),
      onProgress: ({ rows, total }) =>
        context.say({ kind: 'progress', label: LABELS[locale].restore, done: rows, total }),
    },
  );
  if (!done.ok) return done;
  await platform.services.refresh();
  // People who are here already may enter at once.
  platform.services.callers.forget();
  const { tenant, ...report } = done.value;
  await audit(application.control, {
    tenant: idOf(tenant),
    ...authorOf(platform.caller),
    action: 'tenant.restore',
    detail: { ...report },
  });
  return ok({ tenant: tenant.name, id: tenant.id, ...report });
}

export const BACKUP_COMMANDS = { backup: backupCommand, restore: restoreCommand } as const satisfies Readonly<
  Record<string, Command>
>;
