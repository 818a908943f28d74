import { part } from './canonical.ts';
import type { Child } from './child.ts';

/** A client of one GraphQL address: with a token, or the cookie that it is given. */
export interface Asker {
  /** The data of a request that must succeed; issues in a payload are an error too. */
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** Asks as whoever the token is of; without one, as who has signed in here. */
export function asker(url: string, token?: string): Asker {
  let cookie: string | undefined;
  return {
    async ask(query, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(cookie === undefined ? {} : { Cookie: cookie }),
        },
        body: JSON.stringify({ query, variables }),
      });
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0];
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

/** What the first start on empty data prints. */
export function firstSignIn(child: Child): Operator {
  const [, email, password] = /Sign in with[^:：]*[:：]?\s*.*?(\S+@\S+)\s+(\S+)/.exec(child.output()) ?? [];
  if (email === undefined || password === undefined) throw new Error(`no sign-in in: ${child.output()}`);
  return { email, password };
}
