import { renderIssue } from '../../../schema/core/issues.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { conflictIssue } from '../../../schema/model/conflict-issue.ts';
import type { MergeConflict } from '../../../schema/model/merge.ts';
import type { Template } from '../../../schema/template/template.ts';
import { packName } from '../../graphql/platform/pack-service.ts';
import { planUpgradeFor, upgradeFor, type Upgrade, type UpgradeInput } from '../../graphql/platform/upgrade-service.ts';
import { readPackFile, shippedPackNames, shippedPacks } from '../../import/pack-files.ts';
import {
  flagArg,
  listArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';

/**
 * `upgrade <tenant> <pack>@<version> [--file …] [--dry-run]`: the pack's new version with all that the tenant changed.
 * A dry run tells changes, conflicts and what stands in the way, and is `ready` when nothing does. UPGRADE_FILE_OTHER,
 * and what the upgrade itself refuses.
 */
export async function upgrade(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const input = await inputOf(args);
  if (!input.ok) return input;
  const { tenant } = input.value;
  const { locale } = context;
  if (!flagArg(args, 'dryRun')) {
    const done = await upgradeFor(context.platform, { ...input.value, note: textArg(args, 'note') ?? '' });
    if (!done.ok) return done;
    const { version, shapeHash, plan } = done.value.published;
    const warnings = plan.warnings.map((found) => issueView(found, locale));
    return ok({ tenant, version, shapeHash, ...upgradeView(done.value, locale), warnings });
  }
  const planned = await planUpgradeFor(context.platform, input.value);
  if (!planned.ok) return planned;
  const { plan, issues } = planned.value;
  return ok({
    dryRun: true,
    ready: issues.length === 0,
    tenant,
    ...upgradeView(planned.value, locale),
    issues: issues.map((found) => issueView(found, locale)),
    warnings: (plan?.warnings ?? []).map((found) => issueView(found, locale)),
  });
}

async function inputOf(args: CommandArgs): Promise<Result<UpgradeInput>> {
  const tenant = textArg(args, 'tenant') ?? '';
  const pack = textArg(args, 'pack') ?? '';
  const path = textArg(args, 'file');
  const shipped = await shippedPacks(await shippedPackNames());
  if (!shipped.ok) return shipped;
  const input = {
    tenant,
    pack,
    given: shipped.value,
    emptyFailedCasts: listArg(args, 'empty'),
    despiteTests: textArg(args, 'despiteTests'),
  };
  if (path === undefined) return ok(input);
  const document = await readPackFile(path);
  if (!document.ok) return document;
  const other = otherPack(pack, document.value, path);
  if (other !== undefined) return refused([other]);
  // The file is what is meant, also where a newer version is kept.
  return ok({ ...input, pack: `${document.value.pack}@${document.value.version}`, document: document.value });
}

/** A file must hold what was asked for: else a slip of the hand upgrades to something else. */
function otherPack(wanted: string, { pack, version }: Template, path: string): Issue | undefined {
  const { name, range } = packName(wanted);
  const isMeant = name === pack && (range === '*' || range === version);
  return isMeant ? undefined : issue('UPGRADE_FILE_OTHER', '/file', { path, found: `${pack}@${version}`, wanted });
}

function upgradeView({ pack, from, to, changes, apiChanges, conflicts }: Upgrade, locale: Locale): CommandResult {
  return { pack, from, to, changes, apiChanges, conflicts: conflicts.map((one) => conflictView(one, locale)) };
}

/** A conflict with its sides whole for programs, and as a sentence for people. */
function conflictView(conflict: MergeConflict, locale: Locale): CommandResult {
  const { message, cure } = renderIssue(conflictIssue(conflict), locale);
  return { ...conflict, path: pointer('', ...conflict.path), keeps: 'tenant', sentence: message, cure };
}

/** An issue with its sentence and cure, for reports. */
export function issueView(found: Issue, locale: Locale): CommandResult {
  const { code, path, params, message, cure } = renderIssue(found, locale);
  return { code, path, params, sentence: `${code}: ${message} → ${cure}`, message, cure };
}

export const UPGRADE_COMMANDS = { upgrade } as const satisfies Readonly<Record<string, Command>>;
