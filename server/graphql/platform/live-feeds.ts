import { LIMITS } from '../../../schema/core/limits.ts';
import type { TenantId } from '../../../schema/core/ids.ts';
import { LIVE_CHANNEL, readLive, type LiveState } from '../../db/control-live.ts';
import type { ControlPlane } from '../../db/control-plane.ts';

/** The tenants that somebody watches from this process. */
export interface LiveFeeds {
  /** What goes on in the tenant: at once, and whenever it is another. Only the latest is kept for who is slow. */
  watch(tenant: TenantId): LiveWatch;
  close(): Promise<void>;
}

export interface LiveWatch {
  /** `undefined` once the watch has ended. */
  next(): Promise<LiveState | undefined>;
  end(): void;
}

/** One reader a tenant however many watch: each 400 ms, and at once when told. A failed look is made again. */
export async function openLiveFeeds(
  control: ControlPlane,
  { onError, pollMs = LIMITS.livePollMs }: { readonly onError: (error: unknown) => void; readonly pollMs?: number },
): Promise<LiveFeeds> {
  const feeds = new Map<TenantId, LiveFeed>();
  const stopListening = await control.database.listen(LIVE_CHANNEL, (tenant) => {
    for (const [id, feed] of feeds) if (id === tenant) feed.look();
  });
  return {
    watch(tenant) {
      const feed = feeds.get(tenant) ?? new LiveFeed(() => readLive(control, tenant), { onError, pollMs });
      feeds.set(tenant, feed);
      return feed.join(() => {
        if (feeds.get(tenant) === feed) feeds.delete(tenant);
      });
    },
    async close() {
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
      await stopListening();
    },
  };
}

interface Listener {
  readonly tell: (state: LiveState) => void;
  readonly end: () => void;
}

class LiveFeed {
  readonly #read: () => Promise<LiveState>;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  readonly #timer: NodeJS.Timeout;
  #last: { readonly text: string; readonly state: LiveState } | undefined;
  #looking = false;
  #again = false;

  constructor(
    read: () => Promise<LiveState>,
    { onError, pollMs }: { readonly onError: (error: unknown) => void; readonly pollMs: number },
  ) {
    this.#read = read;
    this.#onError = onError;
    this.#timer = setInterval(() => this.look(), pollMs);
    this.#timer.unref();
    this.look();
  }

  join(onEmpty: () => void): LiveWatch {
    const mailbox = openMailbox(() => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      onEmpty();
    });
    const listener: Listener = { tell: (state) => mailbox.put(state), end: () => mailbox.end() };
    this.#listeners.add(listener);
    if (this.#last !== undefined) mailbox.put(this.#last.state);
    return mailbox;
  }

  /** Who asks while a look is under way wants what is true after he asked. */
  look(): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    this.#read()
      .then((state) => this.#tell(state), this.#onError)
      .finally(() => {
        this.#looking = false;
        if (!this.#again || this.#listeners.size === 0) return;
        this.#again = false;
        this.look();
      });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { end } of this.#listeners) end();
  }

  #tell(state: LiveState): void {
    const text = JSON.stringify(state);
    if (text === this.#last?.text) return;
    this.#last = { text, state };
    for (const { tell } of this.#listeners) tell(state);
  }
}

/** Holds the latest state until it is fetched. */
function openMailbox(onEnd: () => void): LiveWatch & { readonly put: (state: LiveState) => void } {
  let waiting: LiveState | undefined;
  let ended = false;
  let wake: (() => void) | undefined;
  return {
    put(state) {
      waiting = state;
      wake?.();
    },
    async next() {
      for (;;) {
        if (ended) return undefined;
        const state = waiting;
        waiting = undefined;
        if (state !== undefined) return state;
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
    end() {
      if (ended) return;
      ended = true;
      onEnd();
      wake?.();
    },
  };
}
