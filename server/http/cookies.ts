import { LIMITS } from '../../schema/core/limits.ts';

/** The name of the cookie that holds the session token. */
export const SESSION_COOKIE = 'formwork_session';

/** The value of one cookie in a `Cookie` header (RFC 6265 §4.2.1); the first when it stands there twice. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** `Set-Cookie` that keeps the session token where no script can read it, for as long as a session can last at most. */
export function sessionCookie(token: string, options: { readonly secure: boolean }): string {
  return setCookie(token, LIMITS.sessionAbsoluteMs / 1_000, options);
}

/** `Set-Cookie` that takes the session token away. */
export function endedSessionCookie(options: { readonly secure: boolean }): string {
  return setCookie('', 0, options);
}

/** Lax and not Strict: a link in an e-mail must open the application signed in. Writes are guarded by the origin check. */
function setCookie(value: string, maxAgeSeconds: number, { secure }: { readonly secure: boolean }): string {
  const parts = [`${SESSION_COOKIE}=${value}`, 'Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
