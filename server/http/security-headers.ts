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

/**
 * Headers of every answer, whatever it is: names and values in turn. `isSecure`: people come by https, and may be told
 * to stay there.
 */
export function securityHeaders({ isSecure }: { readonly isSecure: boolean }): readonly string[] {
  const headers: readonly (readonly [name: string, value: string])[] = [
    ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=()'],
    ...(isSecure ? [['Strict-Transport-Security', 'max-age=31536000'] as const] : []),
  ];
  return headers.flat();
}

const STYLE_SOURCES = `style-src 'self'`;

/**
 * The headers of a page whose own scripts may add style elements, provided they carry this nonce: the component
 * library writes its styles while the page runs. A second policy beside the first would not loosen it.
 */
export function withStyleNonce(headers: readonly string[], nonce: string): readonly string[] {
  return headers.map((value) => value.replace(STYLE_SOURCES, `${STYLE_SOURCES} 'nonce-${nonce}'`));
}

/** The headers with another content security policy, for what is no page of ours. */
export function withPolicy(headers: readonly string[], policy: string): readonly string[] {
  return headers.map((value) => (value === CONTENT_SECURITY_POLICY ? policy : value));
}
