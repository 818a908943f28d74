import { part } from './canonical.ts';
import type { Asker } from './ask.ts';

/** One write of one writer. */
export interface Write {
  readonly endedAt: number;
  readonly ms: number;
  readonly failure?: string;
}

/** Writers at work. */
export interface Writers {
  /** What was written since it was last asked. */
  readonly take: () => readonly Write[];
  readonly stop: () => Promise<void>;
}

const CREATE = 'mutation ($input: ItemInput!) { createItem(input: $input) { id version } }';
const UPDATE =
  'mutation ($id: ID!, $version: Int!, $patch: ItemPatch!) { updateItem(id: $id, version: $version, patch: $patch) { id version } }';

/** Each writer updates rows of its own, three times as often as it creates one. */
export function startWriters(tenants: readonly Asker[], ids: readonly string[]): Writers {
  const writes: Write[] = [];
  const ended = new AbortController();
  const each = Math.floor(ids.length / tenants.length);
  const running = tenants.map((tenant, index) =>
    new Writer(tenant, { index, ids: ids.slice(index * each, (index + 1) * each) }).run(ended.signal, writes),
  );
  return {
    take: () => writes.splice(0),
    async stop() {
      ended.abort();
      await Promise.all(running);
    },
  };
}

class Writer {
  private readonly tenant: Asker;
  private readonly index: number;
  private readonly ids: readonly string[];
  private readonly versions = new Map<string, number>();
  /** Digits are sent as the type in force takes them. */
  private digitsAre: 'text' | 'number' = 'text';
  private count = 0;

  constructor(tenant: Asker, { index, ids }: { readonly index: number; readonly ids: readonly string[] }) {
    this.tenant = tenant;
    this.index = index;
    this.ids = ids;
  }

  async run(ended: AbortSignal, writes: Write[]): Promise<void> {
    while (!ended.aborted) {
      this.count += 1;
      const began = performance.now();
      let failure: string | undefined;
      try {
        await this.write();
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
      }
      const endedAt = performance.now();
      writes.push({ endedAt, ms: endedAt - began, ...(failure === undefined ? {} : { failure }) });
    }
  }

  private async write(): Promise<void> {
    try {
      await this.once();
    } catch (error) {
      // The type has changed under the writer: a client would send the other form now.
      if (!/digits/.test(String(error))) throw error;
      this.digitsAre = this.digitsAre === 'text' ? 'number' : 'text';
      await this.once();
    }
  }

  private async once(): Promise<void> {
    const number = (this.index * 1_000_000 + this.count) % 90_000;
    const digits = this.digitsAre === 'text' ? String(number) : number;
    if (this.count % 4 === 0) {
      const input = { name: `New ${this.index}.${this.count}`, sku: `W-${this.index}-${this.count}`, digits };
      await this.tenant.ask(CREATE, { input });
      return;
    }
    const id = this.ids[this.count % this.ids.length] ?? '';
    const version = this.versions.get(id) ?? 1;
    const made = await this.tenant.ask(UPDATE, { id, version, patch: { digits, city: `City ${number % 500}` } });
    this.versions.set(id, Number(part(made, 'updateItem')['version']));
  }
}
