import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TenantId } from '../../schema/core/ids.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { Caller } from '../graphql/platform/caller.ts';
import type { Exchange } from './exchange.ts';
import type { ImportAsk } from './import-routes.ts';
import type { FilePath } from './tenant-files.ts';

/** A GraphQL request as it came by HTTP, its body parsed and within its limit. */
export interface GraphqlHttpRequest {
  readonly method: 'GET' | 'POST';
  /** The query string with its `?`, for GET. */
  readonly search: string;
  readonly body: unknown;
}

/** A caller in a tenant that they are a member of. */
export interface TenantCaller {
  readonly tenant: { readonly id: TenantId; readonly name: string };
  readonly caller: Caller;
  readonly roles: readonly string[];
  readonly locale: Locale;
  readonly requestId: string;
  /** As whom they want to look, as the header says it. */
  readonly viewAs?: string;
}

/** A request to open a WebSocket at a tenant's address; its origin was checked. */
export interface TenantUpgrade {
  readonly req: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly tenantName: string;
  readonly requestId: string;
  /** Who it is: by the token of `connection_init` (`Bearer …`), else by the cookie. `undefined` when that is nobody here. */
  readonly resolve: (authorization: string | undefined) => Promise<TenantCaller | undefined>;
}

/** What answers for the tenants. */
export interface TenantHandlers {
  /** Answers a query or mutation by writing to `exchange.res`. */
  graphql(exchange: Exchange, request: GraphqlHttpRequest, caller: TenantCaller): Promise<void>;
  /** Answers what concerns imports from the browser. */
  imports(exchange: Exchange, ask: ImportAsk, caller: TenantCaller): Promise<void>;
  /** Takes an upload, or answers with a file. */
  files(exchange: Exchange, path: FilePath, caller: TenantCaller): Promise<void>;
  /** The tenant's API as SDL text, as far as the caller may see it. */
  sdl(caller: TenantCaller): Promise<string>;
  /** Takes the socket over for graphql-ws. */
  upgrade(upgrade: TenantUpgrade): void;
  /** Ends every subscription, when the server stops. */
  close(): Promise<void>;
}
