import type { Command } from './command-context.ts';
import { BACKUP_COMMANDS } from './commands/backup.ts';
import { DATA_COMMANDS } from './commands/data.ts';
import { LEDGER_COMMANDS } from './commands/ledger.ts';
import { POINTS_COMMANDS } from './commands/points.ts';
import { TEMPLATE_COMMANDS } from './commands/templates.ts';
import { TENANT_COMMANDS } from './commands/tenants.ts';
import { UPGRADE_COMMANDS } from './commands/upgrade.ts';

/** Commands that need a database, by the name under which they travel to a running server. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({
    ...TENANT_COMMANDS,
    ...TEMPLATE_COMMANDS,
    ...UPGRADE_COMMANDS,
    ...DATA_COMMANDS,
    ...BACKUP_COMMANDS,
    ...LEDGER_COMMANDS,
    ...POINTS_COMMANDS,
  }),
);

/** The command of that name. */
export function commandNamed(name: string): Command | undefined {
  return COMMANDS.get(name);
}
