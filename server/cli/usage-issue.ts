import type { Command, CommanderError } from 'commander';
import { issue, type Issue } from '../../schema/core/result.ts';

/** Kinds of mistakes on a command line, by what commander calls them. Issues: CLI_COMMAND_UNKNOWN, CLI_MISSING, CLI_SURPLUS, CLI_CHOICE. */
const KINDS: Readonly<Record<string, 'CLI_COMMAND_UNKNOWN' | 'CLI_MISSING' | 'CLI_SURPLUS' | 'CLI_CHOICE'>> = {
  'commander.unknownCommand': 'CLI_COMMAND_UNKNOWN',
  'commander.missingArgument': 'CLI_MISSING',
  'commander.missingMandatoryOptionValue': 'CLI_MISSING',
  'commander.optionMissingArgument': 'CLI_MISSING',
  'commander.unknownOption': 'CLI_SURPLUS',
  'commander.excessArguments': 'CLI_SURPLUS',
  'commander.invalidArgument': 'CLI_CHOICE',
};

/**
 * A command line that was not understood, as an issue; nothing where help was asked for. Commander tells what is meant
 * in its English sentence alone: names stand in quotes, what is too much behind a colon.
 */
export function usageIssue({ code, message }: CommanderError, command: readonly string[]): Issue | undefined {
  const kind = KINDS[code];
  if (kind === undefined) return undefined;
  const [what = '', value = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, name]) => name);
  if (kind === 'CLI_COMMAND_UNKNOWN') return issue(kind, '', { command: [...command, what].join(' ') });
  if (kind === 'CLI_CHOICE') {
    const allowed = /choices are (.*)\.$/.exec(message)?.[1] ?? '';
    // Of an option its value comes second, of an argument first.
    const params = message.includes('for argument') ? { what: `<${value}>`, value: what } : { what, value };
    return issue(kind, '', { ...params, allowed });
  }
  const surplus = /: ([^:]*)\.$/.exec(message)?.[1]?.split(', ').at(-1);
  const named = code === 'commander.missingArgument' ? `<${what}>` : what;
  const which = code === 'commander.excessArguments' ? (surplus ?? '') : named;
  return issue(kind, '', { what: which, command: command.map((word) => `${word} `).join('') });
}

/** The command that is meant, as far as it is one: `template test`. */
export function commandWords(program: Command, argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  let at = program;
  for (const word of argv) {
    const next = at.commands.find((one) => one.name() === word);
    if (next === undefined) continue;
    words.push(word);
    at = next;
  }
  return words;
}
