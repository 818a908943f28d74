import { v7 as uuid } from 'uuid';
import type { TenantId, UserId } from '../../../schema/core/ids.ts';
import { issue, type Result } from '../../../schema/core/result.ts';
import { addLabRun, beatLabRun, endLabRun } from '../../db/control-lab.ts';
import type { ControlPlane } from '../../db/control-plane.ts';

/** A calculation; told to stop, it throws out of its own progress. */
export type LabWork = (
  onProgress: (done: number, total: number) => void,
) => Promise<Result<Readonly<Record<string, unknown>>>>;

/** Long calculations of this process. How far they are is written down, so that any process can tell. */
export interface LabRuns {
  /** Begins the work and gives its id, when it has ended or after a second, whichever is first. */
  start(tenant: TenantId, author: UserId | null, work: LabWork): Promise<string>;
  /** Ends what runs; it is told as cut short. */
  close(): Promise<void>;
}

const AT_ONCE_MAX = 2;
const BEAT_MS = 500;
const PATIENCE_MS = 1_000;

/** Two calculations at a time, since they take the processor from everybody; others wait their turn. */
export function openLabRuns(
  control: ControlPlane,
  { onError }: { readonly onError: (error: unknown) => void },
): LabRuns {
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let free = AT_ONCE_MAX;
  let stopped = false;

  async function turn(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((go) => waiting.push(go));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  async function run(tenant: TenantId, id: string, work: LabWork): Promise<void> {
    let [done, total] = [0, 0];
    const beat = setInterval(() => {
      beatLabRun(control, tenant, { id, done, total }).catch(onError);
    }, BEAT_MS);
    await turn();
    try {
      const found = await work((now, all) => {
        if (stopped) throw new Stopped();
        [done, total] = [now, all];
      });
      clearInterval(beat);
      await beatLabRun(control, tenant, { id, done, total });
      const end = found.ok
        ? ({ state: 'done', answer: found.value } as const)
        : ({ state: 'failed', issues: found.issues } as const);
      await endLabRun(control, tenant, id, end);
    } catch (error) {
      clearInterval(beat);
      if (!(error instanceof Stopped)) onError(error);
      await endLabRun(control, tenant, id, { state: 'failed', issues: [issue('LAB_RUN_LOST', '')] });
    } finally {
      clearInterval(beat);
      leave();
    }
  }

  return {
    async start(tenant, author, work) {
      const id = uuid();
      await addLabRun(control, tenant, { id, author });
      const own: Promise<void> = run(tenant, id, work)
        .catch(onError)
        .finally(() => running.delete(own));
      running.add(own);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((done) => {
        timer = setTimeout(done, PATIENCE_MS);
      });
      await Promise.race([own, patience]);
      clearTimeout(timer);
      return id;
    },
    async close() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}
