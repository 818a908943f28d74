/**
 * Work of which a little is done in each turn of the event loop, so that between any two turns everybody else's sockets
 * are heard. Refusals are such: whoever is told asks again at once, and libuv, which hears more than 1,024 ready sockets
 * up to 48 times before it lets a turn end, came to turns of 14,000 requests and four seconds (a busy machine, one tenant
 * asking at three times what could be answered over 2,000 connections).
 */
export class FewEachTurn {
  private readonly eachTurn: number;
  private waiting: (() => void)[] = [];
  /** Of those waiting, begun already. */
  private begun = 0;
  /** Begun in this turn. */
  private inTurn = 0;

  constructor(eachTurn: number) {
    this.eachTurn = eachTurn;
  }

  /** Does it now, or in a later turn behind all that was added before. */
  add(work: () => void): void {
    if (this.inTurn === 0 && this.waiting.length === 0) setImmediate(this.turn);
    if (this.inTurn < this.eachTurn && this.waiting.length === 0) {
      this.inTurn += 1;
      work();
    } else this.waiting.push(work);
  }

  /** The end of a turn: those of the next begin here, before any socket of it is heard. */
  private readonly turn = (): void => {
    // Where turns take long, as they do on a slow machine, more of them: those that wait must not become ever more.
    const count = Math.max(this.eachTurn, Math.ceil((this.waiting.length - this.begun) / LEAST_SHARE));
    const few = this.waiting.slice(this.begun, this.begun + count);
    this.inTurn = few.length;
    if (few.length > 0) setImmediate(this.turn);
    if (this.begun + few.length === this.waiting.length) {
      this.waiting = [];
      this.begun = 0;
    } else this.begun += few.length;
    for (const work of few) work();
  };
}

/** Of those waiting at the end of a turn, at least the eighth part is done. */
const LEAST_SHARE = 8;
