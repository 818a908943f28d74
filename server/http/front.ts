import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { localeFor } from '../../schema/core/text.ts';
import { membershipIn, type Caller, type Callers, type Credentials } from '../graphql/platform/caller.ts';
import { checkGraphqlForm, readJsonBody } from './body.ts';
import { cookieValue, SESSION_COOKIE } from './cookies.ts';
import { crossSiteIssue, PREFLIGHT_HEADERS } from './csrf.ts';
import { HttpRefusal, type Exchange } from './exchange.ts';
import type { GraphqlHttpRequest, TenantCaller, TenantUpgrade } from './tenant-handlers.ts';

export interface FrontSettings {
  /** The origin that people use, when it is not the one in `Host`. */
  readonly publicOrigin?: string;
  readonly trustProxy: boolean;
}

/** What a request brings to show who sends it: a bearer token, else the session cookie. */
export function credentialsOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const session = cookieValue(headers.cookie, SESSION_COOKIE);
  return { ...(bearer === undefined ? {} : { bearer }), ...(session === undefined ? {} : { session }) };
}

/** The origins whose pages may use the session: the public one, or else the one that the request itself was sent to. */
export function ownOrigins(req: IncomingMessage, { publicOrigin }: FrontSettings): readonly string[] {
  const host = req.headers.host ?? '';
  // Behind TLS of a proxy we see http, the browser says https.
  return publicOrigin === undefined ? [`http://${host}`, `https://${host}`] : [publicOrigin];
}

/** Who sends the request, once no other site's page can have sent it: 403 REQUEST_ORIGIN and REQUEST_CROSS_SITE. */
export async function callerOf(
  parts: { readonly settings: FrontSettings; readonly callers: Callers },
  { req }: Exchange,
): Promise<Caller> {
  const { headers } = req;
  const credentials = credentialsOf(headers);
  const isByCookie = credentials.bearer === undefined && credentials.session !== undefined;
  const refused = crossSiteIssue({
    origin: headers.origin,
    fetchSite: single(headers['sec-fetch-site']),
    contentType: headers['content-type'],
    hasPreflightHeader: PREFLIGHT_HEADERS.some((name) => (headers[name] ?? '') !== ''),
    isByCookie,
    ownOrigins: isByCookie ? ownOrigins(req, parts.settings) : [],
  });
  if (refused !== undefined) throw new HttpRefusal(403, [refused]);
  return parts.callers.resolve(credentials);
}

/**
 * Everything that is checked before GraphQL, or another service with a body of JSON (`anyForm`), sees a request: who,
 * from which site, how much, of which form; as `callerOf`, `readJsonBody` and `checkGraphqlForm`.
 */
export async function graphqlRequest(
  parts: { readonly settings: FrontSettings; readonly callers: Callers },
  exchange: Exchange,
  {
    signedInBytesMax,
    beforeBody,
    anyForm = false,
  }: {
    readonly signedInBytesMax: number;
    readonly beforeBody?: (caller: Caller) => void;
    readonly anyForm?: boolean;
  },
): Promise<{ readonly request: GraphqlHttpRequest; readonly caller: Caller }> {
  const caller = await callerOf(parts, exchange);
  beforeBody?.(caller);
  const bytesMax =
    caller.kind === 'anonymous' ? Math.min(signedInBytesMax, LIMITS.requestBodyBytesMax) : signedInBytesMax;
  const method = exchange.method === 'POST' ? 'POST' : 'GET';
  const body = method === 'POST' ? await readJsonBody(exchange, bytesMax) : undefined;
  if (body !== undefined && !anyForm) checkGraphqlForm(body);
  return { caller, request: { method, search: exchange.url.search, body } };
}

/** The caller in the tenant. 401 NOT_SIGNED_IN; 404 TENANT_NOT_FOUND, the same whether it exists or not. */
export function resolveTenant(
  exchange: Pick<Exchange, 'locale' | 'requestId'>,
  caller: Caller,
  name: string,
): TenantCaller {
  if (caller.kind === 'anonymous')
    throw new HttpRefusal(401, [issue('NOT_SIGNED_IN', '')], { 'WWW-Authenticate': 'Bearer realm="formwork"' });
  const membership = membershipIn(caller, { name });
  if (membership === undefined)
    throw new HttpRefusal(404, [issue('TENANT_NOT_FOUND', '', { tenant: name.slice(0, LIMITS.nameCharsMax) })]);
  return {
    tenant: { id: membership.tenantId, name: membership.tenantName },
    caller,
    roles: membership.roles,
    locale: exchange.locale,
    requestId: exchange.requestId,
  };
}

/** The header by which a designer looks as somebody else; whether they may is asked once their rights are known. */
const VIEW_AS_HEADER = 'x-formwork-view-as';

/** The caller with whom they want to look as, where the request says so. */
export function lookingAs({ req }: Pick<Exchange, 'req'>, caller: TenantCaller): TenantCaller {
  const viewAs = single(req.headers[VIEW_AS_HEADER]);
  return viewAs === undefined || viewAs === '' ? caller : { ...caller, viewAs };
}

/** How a WebSocket's caller is found, once its first message has come. */
export function upgradeCaller(
  parts: { readonly callers: Callers },
  req: IncomingMessage,
  tenantName: string,
): Pick<TenantUpgrade, 'requestId' | 'resolve'> {
  const requestId = randomUUID();
  const locale = localeFor(req.headers['accept-language']);
  return {
    requestId,
    resolve: async (authorization) => {
      const caller = await parts.callers.resolve(
        credentialsOf({ authorization: authorization ?? req.headers.authorization, cookie: req.headers.cookie }),
      );
      const membership = membershipIn(caller, { name: tenantName });
      if (membership === undefined) return undefined;
      return {
        tenant: { id: membership.tenantId, name: membership.tenantName },
        caller,
        roles: membership.roles,
        locale,
        requestId,
      };
    },
  };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
