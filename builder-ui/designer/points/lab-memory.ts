import { createStore, get, set } from 'idb-keyval';
import type { Template } from '../../../schema/template/template.ts';

/** A question to the lab that was answered before: its run on the server, and the rules that were asked about. */
export interface RememberedRun {
  readonly id: string;
  readonly asked: Template;
}

/** The latest question of this person in this browser (SPEC [DSG-132]); the answer itself stays on the server. */
export interface LabMemory {
  read(): Promise<RememberedRun | null>;
  write(run: RememberedRun): Promise<void>;
}

/** In the browser's own database. Where there is none, nothing is remembered. */
export function labMemory(person: string, tenant: string): LabMemory {
  const store = createStore('formwork-lab', 'runs');
  const key = `1/${person}/${tenant}`;
  return {
    read: async () => (await get<RememberedRun>(key, store).catch(() => undefined)) ?? null,
    write: async (run) => set(key, run, store).catch(() => undefined),
  };
}
