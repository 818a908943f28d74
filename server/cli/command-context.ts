import { must, type Result } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { AppUserEntity } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { userRow, type UserRow } from '../db/control-queries.ts';
import type { Application } from '../graphql/application.ts';
import { callersOf } from '../graphql/platform/caller.ts';
import { platformLoaders } from '../graphql/platform/loaders.ts';
import type { PlatformContext, PlatformServices } from '../graphql/platform/platform-context.ts';
import { signInThrottle } from '../graphql/platform/sign-in-throttle.ts';
import { ensureOperator } from '../http/operator.ts';

/** What a command can say while it works. */
export type CommandEvent =
  | { readonly kind: 'progress'; readonly label: string; readonly done: number; readonly total: number }
  /** A piece of the output itself, such as rows of an export. */
  | { readonly kind: 'data'; readonly text: string };

/** With what a command works: here, or in the server that has the data folder. */
export interface CommandContext {
  readonly application: Application;
  /** The platform's services as its operator. */
  readonly platform: PlatformContext;
  readonly locale: Locale;
  readonly say: (event: CommandEvent) => void;
}

/** What came of a command: plain JSON. */
export type CommandResult = Readonly<Record<string, unknown>>;
/** Arguments as they travel: plain JSON, checked by each command. */
export type CommandArgs = Readonly<Record<string, unknown>>;

export type Command = (context: CommandContext, args: CommandArgs) => Promise<Result<CommandResult>>;

/** Commands act as the operator: whoever may read the data folder may do all that the operator may. */
export async function commandContext(
  application: Application,
  options: { readonly locale: Locale; readonly say: CommandContext['say']; readonly services?: PlatformServices },
): Promise<CommandContext> {
  const { locale, say } = options;
  const services: PlatformServices = options.services ?? {
    publishing: application.publishing,
    callers: callersOf(application.control, { now: application.now }),
    throttle: signInThrottle(),
    now: application.now,
    refresh: () => application.registry.refresh(),
  };
  const user = await operatorOf(application.control);
  const platform: PlatformContext = {
    services,
    loaders: platformLoaders(application.control),
    caller: { kind: 'user', user, memberships: [], sessionHash: '' },
    locale,
    address: 'local',
    session: { present: undefined, start: () => undefined, end: () => undefined },
  };
  return { application, platform, locale, say };
}

/** The operator's account; an empty server gets one, whose password `serve` shows or an operator sets. */
async function operatorOf(control: ControlPlane): Promise<UserRow> {
  const made = await ensureOperator(control, { isDemo: false });
  if (made !== undefined) return made.user;
  const found = await control.asSystem((em) =>
    em.findOne(AppUserEntity, { isOperator: true }, { orderBy: { createdAt: 'asc' } }),
  );
  return userRow(must(found, 'an operator'));
}

/** An argument that is a text; commands check further. */
export function textArg(args: CommandArgs, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagArg(args: CommandArgs, name: string): boolean {
  return args[name] === true;
}

/** A list of texts, also written with commas. */
export function listArg(args: CommandArgs, name: string): readonly string[] {
  const value = args[name];
  const items: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return items
    .filter((item) => typeof item === 'string')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
