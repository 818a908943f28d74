import { LIMITS } from '../../schema/core/limits.ts';
import { entityId } from '../../schema/core/ids.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { STALE_VERSION_STATE } from '../compile/ddl-system.ts';
import type { Actor } from '../compile/read-plan.ts';
import { pgFailureOf, issueOfError } from '../db/pg-errors.ts';
import { listTenantPeople } from '../db/tenant-people.ts';
import type { TenantJob, TenantJobContext } from '../graphql/jobs/tenant-job.ts';
import { memorySource } from './csv-source.ts';
import type { ImportContext } from './import-context.ts';
import { openImport } from './import-csv.ts';
import { sortedIssues } from './import-issues.ts';
import { ImportRows } from './import-rows.ts';
import { claimImport, endImport, importById, OPEN, releaseImport, type KeptImport } from './kept-imports.ts';
import { undoImport } from './undo-import.ts';
import { ImportWriting, Interrupted, type Pace } from './write-import.ts';

/** How long a piece goes on before other tenants have their turn. */
const PIECE_MS = 4_000;
/** How long a claim holds without a sign of life: a process that was killed is followed by another then. */
const CLAIM_MS = 20_000;

/**
 * Writes the imports that people asked for, and takes back what they asked to take back, piece by piece, with the
 * rights of who asked as they are now. SPEC [IMP-32], [IMP-33].
 */
export const IMPORT_JOB: TenantJob = {
  name: 'imports',
  isLong: true,
  due: `exists (select from "@tenant".fw_import_run where ${OPEN} and (claimed_until is null or claimed_until <= $1::timestamptz))`,
  async run(context) {
    const { place } = context.handle;
    const pace = paceOf(context.now);
    const claimed = await claimImport(place, { now: context.now.toISOString(), until: pace.claimUntil() });
    if (claimed === undefined) return 0;
    const { kept, content } = claimed;
    try {
      if (kept.state === 'undoing') await undo(context, kept, pace);
      else await write(context, { kept, content }, pace);
    } catch (error) {
      await failed(context, kept, error);
    }
    return 1;
  },
};

function paceOf(now: Date): Pace {
  const startedAt = performance.now();
  const passed = (): number => performance.now() - startedAt;
  return {
    isOver: () => passed() > PIECE_MS,
    claimUntil: () => new Date(now.getTime() + passed() + CLAIM_MS).toISOString(),
  };
}

async function write(
  job: TenantJobContext,
  { kept, content }: { readonly kept: KeptImport; readonly content: string },
  pace: Pace,
): Promise<void> {
  const { place } = job.handle;
  const now = job.now.toISOString();
  const context = await contextOf(job, kept, kept.askedBy);
  if (kept.stop || context === undefined) {
    const issues = context === undefined ? [issue('FORBIDDEN', '', { entity: kept.entity })] : undefined;
    await endImport(place, kept.id, { state: 'stopped', now, ...(issues === undefined ? {} : { issues }) });
    return;
  }
  const options = { entity: kept.entity, source: memorySource(kept.name, content), map: kept.map };
  const opened = await openImport(context, options);
  const wrong = opened.ok ? await wrongCells(kept, new ImportRows(options, opened.value)) : opened.issues;
  if (!opened.ok || wrong.length > 0) {
    await endImport(place, kept.id, { state: 'failed', now, issues: wrong.slice(0, LIMITS.importWizardIssuesMax) });
    return;
  }
  const isDone = await new ImportWriting(context, { kept, job: opened.value, options }).goOn(pace);
  if (isDone) await endImport(place, kept.id, { state: 'done', now });
  else await releaseImport(place, kept.id);
}

/** What is wrong in the file itself: then nothing is written. Looked at once, before the first batch. */
async function wrongCells({ rowsDone }: KeptImport, rows: ImportRows): Promise<readonly Issue[]> {
  return rowsDone > 0 ? [] : sortedIssues((await rows.read()).issues);
}

async function undo(job: TenantJobContext, kept: KeptImport, pace: Pace): Promise<void> {
  const { place, shape } = job.handle;
  const now = job.now.toISOString();
  const entity = shape.model.entities.find(({ id }) => id === entityId(kept.entity));
  const context = await contextOf(job, kept, kept.undoBy);
  if (entity === undefined || context === undefined) {
    await endImport(place, kept.id, {
      state: 'undone',
      now,
      issues: [...kept.issues, issue('FORBIDDEN', '', { entity: kept.entity })],
    });
    return;
  }
  if (await undoImport(context, { kept, entity, pace })) await endImport(place, kept.id, { state: 'undone', now });
  else await releaseImport(place, kept.id);
}

/** The import as its person, with the rights that are left of those it was asked with; nobody when they are gone. */
async function contextOf(
  { application, handle, now }: TenantJobContext,
  kept: KeptImport,
  who: string | null,
): Promise<ImportContext | undefined> {
  const { shape, place, ref } = handle;
  const actor = await actorOf(handle.place, kept, who);
  if (actor === undefined || actor.roles.length === 0) return undefined;
  return {
    shape,
    database: place.database,
    tenant: ref,
    access: shape.accessOf(actor.roles).access,
    actor,
    locale: kept.locale,
    secrets: application.secrets,
    requestId: `import-${kept.id}`,
    now: () => now,
  };
}

async function actorOf(
  place: TenantJobContext['handle']['place'],
  { isPerson, roles }: KeptImport,
  who: string | null,
): Promise<Actor | undefined> {
  const person = (await listTenantPeople(place)).find(({ id }) => id === who);
  if (person === undefined)
    return isPerson ? undefined : { id: null, name: '', email: '', role: roles[0] ?? '', roles, departments: [] };
  const present = new Set([...person.roles, ...person.earned]);
  // A token has the roles that it was given, whatever its person's are.
  const held = isPerson ? roles.filter((role) => present.has(role)) : roles;
  const { id, name, departments } = person;
  return { id, name, email: '', role: held[0] ?? '', roles: held, departments };
}

/** What was stopped or taken over is no failure; what may pass is tried again by who claims it next. */
async function failed({ handle, now }: TenantJobContext, kept: KeptImport, error: unknown): Promise<void> {
  const { place, shape } = handle;
  if (error instanceof Interrupted) {
    const present = await importById(place, kept.id);
    if (present?.stop === true) await endImport(place, kept.id, { state: 'stopped', now: now.toISOString() });
    return;
  }
  await releaseImport(place, kept.id);
  const known = issueOfError(error, shape.constraints);
  if (known === undefined && pgFailureOf(error)?.sqlState !== STALE_VERSION_STATE)
    await endImport(place, kept.id, {
      state: kept.state === 'undoing' ? 'undone' : 'failed',
      now: now.toISOString(),
      issues: [...kept.issues, issue('INTERNAL', '', { requestId: `import-${kept.id}` })],
    });
  throw error;
}
