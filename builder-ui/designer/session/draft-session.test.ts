import { describe, expect, it, vi } from 'vitest';
import { edited, resolved } from '../../../schema/cases/shipped-company.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { must } from '../../../schema/core/result.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { ServerError } from '../../data/platform-client.ts';
import type { DraftServer, KeptDraft } from './draft-server.ts';
import type { DraftMemory, RememberedDraft } from './draft-memory.ts';
import { openDraft, type DraftSession } from './draft-session.ts';

const parsed = parseTemplate({
  format: 1,
  pack: 'trips',
  version: '1.0.0',
  entities: [
    {
      id: 'Trip',
      kind: 'document',
      fields: [
        { id: 'to', type: 'text' },
        { id: 'why', type: 'text' },
      ],
    },
  ],
});
const TRIPS = must(parsed.ok ? parsed.value : undefined, 'the template');

/** A place for drafts that answers when it is told to. */
class Desk implements DraftServer {
  kept: KeptDraft | undefined;
  #isDown = false;
  #held: (() => void)[] | undefined;

  /** Answers stand until `release`. */
  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  setDown(isDown: boolean): void {
    this.#isDown = isDown;
  }

  /** A colleague keeps what is there with a label of theirs. */
  relabel(field: string, label: string): void {
    const template = this.kept?.template ?? TRIPS;
    const at = ['entities', 'Trip', 'fields', field];
    const changed = edited(template, [{ kind: 'setProperty', at, key: 'label', value: { en: label } }]);
    this.kept = { revision: (this.kept?.revision ?? 0) + 1, baseVersion: 1, template: changed };
  }

  async load(): Promise<KeptDraft | undefined> {
    const found = this.kept;
    await this.#answer();
    return found;
  }

  async keep(draft: KeptDraft): ReturnType<DraftServer['keep']> {
    if (this.#isDown) throw new ServerError('no network', 'NETWORK', '');
    const isStale = draft.revision !== (this.kept?.revision ?? 0);
    if (!isStale) this.kept = { ...draft, revision: draft.revision + 1 };
    const { revision } = this.kept ?? draft;
    await this.#answer();
    return isStale ? { kind: 'stale' } : { kind: 'kept', revision };
  }

  async discard(): Promise<void> {
    this.kept = undefined;
  }

  async version(): Promise<Template> {
    return TRIPS;
  }

  async #answer(): Promise<void> {
    const held = this.#held;
    if (held !== undefined) await new Promise<void>((go) => held.push(go));
  }
}

/** What a browser remembers between two pages. */
function browser(): DraftMemory {
  let known: RememberedDraft | undefined;
  return {
    read: async () => known,
    write: async (draft) => void (known = draft),
    forget: async () => void (known = undefined),
  };
}

async function opened(server: DraftServer, memory = browser(), now = () => 0): Promise<DraftSession> {
  return openDraft({
    base: { version: 1, template: TRIPS, model: resolved(TRIPS) },
    server,
    memory,
    now,
    labels: { takeTheirs: 'Take theirs' },
  });
}

const label = (session: DraftSession, field: string, value: string): boolean =>
  session.run('label', [
    { kind: 'setProperty', at: ['entities', 'Trip', 'fields', field], key: 'label', value: { en: value } },
  ]);
const labels = (template: Template | undefined): readonly (string | undefined)[] =>
  template?.entities?.[0]?.fields.map(({ label: text }) => text?.en) ?? [];
const shown = (session: DraftSession): readonly (string | undefined)[] => labels(session.store.getState().log.template);
const conflicts = (session: DraftSession): readonly unknown[] =>
  session.store.getState().conflicts.map(({ path, theirs }) => [path.slice(-3).join(' '), theirs]);

describe('a draft that several design', () => {
  it('[DSG-3] looking for what colleagues kept while a save is on its way takes nothing back', async () => {
    const desk = new Desk();
    const session = await opened(desk);
    label(session, 'to', 'Goal');
    await session.flush();
    label(session, 'why', 'Reason');
    desk.hold();
    const saved = session.flush();
    const caughtUp = session.catchUp();
    label(session, 'to', 'Target');
    desk.release();
    await Promise.all([saved, caughtUp]);
    expect(shown(session)).toEqual(['Target', 'Reason']);
    await session.flush();
    expect([labels(desk.kept?.template), session.store.getState().status]).toEqual([['Target', 'Reason'], 'kept']);
    session.close();
  });

  it('[DSG-3] has what a colleague kept, and says that it is kept when nothing of mine is left to send', async () => {
    const desk = new Desk();
    const session = await opened(desk);
    label(session, 'to', 'Goal');
    await session.flush();
    desk.relabel('why', 'Reason');
    await session.catchUp();
    expect([shown(session), session.store.getState().status]).toEqual([['Goal', 'Reason'], 'kept']);
    // Both did the same: the save is refused as stale, and there is nothing to send again.
    desk.relabel('to', 'Target');
    label(session, 'to', 'Target');
    await session.flush();
    expect([conflicts(session), session.store.getState().status]).toEqual([[], 'kept']);
    session.close();
  });

  it('[DSG-3] asks once about one place, with what the colleague has there last', async () => {
    const desk = new Desk();
    const session = await opened(desk);
    label(session, 'to', 'Mine');
    for (const theirs of ['Theirs', 'Theirs again']) {
      desk.relabel('to', theirs);
      await session.catchUp();
      label(session, 'to', `Mine after ${theirs}`);
    }
    expect(conflicts(session)).toEqual([['to label en', 'Theirs again']]);
    const [conflict] = session.store.getState().conflicts;
    session.settle(must(conflict, 'a conflict'), 'theirs');
    expect([shown(session)[0], conflicts(session)]).toEqual(['Theirs again', []]);
    session.close();
  });

  it('[DSG-2] is kept again after a save that failed', async () => {
    const desk = new Desk();
    const session = await opened(desk);
    desk.setDown(true);
    label(session, 'to', 'Goal');
    await session.flush();
    expect([session.store.getState().status, desk.kept]).toEqual(['offline', undefined]);
    desk.setDown(false);
    await session.flush();
    expect([session.store.getState().status, labels(desk.kept?.template)]).toEqual(['kept', ['Goal', undefined]]);
    session.close();
  });

  it('[DSG-1] [DSG-2] five hundred steps outlive the page, and what a colleague kept meanwhile', async () => {
    const desk = new Desk();
    const memory = browser();
    let ms = 0;
    // Far apart, so that each is a step of its own.
    const now = (): number => (ms += 10_000);
    const first = await opened(desk, memory, now);
    for (let n = 1; n <= LIMITS.undoStepsMax; n += 1) label(first, 'to', `Goal ${n}`);
    await first.flush();
    first.close();
    desk.relabel('why', 'Reason');
    const second = await opened(desk, memory, now);
    expect(shown(second)).toEqual([`Goal ${LIMITS.undoStepsMax}`, 'Reason']);
    for (let n = 0; n < LIMITS.undoStepsMax; n += 1) second.undo();
    expect(shown(second)).toEqual([undefined, 'Reason']);
    await second.flush();
    second.close();
    const third = await opened(desk, memory, now);
    for (let n = 0; n < LIMITS.undoStepsMax; n += 1) third.redo();
    expect(shown(third)).toEqual([`Goal ${LIMITS.undoStepsMax}`, 'Reason']);
    third.close();
  });

  it('[DSG-2] is kept within two seconds of the first key, also while keys go on coming', async () => {
    vi.useFakeTimers();
    try {
      const desk = new Desk();
      const session = await opened(desk, browser(), () => Date.now());
      for (let key = 0; key < 6; key += 1) {
        label(session, 'to', 'Journey'.slice(0, key + 1));
        await vi.advanceTimersByTimeAsync(320);
      }
      expect(labels(desk.kept?.template)).toEqual(['Journ', undefined]);
      session.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
