/** How long a connection may take to say goodbye. */
const CLOSE_MS = 5_000;

/**
 * Waits for connections to close, but not forever: a database that died in the middle of an answer may never end the
 * conversation, and nothing of ours may hang on it.
 */
export async function closing(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS);
  });
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
