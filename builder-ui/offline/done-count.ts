let done = 0;

/** Writes that went out from this page so far. */
export function doneCount(): number {
  return done;
}

/** One more went out. */
export function countDone(): void {
  done += 1;
}
