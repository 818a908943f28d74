import { createStore, type StoreApi } from 'zustand/vanilla';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { Issue } from '../../../schema/core/result.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { mergeTemplates, type MergeConflict } from '../../../schema/model/merge.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { Template } from '../../../schema/template/template.ts';
import { ServerError } from '../../data/platform-client.ts';
import { compileDraft, newDraftMemo, type CompiledDraft } from './compile-draft.ts';
import { doStep, redoStep, undoStep, type DraftLog } from './draft-log.ts';
import type { DraftMemory, RememberedDraft } from './draft-memory.ts';
import type { DraftServer, KeptDraft } from './draft-server.ts';

/** Where the draft stands: `kept` by the server, `waiting` to be, `keeping`, `offline` (kept here alone), or refused. */
export type DraftStatus = 'kept' | 'waiting' | 'keeping' | 'offline' | 'refused';

/** The version in force, which the draft is compared with and will replace. */
export interface DraftBase {
  readonly version: number;
  readonly template: Template;
  readonly model: Model;
}

/** A draft being designed, as its pages see it. */
export interface DraftState {
  readonly base: DraftBase;
  readonly log: DraftLog;
  readonly compiled: CompiledDraft;
  readonly status: DraftStatus;
  /** The revision that the server was last known to have; 0: it has no draft. */
  readonly revision: number;
  /** When the server last kept it, in milliseconds since 1970. */
  readonly keptAt?: number;
  /** Why it was refused. */
  readonly refusal?: ServerError;
  /** Edits that could not be made, of the last step. */
  readonly issues: readonly Issue[];
  /** Where a colleague and I changed the same thing; mine stands until somebody says otherwise. */
  readonly conflicts: readonly MergeConflict[];
}

/** What pages do with a draft. */
export interface DraftSession {
  readonly store: StoreApi<DraftState>;
  /** Does edits as one step. Refused edits change nothing and are told in `issues`. */
  run(label: string, edits: readonly Edit[]): boolean;
  undo(): void;
  redo(): void;
  /** Takes the colleague's side of a conflict, or closes it with mine. */
  settle(conflict: MergeConflict, side: 'ours' | 'theirs'): void;
  /** Keeps what is not kept yet, now. Resolves when it is kept, or can't be. */
  flush(): Promise<void>;
  /** The server has another draft, or another version in force: what came is merged with what is here. */
  catchUp(base?: DraftBase): Promise<void>;
  /** After publishing: the draft has become the version in force, and there is nothing to undo. */
  published(base: DraftBase): void;
  close(): void;
}

/** So long after the last key a draft is kept; while keys go on coming, so long after the first that is not kept. */
const QUIET_MS = 600;
const LONGEST_MS = 1_500;
const COMPILE_AFTER_MS = 30;
const RETRY_MS = 3_000;

interface Parts {
  readonly base: DraftBase;
  readonly server: DraftServer;
  readonly memory: DraftMemory;
  readonly now: () => number;
  /** What the steps that the session takes by itself are called. */
  readonly labels: { readonly takeTheirs: string };
}

/** Opens the draft: what the server has, with what this browser could not send yet and what can be undone. */
export async function openDraft(parts: Parts): Promise<DraftSession> {
  const remembered = await parts.memory.read();
  const kept = await parts.server.load();
  const { base } = parts;
  const fresh: KeptDraft = kept ?? { revision: 0, baseVersion: base.version, template: base.template };
  const isSame = remembered !== undefined && canonicalJson(remembered.saved.template) === canonicalJson(fresh.template);
  const log: DraftLog = isSame ? remembered.log : { template: fresh.template, ...stepsOf(remembered, kept) };
  const session = new Session(parts, { log, saved: fresh });
  if (remembered !== undefined && !isSame && hasUnsent(remembered)) session.mergeUnsent(remembered);
  if (fresh.baseVersion !== base.version) {
    const before = await parts.server.version(fresh.baseVersion);
    if (before !== undefined) session.rebase(before);
  }
  session.begin();
  return session;
}

/** What can be undone stays so though a colleague kept more in the meantime; a publication ends it. */
function stepsOf(
  remembered: RememberedDraft | undefined,
  kept: KeptDraft | undefined,
): Pick<DraftLog, 'done' | 'undone'> {
  const isOn = remembered !== undefined && kept?.baseVersion === remembered.saved.baseVersion;
  return isOn ? { done: remembered.log.done, undone: remembered.log.undone } : { done: [], undone: [] };
}

function hasUnsent({ log, saved }: { readonly log: DraftLog; readonly saved: KeptDraft }): boolean {
  return canonicalJson(log.template) !== canonicalJson(saved.template);
}

class Session implements DraftSession {
  readonly store: StoreApi<DraftState>;
  readonly #parts: Parts;
  readonly #memo = newDraftMemo();
  #saved: KeptDraft;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #unkeptSince: number | undefined;
  #compileTimer: ReturnType<typeof setTimeout> | undefined;
  #talking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: Parts, { log, saved }: { readonly log: DraftLog; readonly saved: KeptDraft }) {
    this.#parts = parts;
    this.#saved = saved;
    this.store = createStore<DraftState>(() => ({
      base: parts.base,
      log,
      compiled: compileDraft(log.template, parts.base, this.#memo),
      status: 'kept',
      revision: saved.revision,
      issues: [],
      conflicts: [],
    }));
  }

  begin(): void {
    if (!this.#isKept()) this.#changed();
  }

  run(label: string, edits: readonly Edit[]): boolean {
    const done = doStep(this.#state.log, { label, edits, at: this.#parts.now() });
    if (!done.ok) {
      this.store.setState({ issues: done.issues });
      return false;
    }
    this.#take(done.value);
    return true;
  }

  undo(): void {
    this.#step(undoStep(this.#state.log));
  }

  redo(): void {
    this.#step(redoStep(this.#state.log));
  }

  settle(conflict: MergeConflict, side: 'ours' | 'theirs'): void {
    const key = conflict.path.at(-1);
    if (side === 'theirs' && key !== undefined) {
      const at = conflict.path.slice(0, -1);
      const value = conflict.theirs;
      const edit: Edit = { kind: 'setProperty', at, key, ...(value === undefined ? {} : { value }) };
      // What can't be taken is told, and stays to be settled.
      if (!this.run(this.#parts.labels.takeTheirs, [edit])) return;
    }
    this.store.setState({ conflicts: this.#state.conflicts.filter((one) => one !== conflict) });
  }

  async flush(): Promise<void> {
    clearTimeout(this.#keepTimer);
    await this.#inTurn(() => this.#keep());
  }

  async catchUp(base?: DraftBase): Promise<void> {
    await this.#inTurn(() => this.#catchUp(base));
  }

  /** Not while a save is on its way: what the server had before it would be taken for what a colleague kept. */
  async #catchUp(base: DraftBase | undefined): Promise<void> {
    if (this.#isClosed) return;
    if (base !== undefined && base.version !== this.#state.base.version) {
      const wasThere = this.#state.base;
      this.store.setState({ base });
      this.#merge({ base: wasThere.template, theirs: base.template });
      this.#changed();
    }
    try {
      const kept = await this.#parts.server.load();
      if (kept === undefined) this.#noDraft();
      else if (kept.revision !== this.#saved.revision) this.#mergeKept(kept);
    } catch (error) {
      this.#notKept(error);
    }
  }

  /** Somebody published or discarded the draft. Where nothing is left of it here either, none is kept anew. */
  #noDraft(): void {
    const { base, log } = this.#state;
    this.#know({ revision: 0, baseVersion: base.version, template: base.template });
    if (canonicalJson(log.template) === canonicalJson(base.template)) this.store.setState({ status: 'kept' });
    else this.#changed();
  }

  /** What the server is known to have. */
  #know(saved: KeptDraft): void {
    this.#saved = saved;
    this.store.setState({ revision: saved.revision });
    void this.#parts.memory.write({ log: this.#state.log, saved });
  }

  published(base: DraftBase): void {
    const log: DraftLog = { template: base.template, done: [], undone: [] };
    this.store.setState({
      base,
      log,
      compiled: compileDraft(base.template, base, this.#memo),
      status: 'kept',
      conflicts: [],
    });
    this.#know({ revision: 0, baseVersion: base.version, template: base.template });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#keepTimer);
    clearTimeout(this.#compileTimer);
  }

  /** The draft was begun on a version before the one in force: what was published since comes in. */
  rebase(before: Template): void {
    this.#merge({ base: before, theirs: this.#state.base.template });
  }

  mergeUnsent(remembered: { readonly log: DraftLog; readonly saved: KeptDraft }): void {
    const { template } = this.#state.log;
    const merged = mergeTemplates({ base: remembered.saved.template, ours: remembered.log.template, theirs: template });
    this.#take({ ...remembered.log, template: merged.template });
    this.store.setState({ conflicts: merged.conflicts });
  }

  get #state(): DraftState {
    return this.store.getState();
  }

  #isKept(): boolean {
    const { base, log } = this.#state;
    const isNew = this.#saved.revision === 0;
    return (
      (isNew || base.version === this.#saved.baseVersion) &&
      (log.template === this.#saved.template || canonicalJson(log.template) === canonicalJson(this.#saved.template))
    );
  }

  #step(stepped: ReturnType<typeof undoStep>): void {
    if (stepped.ok) this.#take(stepped.value);
    else this.store.setState({ issues: stepped.issues });
  }

  #take(log: DraftLog): void {
    if (log === this.#state.log) return;
    this.store.setState({ log, issues: [], status: 'waiting' });
    this.#changed();
  }

  #changed(): void {
    if (this.#isClosed) return;
    void this.#parts.memory.write({ log: this.#state.log, saved: this.#saved });
    clearTimeout(this.#compileTimer);
    this.#compileTimer = setTimeout(() => this.#compile(), COMPILE_AFTER_MS);
    const now = this.#parts.now();
    this.#unkeptSince ??= now;
    const left = this.#unkeptSince + LONGEST_MS - now;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => void this.#inTurn(() => this.#keep()), Math.max(0, Math.min(QUIET_MS, left)));
  }

  #compile(): void {
    const { log, compiled } = this.#state;
    if (compiled.template !== log.template)
      this.store.setState({ compiled: compileDraft(log.template, compiled, this.#memo) });
  }

  /** One after the other: a save names the revision that the one before it made. What fails stops none after it. */
  #inTurn(talk: () => Promise<void>): Promise<void> {
    const done = this.#talking.then(talk);
    this.#talking = done.catch(() => undefined);
    return done;
  }

  async #keep(): Promise<void> {
    const { log, base } = this.#state;
    const { template } = log;
    if (this.#isClosed) return;
    this.#unkeptSince = undefined;
    if (this.#isKept()) {
      this.store.setState({ status: 'kept' });
      return;
    }
    this.store.setState({ status: 'keeping' });
    try {
      const { revision } = this.#saved;
      const kept = await this.#parts.server.keep({ revision, baseVersion: base.version, template });
      if (kept.kind === 'stale') {
        const theirs = await this.#parts.server.load();
        if (theirs === undefined) this.#noDraft();
        else this.#mergeKept(theirs);
        return;
      }
      this.#know({ revision: kept.revision, baseVersion: base.version, template });
      const isAllKept = this.#state.log.template === template;
      this.store.setState({ status: isAllKept ? 'kept' : 'waiting', keptAt: this.#parts.now() });
    } catch (error) {
      this.#notKept(error);
    }
  }

  #notKept(error: unknown): void {
    if (!(error instanceof ServerError)) throw error;
    const isOffline = error.code === 'NETWORK';
    this.store.setState(isOffline ? { status: 'offline' } : { status: 'refused', refusal: error });
    if (isOffline && !this.#isClosed) {
      clearTimeout(this.#keepTimer);
      this.#keepTimer = setTimeout(() => void this.#inTurn(() => this.#keep()), RETRY_MS);
    }
  }

  /** A colleague kept the draft: what both changed stays mine and is shown. */
  #mergeKept(kept: KeptDraft): void {
    this.#merge({ base: this.#saved.template, theirs: kept.template });
    this.#know(kept);
    this.#compile();
    const isKept = this.#isKept();
    this.store.setState({ status: isKept ? 'kept' : 'waiting' });
    if (!isKept) this.#changed();
  }

  #merge({ base, theirs }: { readonly base: Template; readonly theirs: Template }): void {
    const { log, conflicts } = this.#state;
    const merged = mergeTemplates({ base, ours: log.template, theirs });
    const places = new Set(merged.conflicts.map(placeOf));
    this.store.setState({
      log: { ...log, template: merged.template },
      // A place that is in conflict again is asked about once, with what the colleague has there now.
      conflicts: [...conflicts.filter((one) => !places.has(placeOf(one))), ...merged.conflicts],
    });
    this.#compile();
  }
}

function placeOf({ path }: MergeConflict): string {
  return path.join('/');
}
