import type { Command } from './command-context.ts';
import { DATA_COMMANDS } from './commands/data.ts';
import { TEMPLATE_COMMANDS } from './commands/templates.ts';
import { TENANT_COMMANDS } from './commands/tenants.ts';

/** Commands that need a database, by the name under which they travel to a running server. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({ ...TENANT_COMMANDS, ...TEMPLATE_COMMANDS, ...DATA_COMMANDS }),
);

/** The command of that name. */
export function commandNamed(name: string): Command | undefined {
  return COMMANDS.get(name);
}
