import { describe, expect, it } from 'vitest';
import { cookieValue, endedSessionCookie, sessionCookie } from './cookies.ts';
import { crossSiteIssue, type CrossSiteFacts } from './csrf.ts';
import { credentialsOf, resolveTenant } from './front.ts';

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

describe('[AUT-8] tenants of others', () => {
  it('look the same as tenants that are not there', () => {
    const exchange = { locale: 'en', requestId: 'r' } as const;
    expect(() => resolveTenant(exchange, { kind: 'anonymous', memberships: [] }, 'acme')).toThrow('NOT_SIGNED_IN');
    const token = { kind: 'token', token: { id: 't', label: 'l' }, user: null, memberships: [] } as never;
    expect(() => resolveTenant(exchange, token, 'acme')).toThrow('TENANT_NOT_FOUND');
  });
});
