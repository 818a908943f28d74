import { describe, expect, it } from 'vitest';
import { sqlName } from '../../schema/core/ids.ts';
import type { SqlText, TextRow } from './database.ts';
import { SameReads } from './same-reads.ts';

const scope = { role: sqlName('t_one'), timeoutMs: 1_000 };
const SUM: SqlText = { text: 'select sum(total) from orders', params: [] };

/** Statements that end when they are told to, in the order in which they left. */
function held() {
  const left: PromiseWithResolvers<TextRow | undefined>[] = [];
  const reads = new SameReads(() => {
    const one = Promise.withResolvers<TextRow | undefined>();
    left.push(one);
    return one.promise;
  });
  return { left, reads };
}

describe('[TEN-37] reads that are the same', () => {
  it('are two at most; who asks meanwhile shares the next, and who asks during that one does not', async () => {
    const { left, reads } = held();
    const asked = Array.from({ length: 5 }, () => reads.ask(scope, SUM));
    expect(left).toHaveLength(2);
    left[0]?.resolve(['before']);
    expect(await asked[0]).toEqual(['before']);
    expect(left).toHaveLength(3);
    const late = reads.ask(scope, SUM);
    left[2]?.resolve(['after']);
    expect(await Promise.all(asked.slice(2))).toEqual([['after'], ['after'], ['after']]);
    expect(left).toHaveLength(4);
    left[3]?.resolve(['later']);
    left[1]?.resolve(['before']);
    expect(await late).toEqual(['later']);
    void reads.ask(scope, SUM);
    expect(left).toHaveLength(5);
  });

  it('fail together, and the next ones are asked anew', async () => {
    const { left, reads } = held();
    const asked = Promise.allSettled(Array.from({ length: 4 }, () => reads.ask(scope, SUM)));
    left[0]?.reject(new Error('too slow'));
    left[1]?.resolve(['1']);
    await expect.poll(() => left.length).toBe(3);
    left[2]?.reject(new Error('too slow'));
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected']);
    const again = reads.ask(scope, SUM);
    left[3]?.resolve(['2']);
    expect(await again).toEqual(['2']);
  });

  it('are those of one tenant, with the same text and values', () => {
    const { left, reads } = held();
    const other = { ...scope, role: sqlName('t_two') };
    for (const params of [[], ['a,b'], [['a', 'b']], ['a', 'b'], [null], ['null']])
      for (const tenant of [scope, other]) void reads.ask(tenant, { ...SUM, params });
    expect(left).toHaveLength(12);
  });
});
