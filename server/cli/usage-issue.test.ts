import { Argument, Command, CommanderError, Option } from 'commander';
import { expect, it } from 'vitest';
import type { Issue } from '../../schema/core/result.ts';
import { must } from '../../schema/core/result.ts';
import { commandWords, usageIssue } from './usage-issue.ts';

/** A program as ours is made; what its sentences say is commander's, and a newer one may say it otherwise. */
function program(): Command {
  const made = new Command('formwork').exitOverride().configureOutput({ writeErr: () => undefined });
  const tenant = made.command('tenant').exitOverride();
  tenant
    .command('create')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .argument('<name>')
    .requiredOption('--packs <packs>')
    .addOption(new Option('--lang <lang>').choices(['en', 'zh-CN']))
    .addArgument(new Argument('[kind]').choices(['small', 'large']))
    .action(() => undefined);
  return made;
}

function misused(line: string): Issue | undefined {
  const made = program();
  const argv = line.split(' ').filter((word) => word !== '');
  let found: unknown;
  try {
    made.parse(argv, { from: 'user' });
  } catch (error) {
    found = error;
  }
  const error = must(found instanceof CommanderError ? found : undefined, 'a mistake');
  return usageIssue(error, commandWords(made, argv));
}

it.each<[string, string, Record<string, string>]>([
  ['tenants', 'CLI_COMMAND_UNKNOWN', { command: 'tenants' }],
  ['tenant make', 'CLI_COMMAND_UNKNOWN', { command: 'tenant make' }],
  ['tenant create --packs core', 'CLI_MISSING', { what: '<name>', command: 'tenant create ' }],
  ['tenant create a', 'CLI_MISSING', { what: '--packs <packs>', command: 'tenant create ' }],
  ['tenant create a --packs', 'CLI_MISSING', { what: '--packs <packs>', command: 'tenant create ' }],
  ['tenant create a --packs core --nope', 'CLI_SURPLUS', { what: '--nope', command: 'tenant create ' }],
  ['tenant create a small b --packs core', 'CLI_SURPLUS', { what: 'b', command: 'tenant create ' }],
  [
    'tenant create a --packs core --lang fr',
    'CLI_CHOICE',
    { what: '--lang <lang>', value: 'fr', allowed: 'en, zh-CN' },
  ],
  ['tenant create a tiny --packs core', 'CLI_CHOICE', { what: '<kind>', value: 'tiny', allowed: 'small, large' }],
])('[CLI-2] “%s” is refused with %s', (line, code, params) => {
  expect(misused(line)).toMatchObject({ code, params });
});

it('[CLI-2] help and what is no mistake of the command line are no issue', () => {
  expect(usageIssue(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'), [])).toBeUndefined();
  expect(usageIssue(new CommanderError(1, 'commander.another', 'error'), [])).toBeUndefined();
});
