import { issue } from '../../schema/core/result.ts';
import { WriteRefused } from './write-operation.ts';
import { StaleRow } from './write-persist.ts';

const ATTEMPTS = 4;

/**
 * Does over what met a row that another writer was faster with, for work that reads all that it writes by itself: who
 * asked named no version, so there is nothing to compare. Throws `WriteRefused` (DATABASE_CONFLICT) after four times.
 */
export async function retriedWhenStale<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleRow)) throw error;
    }
  }
  throw new WriteRefused([issue('DATABASE_CONFLICT', '')]);
}
