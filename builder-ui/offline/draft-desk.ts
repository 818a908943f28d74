import {
  forgetDraft,
  holdDraft,
  keepDraft,
  sweepDrafts,
  takeDraft,
  type DraftContent,
  type DraftPlace,
  type FormDraft,
} from './form-drafts.ts';

/** Where one open form keeps what is typed into it. */
export interface DraftDesk {
  /** What was typed the last time and not saved. */
  readonly found: FormDraft | undefined;
  /** Keeps this a moment later, or instead of what was to be kept. */
  readonly keep: (content: DraftContent) => void;
  /** Keeps at once what is to be kept. */
  readonly flush: () => void;
  /** Forgets it: it is saved, or not wanted any more. */
  readonly forget: () => void;
  /** The form is closed; what is to be kept is kept, and another page may go on with it. */
  readonly close: () => void;
}

/** How long after the last change it is kept. */
const KEEP_AFTER_MS = 300;
/** A form does not wait longer than this for what was typed the last time. */
const PATIENCE_MS = 1_500;

/** Opens the desk of a form, with the draft that is found for it, or the one that is wanted. */
export async function openDesk(place: DraftPlace, wanted?: string): Promise<DraftDesk> {
  const taken = await within(PATIENCE_MS, takeDraft(place, wanted));
  let id = taken?.draft.id;
  let release = taken?.release;
  let isClosed = false;
  let toKeep: DraftContent | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = (): string => {
    const made = crypto.randomUUID();
    void holdDraft(made).then((letGo) => {
      if (isClosed) letGo?.();
      else release = letGo;
    });
    void sweepDrafts(place.person);
    return made;
  };
  const flush = (): void => {
    clearTimeout(timer);
    if (toKeep === undefined) return;
    id ??= begin();
    void keepDraft({ ...place, ...toKeep, id, at: new Date().toISOString() });
    toKeep = undefined;
  };
  return {
    found: taken?.draft,
    keep(content) {
      toKeep = content;
      clearTimeout(timer);
      timer = setTimeout(flush, KEEP_AFTER_MS);
    },
    flush,
    forget() {
      clearTimeout(timer);
      toKeep = undefined;
      if (id !== undefined) void forgetDraft(id);
    },
    close() {
      flush();
      isClosed = true;
      release?.();
    },
  };
}

async function within(ms: number, taking: ReturnType<typeof takeDraft>): ReturnType<typeof takeDraft> {
  let isLate = false;
  const found = taking.then(
    (held) => {
      if (isLate) held?.release();
      return isLate ? undefined : held;
    },
    () => undefined,
  );
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      isLate = true;
      resolve(undefined);
    }, ms);
  });
  return Promise.race([found, late]);
}
