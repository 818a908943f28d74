import type { SqlText, TenantScope, TextRow } from './database.ts';

type Answer = Promise<TextRow | undefined>;

/** A statement with the same values for the same tenant. */
interface Same {
  underWay: number;
  /** Those who have asked since the last of them left. */
  next: PromiseWithResolvers<TextRow | undefined> | undefined;
}

/** So many of one kind go beside each other: who asks second need not wait for the first. */
const SAME_MAX = 2;

/**
 * Reads where two of the same are under way wait for one of them to end, and the next answers all who have asked until
 * then (SPEC [TEN-37]). It begins after the last of them asked, so everybody sees what was committed before, as if
 * asking alone.
 */
export class SameReads {
  private readonly read: (scope: TenantScope, statement: SqlText) => Answer;
  private readonly same = new Map<string, Same>();

  constructor(read: (scope: TenantScope, statement: SqlText) => Answer) {
    this.read = read;
  }

  ask(scope: TenantScope, statement: SqlText): Answer {
    const key = `${scope.role} ${String(scope.timeoutMs)} ${JSON.stringify(statement.params)} ${statement.text}`;
    const same = this.same.get(key) ?? { underWay: 0, next: undefined };
    if (same.underWay >= SAME_MAX) {
      same.next ??= Promise.withResolvers();
      return same.next.promise;
    }
    this.same.set(key, same);
    const begin = (): Answer => {
      same.underWay += 1;
      return this.read(scope, statement).finally(() => {
        same.underWay -= 1;
        const { next } = same;
        same.next = undefined;
        if (next !== undefined) begin().then(next.resolve, next.reject);
        else if (same.underWay === 0) this.same.delete(key);
      });
    };
    return begin();
  }
}
