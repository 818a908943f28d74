import chromium from '@sparticuz/chromium';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium as playwright, type BrowserContext } from 'playwright-core';

/** A browser with a profile on the disk that can be killed as the power kills it, and started again. */
export interface KillableBrowser {
  /** The context of the profile, of the browser that was started last. */
  start(): Promise<BrowserContext>;
  /** The context of the browser that runs. */
  context(): BrowserContext;
  /** Ends all its processes at once (`SIGKILL`). */
  kill(): Promise<void>;
  /** Kills it and removes the profile. */
  stop(): Promise<void>;
}

export async function killableBrowser(locale: string): Promise<KillableBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'formwork-profile-'));
  let running: BrowserContext | undefined;
  let end = async (): Promise<void> => {};
  return {
    async start() {
      const child = spawn(
        await chromium.executablePath(),
        [
          ...['--headless', '--no-sandbox', '--font-render-hinting=none', '--remote-debugging-port=0'],
          ...[`--user-data-dir=${profile}`, `--lang=${locale}`, '--window-size=1440,900', 'about:blank'],
        ],
        // A group of its own, so that none of its processes outlives it.
        { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      end = async () => {
        if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
        const over = once(child, 'exit');
        process.kill(-child.pid, 'SIGKILL');
        await over;
      };
      const browser = await playwright.connectOverCDP(await addressIn(child.stderr));
      const [context] = browser.contexts();
      if (context === undefined) throw new Error('Broken invariant: a browser has a context');
      running = context;
      return context;
    },
    context() {
      if (running === undefined) throw new Error('Broken invariant: the browser was started');
      return running;
    },
    kill: () => end(),
    async stop() {
      await end();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where its debugger listens, as it says when it starts. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The browser did not start');
}
