import type { ServerResponse } from 'node:http';

/**
 * Nothing runs, loads or is sent but from here. `data:` images are icons in style sheets; `blob:` is what a download
 * made in the page has as its address. Scripts have no exception at all.
 */
const CONTENT_SECURITY_POLICY = [
  `default-src 'self'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `worker-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ');

/** Headers of every answer, whatever it is. `isSecure`: people come by https, and may be told to stay there. */
export function setSecurityHeaders(res: ServerResponse, { isSecure }: { readonly isSecure: boolean }): void {
  res.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Referrer-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=()');
  if (isSecure) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
}
