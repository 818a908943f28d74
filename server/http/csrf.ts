import { issue, type Issue } from '../../schema/core/result.ts';

/** What of a request tells whether another site's page could have sent it. */
export interface CrossSiteFacts {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which browsers set and pages can't. */
  readonly fetchSite: string | undefined;
  readonly contentType: string | undefined;
  /** Whether a header is there that a page can only send after a preflight, which we never answer. */
  readonly hasPreflightHeader: boolean;
  /** Whether the caller is known by the cookie alone. */
  readonly isByCookie: boolean;
  /** The origins that are ours: the public address, and the one in `Host`. */
  readonly ownOrigins: readonly string[];
}

/** Content types that a form can send without asking (Fetch standard, CORS-safelisted request-header). */
const SIMPLE_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** Headers that count as asking first, the same as Apollo Server's. */
export const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * Whether the request may use the session it carries: REQUEST_ORIGIN when a page of another origin sent it,
 * REQUEST_CROSS_SITE when a plain form or link could have. Tokens in a header can't be forged, so they pass.
 */
export function crossSiteIssue(facts: CrossSiteFacts): Issue | undefined {
  if (facts.contentType !== undefined && isSimple(facts.contentType) && !facts.hasPreflightHeader)
    return issue('REQUEST_CROSS_SITE', '');
  if (!facts.isByCookie) return undefined;
  const { origin, fetchSite } = facts;
  if (origin !== undefined && !facts.ownOrigins.includes(origin)) return issue('REQUEST_ORIGIN', '', { origin });
  if (origin === undefined && (fetchSite === 'cross-site' || fetchSite === 'same-site')) {
    return issue('REQUEST_ORIGIN', '', { origin: fetchSite });
  }
  // `none`: the person typed the address or opened a bookmark.
  const isOwnPage = origin !== undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  return isOwnPage || facts.hasPreflightHeader || facts.contentType !== undefined
    ? undefined
    : issue('REQUEST_CROSS_SITE', '');
}

/** A type that does not parse is one that a browser would refuse to send without asking. */
function isSimple(contentType: string): boolean {
  return SIMPLE_TYPES.has((contentType.split(';')[0] ?? '').trim().toLowerCase());
}
