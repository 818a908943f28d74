import type { Locale } from '../../../../schema/core/text.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { isApiRow } from '../../documents/row-values.ts';
import type { BulkTarget } from './bulk-targets.ts';

/** A row that was not changed, and why. */
export interface BulkRefusal {
  readonly target: BulkTarget;
  readonly message: string;
  readonly cure: string;
}

export interface BulkResult {
  /** With the versions that they have now. */
  readonly done: readonly BulkTarget[];
  readonly refused: readonly BulkRefusal[];
}

/** A write of one row. */
export interface BulkWrite {
  readonly query: string;
  readonly variables: (target: BulkTarget) => Readonly<Record<string, unknown>>;
}

export interface BulkRun {
  readonly tenant: string;
  readonly locale: Locale;
  readonly targets: readonly BulkTarget[];
  readonly write: BulkWrite;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** Writes under way at the same time: more would only wait for each other at the server. */
const AT_ONCE = 4;

/**
 * Writes row by row, each under its own version and by its own rules (SPEC [WRK-32]); what is refused keeps nothing
 * else from being written. After a stop the rest is left as it is.
 */
export async function bulkRun(run: BulkRun): Promise<BulkResult> {
  const { tenant, locale, targets, write, onProgress, signal } = run;
  const done: BulkTarget[] = [];
  const refused: BulkRefusal[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let target = targets[next++]; target !== undefined && !signal.aborted; target = targets[next++]) {
      const wrote = await written(tenant, { ...write, locale, target });
      if ('message' in wrote) refused.push(wrote);
      else done.push(wrote);
      onProgress(done.length + refused.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, refused };
}

async function written(
  tenant: string,
  { query, variables, locale, target }: BulkWrite & { readonly locale: Locale; readonly target: BulkTarget },
): Promise<BulkRefusal | BulkTarget> {
  try {
    const given = { id: target.id, version: target.version, key: crypto.randomUUID(), ...variables(target) };
    const answer = await askTenant<{ readonly row?: unknown }>(tenant, { query, variables: given, locale });
    if (answer.ok) {
      const { row } = answer.data;
      const version = isApiRow(row) ? Number(row['version']) : target.version;
      return { ...target, version };
    }
    return {
      target,
      message: answer.issues.map(({ message }) => message).join(' '),
      cure: answer.issues.map(({ cure }) => cure).join(' '),
    };
  } catch (error) {
    return { target, message: error instanceof Error ? error.message : '', cure: '' };
  }
}
