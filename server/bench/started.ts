import { freePort } from './child.ts';
import type { BenchPlace, RunningSystem, SystemName } from './contract.ts';
import { formworkSystem } from './formwork-system.ts';
import { LIMIT_SYSTEM } from './limit-system.ts';
import { PEERS } from './peers/systems.ts';
import type { BenchData } from './prepare.ts';

/** A system whose server runs. */
export interface StartedSystem {
  readonly name: SystemName;
  readonly title: string;
  readonly version: string;
  readonly port: number;
  readonly running: RunningSystem;
}

export interface StartOptions {
  readonly data: BenchData;
  readonly folder: string;
  readonly pin: readonly string[];
  readonly say: (text: string) => void;
}

/** Starts the systems one after the other; one that can't be is told of and left out. */
export async function startSystems(
  names: readonly SystemName[],
  { data, folder, pin, say }: StartOptions,
): Promise<readonly StartedSystem[]> {
  const known = [LIMIT_SYSTEM, ...PEERS, formworkSystem(data.tenant)];
  const started: StartedSystem[] = [];
  for (const name of names) {
    const system = known.find((one) => one.name === name);
    const port = await freePort();
    const place: BenchPlace = { databaseUrl: data.databaseUrl, folder, port, samples: data.samples };
    try {
      if (system === undefined) throw new Error('it is not there');
      await system.prepare(place);
      const running = await system.start(place, pin);
      started.push({ name, title: system.title, version: system.version, port, running });
      say(`${system.title}: ${Math.round(running.startMs)} ms to its first answer`);
    } catch (error) {
      say(`${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return started;
}
