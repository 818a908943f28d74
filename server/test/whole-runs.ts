/** Runs of a property that ends by the clock. */
export interface WholeRuns {
  readonly whole: <Given extends readonly unknown[]>(
    body: (...given: Given) => Promise<void>,
  ) => (...given: Given) => Promise<void>;
  /** Settles with the run that was under way when the time was over. */
  readonly ended: () => Promise<void>;
}

/**
 * fast-check leaves a run alone when the time is over: it goes on, writes, and may be wrong. What comes after a property
 * waits for it, or it would write beside the next test.
 */
export function wholeRuns(): WholeRuns {
  let last = Promise.resolve();
  return {
    whole:
      (body) =>
      async (...given) => {
        last = body(...given);
        last.catch(() => undefined);
        await last;
      },
    ended: () => last,
  };
}
