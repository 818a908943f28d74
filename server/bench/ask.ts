import { setTimeout as wait } from 'node:timers/promises';
import { part } from './canonical.ts';
import type { Child } from './child.ts';

/** A client of one GraphQL address: with a token, or the cookie that it is given. */
export interface Asker {
  /** The data of a request that must succeed; issues in a payload are an error too. */
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** The same person at another address of the server. */
  readonly at: (url: string) => Asker;
}

/** Asks as whoever the token is of; without one, as who has signed in here. */
export function asker(url: string, token?: string): Asker {
  return askerWith(url, token, { cookie: undefined });
}

function askerWith(url: string, token: string | undefined, jar: { cookie: string | undefined }): Asker {
  return {
    at: (other) => askerWith(other, token, jar),
    async ask(query, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(jar.cookie === undefined ? {} : { Cookie: jar.cookie }),
        },
        body: JSON.stringify({ query, variables }),
      });
      for (const set of response.headers.getSetCookie()) jar.cookie = set.split(';')[0];
      const body = await response.text();
      if (body.includes('"errors"') || body.includes('"code"'))
        throw new Error(`${query.slice(0, 80)}: ${body.slice(0, 1_500)}`);
      return part(JSON.parse(body), 'data');
    },
  };
}

/** The password is told at the first start only. */
export interface Operator {
  readonly email: string;
  readonly password: string;
}

/** What the first start on empty data prints, soon after it is ready. */
export async function firstSignIn(child: Child): Promise<Operator> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [, email, password] = /Sign in with[^:：]*[:：]?\s*.*?(\S+@\S+)\s+(\S+)\n/.exec(child.output()) ?? [];
    if (email !== undefined && password !== undefined) return { email, password };
    await wait(50);
  }
  throw new Error(`no sign-in in: ${child.output()}`);
}
