import { readFile } from 'node:fs/promises';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { composePacks, TENANT_PACK } from '../../../schema/model/compose.ts';
import { lintBehaviour } from '../../../schema/model/lint-behaviour.ts';
import { lintPack } from '../../../schema/model/lint.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import type { Model } from '../../../schema/model/model.ts';
import { shapeHash } from '../../../schema/model/shape.ts';
import type { Template } from '../../../schema/template/template.ts';
import { planGraphql } from '../../compile/graphql-plan.ts';
import { listTemplateVersions } from '../../db/control-templates.ts';
import { findTenant, idOf } from '../../db/control-tenants.ts';
import { changesBetween, planFor, publishFor, rollbackFor } from '../../graphql/platform/template-service.ts';
import { documentOf } from '../../graphql/platform/template-document.ts';
import { readPackFile, shippedPackNames, shippedPacks } from '../../import/pack-files.ts';
import { issueView } from './upgrade.ts';
import {
  listArg,
  textArg,
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandResult,
} from '../command-context.ts';

/**
 * `template validate <path>`: form, meaning and what a shipped pack must have, all problems at once. A pack that needs
 * others is checked together with those that ship.
 */
export async function templateValidate(args: CommandArgs, locale: Locale): Promise<Result<CommandResult>> {
  const read = await readPackFile(textArg(args, 'path') ?? '');
  if (!read.ok) return read;
  const pack = read.value;
  const lint = pack.pack === TENANT_PACK ? [] : lintPack(pack);
  const composed = await whole(pack);
  if (!composed.ok) return refused([...composed.issues, ...lint]);
  const resolved = resolveModel(composed.value);
  if (!resolved.ok) return refused([...resolved.issues, ...lint]);
  if (lint.length > 0) return refused(lint);
  // A template that resolves must also have an API; if it has none, that is our mistake and is thrown.
  planGraphql(resolved.value);
  return ok({
    pack: pack.pack,
    version: pack.version,
    entities: resolved.value.entities.length,
    shapeHash: shapeHash(resolved.value),
    // What holds and yet may surprise: gaps in decision tables, automations that set each other off.
    warnings: lintBehaviour(resolved.value).map((found) => issueView(found, locale)),
  });
}

/** A pack with the shipped packs that it needs; a tenant's template is whole as it is. */
async function whole(template: Template): Promise<Result<Template>> {
  if (template.pack === TENANT_PACK) return ok(template);
  const known = await shippedPackNames();
  const needed = await shippedPacks(Object.keys(template.requires ?? {}).filter((name) => known.includes(name)));
  return needed.ok ? composePacks([...needed.value.filter(({ pack }) => pack !== template.pack), template]) : needed;
}

/** `template diff <a> <b>`: what changes from one to the other, as sentences and as API clients notice it. */
export async function templateDiff(args: CommandArgs, locale: Locale): Promise<Result<CommandResult>> {
  const [before, after] = [await modelOf(textArg(args, 'a') ?? ''), await modelOf(textArg(args, 'b') ?? '')];
  if (!before.ok || !after.ok) return refused([...(before.ok ? [] : before.issues), ...(after.ok ? [] : after.issues)]);
  const { changes, apiChanges } = changesBetween(before.value, after.value, locale);
  return ok({ changes, apiChanges });
}

async function modelOf(path: string): Promise<Result<Model>> {
  const template = await wholeFile(path);
  return template.ok ? resolveModel(template.value) : template;
}

async function wholeFile(path: string): Promise<Result<Template>> {
  const read = await readPackFile(path);
  return read.ok ? whole(read.value) : read;
}

/** `plan <tenant> <template.json>`: what publishing would do and what stands in its way. */
export async function plan(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const input = await inputOf(args);
  if (!input.ok) return input;
  const planned = await planFor(context.platform, input.value);
  if (!planned.ok) return planned;
  const { plan: found, changes, apiChanges } = planned.value;
  const { baseVersion, version, tables, atOnce, estimateMs, dropped } = found;
  // What stands in the way is part of the plan, beside what would be done: one is no use without the other.
  return ok({
    ready: found.issues.length === 0,
    issues: found.issues.map((one) => issueView(one, context.platform.locale)),
    baseVersion,
    version,
    shapeHash: found.shapeHash,
    changes,
    apiChanges,
    tables,
    atOnce,
    estimateMs,
    dropped,
    steps: found.ddl.steps,
  });
}

/** `publish <tenant> <template.json> [--note …] [--empty Entity.field] [--despite-tests <why>]` */
export async function publishTemplate(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const input = await inputOf(args);
  if (!input.ok) return input;
  const published = await publishFor(context.platform, {
    ...input.value,
    note: textArg(args, 'note') ?? '',
    despiteTests: textArg(args, 'despiteTests'),
  });
  return published.ok
    ? ok({ tenant: input.value.tenant, version: published.value.version, shapeHash: published.value.shapeHash })
    : published;
}

async function inputOf(args: CommandArgs): Promise<Result<Parameters<typeof planFor>[1]>> {
  const template = await wholeFile(textArg(args, 'file') ?? '');
  if (!template.ok) return template;
  return ok({
    tenant: textArg(args, 'tenant') ?? '',
    document: documentOf(template.value),
    draft: '',
    emptyFailedCasts: listArg(args, 'empty'),
  });
}

/** `rollback <tenant> <version>` */
export async function rollbackTemplate(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const text = textArg(args, 'version') ?? '';
  const version = Number(text);
  if (!Number.isInteger(version)) return refused([issue('CLI_NUMBER', '/version', { value: text })]);
  const tenant = textArg(args, 'tenant') ?? '';
  const published = await rollbackFor(context.platform, { tenant, version, note: textArg(args, 'note') ?? '' });
  return published.ok
    ? ok({ tenant, version: published.value.version, shapeHash: published.value.shapeHash })
    : published;
}

/** `versions <tenant>`, newest first. */
export async function versions(context: CommandContext, args: CommandArgs): Promise<Result<CommandResult>> {
  const name = textArg(args, 'tenant') ?? '';
  const tenant = await findTenant(context.application.control, name);
  if (tenant === null) return refused([issue('TENANT_NOT_FOUND', '/tenant', { tenant: name })]);
  const rows = await listTemplateVersions(context.application.control, idOf(tenant));
  return ok({
    versions: rows.map(({ number, at, note, shapeHash: hash, despiteTests }) => ({
      version: number,
      at: new Date(at).toISOString(),
      note,
      ...((despiteTests ?? null) === null ? {} : { despiteTests }),
      shapeHash: hash,
    })),
  });
}

/** A JSON file, for maps: `CLI_FILE_MISSING`, `IMPORT_MAP_FORM`. */
export async function readJson(path: string): Promise<Result<unknown>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return refused([issue('CLI_FILE_MISSING', '', { path })]);
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return refused([issue('IMPORT_MAP_FORM', '', { reason: 'JSON' })]);
  }
}

export const TEMPLATE_COMMANDS = {
  plan,
  publish: publishTemplate,
  rollback: rollbackTemplate,
  versions,
} as const satisfies Readonly<Record<string, Command>>;
