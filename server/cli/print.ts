import { SingleBar, Presets } from 'cli-progress';
import { renderIssue } from '../../schema/core/issues.ts';
import type { Issue, Result } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { scalarText } from '../import/scalar-text.ts';
import type { CommandEvent, CommandResult } from './command-context.ts';

/** Exit codes of every command: done, refused with issues, not understood. */
export const EXIT = { ok: 0, refused: 1, usage: 2 } as const;

/** Where a command's words go. */
export interface Output {
  readonly json: boolean;
  readonly locale: Locale;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether a person watches: only then are bars drawn. */
  readonly isTerminal: boolean;
}

/**
 * Shows the result and gives the exit code. For machines one JSON document on standard output and nothing else. A dry
 * run that found something in the way (`ready: false`) is shown whole and counts as refused.
 */
export function printResult(result: Result<CommandResult>, output: Output): number {
  const isDone = result.ok && result.value['ready'] !== false;
  if (output.json) {
    const document = result.ok
      ? { ok: isDone, ...result.value }
      : { ok: false, issues: result.issues.map((found) => renderIssue(found, output.locale)) };
    output.stdout(`${JSON.stringify(document, null, 2)}\n`);
  } else if (result.ok) output.stdout(resultText(result.value));
  else for (const found of result.issues) output.stderr(issueText(found, output.locale));
  return isDone ? EXIT.ok : EXIT.refused;
}

/** One issue for people: where, what, and what to do. */
export function issueText(found: Issue, locale: Locale): string {
  const { message, cure, path, params } = renderIssue(found, locale);
  const line = params['line'];
  const column = params['column'];
  const place =
    line === undefined
      ? path
      : `${locale === 'en' ? 'line' : '行'} ${String(line)}${column === undefined ? '' : `, ${String(column)}`}`;
  return `${found.code}${place === '' ? '' : `  ${place}`}\n  ${message}\n  → ${cure}\n`;
}

function resultText(value: CommandResult): string {
  return Object.entries(value)
    .map(([name, item]) => `${name}: ${shown(item, '')}\n`)
    .join('');
}

function shown(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '–';
    const texts = value.map((item: unknown) => (isRecord(item) ? row(item) : scalarText(item)));
    const isShort = !value.some(isRecord) && texts.join(', ').length <= SHORT;
    return isShort ? texts.join(', ') : texts.map((text) => `\n${indent}  - ${text}`).join('');
  }
  return isRecord(value) ? row(value) : cellText(value);
}

/** Characters of a list that is one line; a longer one has a line for each item. */
const SHORT = 100;

/** A list's item in one line; of what is nested its name alone, the rest is for `--json`. */
function row(item: Readonly<Record<string, unknown>>): string {
  if (typeof item['sentence'] === 'string')
    return `${typeof item['class'] === 'string' ? `[${item['class']}] ` : ''}${item['sentence']}`;
  return Object.entries(item)
    .map(([name, part]) => [name, isRecord(part) ? (part['name'] ?? part['label']) : part] as const)
    .filter(([, part]) => part !== undefined && (typeof part !== 'object' || part === null))
    .map(([name, part]) => `${name}=${cellText(part)}`)
    .join('  ');
}

function cellText(value: unknown): string {
  const text = scalarText(value ?? '–');
  return text === '' ? '–' : text;
}

/** Draws progress where a person watches, and passes data on to standard output. */
export function eventPrinter(output: Output): {
  readonly say: (event: CommandEvent) => void;
  readonly stop: () => void;
} {
  let bar: SingleBar | undefined;
  let label = '';
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    stop,
    say(event) {
      if (event.kind === 'data') {
        if (!output.json) output.stdout(event.text);
        return;
      }
      if (!output.isTerminal || output.json) return;
      if (label !== event.label) stop();
      label = event.label;
      if (bar === undefined) {
        bar = new SingleBar(
          { format: '{label} {bar} {value}/{total}', stream: process.stderr, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(event.total, event.done, { label });
      } else {
        bar.setTotal(event.total);
        bar.update(event.done, { label });
      }
    },
  };
}
