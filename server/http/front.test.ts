import { describe, expect, it } from 'vitest';
import { cookieValue, endedSessionCookie, sessionCookie } from './cookies.ts';
import { crossSiteIssue, type CrossSiteFacts } from './csrf.ts';
import { credentialsOf, resolveTenant } from './front.ts';
import { keyedLimiter, limiter, Overloaded } from './limiter.ts';

describe('cookies', () => {
  it('[AUT-4] keeps the session from scripts and from other sites, and from plain http where there is https', () => {
    expect(sessionCookie('t0ken', { secure: true })).toBe(
      'formwork_session=t0ken; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure',
    );
    expect(sessionCookie('t0ken', { secure: false })).not.toContain('Secure');
    expect(endedSessionCookie({ secure: false })).toContain('formwork_session=; Path=/; Max-Age=0;');
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['a=1; formwork_session=x=y; b=2', 'x=y'],
    ['formwork_session_other=1', undefined],
    ['formwork_session=first; formwork_session=second', 'first'],
    ['formwork_session', undefined],
  ])('reads %j as %j', (header, value) => {
    expect(cookieValue(header, 'formwork_session')).toBe(value);
  });

  it('[AUT-6] takes a bearer token before a cookie', () => {
    expect(credentialsOf({ authorization: 'bearer fw_x', cookie: 'formwork_session=s' })).toEqual({
      bearer: 'fw_x',
      session: 's',
    });
    expect(credentialsOf({ authorization: 'Basic eDp5' })).toEqual({});
  });
});

describe('[HTTP-5] requests of other sites', () => {
  const own: CrossSiteFacts = {
    origin: 'https://forms.example.com',
    fetchSite: 'same-origin',
    contentType: 'application/json',
    hasPreflightHeader: false,
    isByCookie: true,
    ownOrigins: ['https://forms.example.com'],
  };
  const code = (facts: Partial<CrossSiteFacts>): string | undefined => crossSiteIssue({ ...own, ...facts })?.code;

  it.each<[string, Partial<CrossSiteFacts>, string | undefined]>([
    ['our own page', {}, undefined],
    ['a page of another origin', { origin: 'https://evil.example' }, 'REQUEST_ORIGIN'],
    ['another port of our host', { origin: 'https://forms.example.com:8443' }, 'REQUEST_ORIGIN'],
    ['a sandboxed page', { origin: 'null' }, 'REQUEST_ORIGIN'],
    ['another site without an origin', { origin: undefined, fetchSite: 'cross-site' }, 'REQUEST_ORIGIN'],
    ['a sister site without an origin', { origin: undefined, fetchSite: 'same-site' }, 'REQUEST_ORIGIN'],
    ['a program with a cookie and JSON', { origin: undefined, fetchSite: undefined }, undefined],
    ['a link in a mail', { origin: undefined, fetchSite: undefined, contentType: undefined }, 'REQUEST_CROSS_SITE'],
    ['an address that was typed', { origin: undefined, fetchSite: 'none', contentType: undefined }, undefined],
    [
      'a program that says it asked first',
      { origin: undefined, fetchSite: undefined, contentType: undefined, hasPreflightHeader: true },
      undefined,
    ],
    ['a form of ours', { contentType: 'application/x-www-form-urlencoded' }, 'REQUEST_CROSS_SITE'],
    ['a form with a charset', { contentType: 'Text/Plain; charset=utf-8' }, 'REQUEST_CROSS_SITE'],
    ['a token from anywhere', { isByCookie: false, origin: 'https://partner.example' }, undefined],
    [
      'a form with a token',
      { isByCookie: false, contentType: 'multipart/form-data; boundary=x' },
      'REQUEST_CROSS_SITE',
    ],
  ])('%s', (_, facts, expected) => {
    expect(code(facts)).toBe(expected);
  });
});

describe('[HTTP-6] the limiter', () => {
  it('runs so many at once, lets some wait in order, and turns the rest away', async () => {
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(name);
      await new Promise<void>((resolve) => {
        gates.push(resolve);
      });
    };
    const limited = limiter({ running: 1, queued: 1, waitMs: 5_000 });
    const first = limited.run(work('first'));
    const second = limited.run(work('second'));
    await expect(limited.run(work('third'))).rejects.toBeInstanceOf(Overloaded);
    expect([limited.running, limited.waiting, order]).toEqual([1, 1, ['first']]);
    gates[0]?.();
    await first;
    expect(order).toEqual(['first', 'second']);
    gates[1]?.();
    await second;
    expect([limited.running, limited.waiting]).toEqual([0, 0]);
  });

  it('does not let anybody wait for long, and frees the place of work that failed', async () => {
    const limited = limiter({ running: 1, queued: 5, waitMs: 20 });
    let open: () => void = () => undefined;
    const running = limited.run(
      () =>
        new Promise<void>((resolve) => {
          open = resolve;
        }),
    );
    await expect(limited.run(async () => 'late')).rejects.toBeInstanceOf(Overloaded);
    open();
    await running;
    await expect(limited.run(async () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
    expect(await limited.run(async () => 'free')).toBe('free');
  });

  it('counts each key on its own', async () => {
    const run = keyedLimiter({ running: 1, queued: 0, waitMs: 20 });
    let open: () => void = () => undefined;
    const busy = run(
      'acme',
      () =>
        new Promise<void>((resolve) => {
          open = resolve;
        }),
    );
    await expect(run('acme', async () => 1)).rejects.toBeInstanceOf(Overloaded);
    expect(await run('other', async () => 2)).toBe(2);
    open();
    await busy;
    expect(await run('acme', async () => 3)).toBe(3);
  });
});

describe('[AUT-8] tenants of others', () => {
  it('look the same as tenants that are not there', () => {
    const exchange = { locale: 'en', requestId: 'r' } as const;
    expect(() => resolveTenant(exchange, { kind: 'anonymous', memberships: [] }, 'acme')).toThrow('NOT_SIGNED_IN');
    const token = { kind: 'token', token: { id: 't', label: 'l' }, user: null, memberships: [] } as never;
    expect(() => resolveTenant(exchange, token, 'acme')).toThrow('TENANT_NOT_FOUND');
  });
});
