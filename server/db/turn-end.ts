/**
 * Work for the end of a turn of the event loop, when all sockets that have something to say were heard: what they ask
 * for together leaves together. Where a thousand sockets are ready at once, libuv hears them again and again before it
 * lets a turn end, and meanwhile the database would have nothing to do: so a turn ends early for what has waited long.
 */
let waiting: (() => void)[] = [];
let since = Infinity;

/** More than it takes to hear some tens of requests, which are worth sending together. */
const HELD_MS = 2;

/** Runs the work at the end of this turn. */
export function atTurnEnd(work: () => void): void {
  if (waiting.length === 0) {
    since = performance.now();
    setImmediate(run);
  }
  waiting.push(work);
}

/** Runs what waits for the end of the turn if it has waited for long; asked at every request. */
export function endTurnIfLate(now: number): void {
  if (now - since > HELD_MS) run();
}

function run(): void {
  const works = waiting;
  waiting = [];
  since = Infinity;
  let begun = 0;
  try {
    for (const work of works) {
      begun += 1;
      work();
    }
  } finally {
    // One that fails takes nobody along.
    for (const work of works.slice(begun)) atTurnEnd(work);
  }
}
