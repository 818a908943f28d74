import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What a connection's requests have in common when they come from one caller. */
interface LetIn {
  readonly tenant: string;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/**
 * Connections whose last request was let in to a tenant, or turned away there as that of a member. The next one that
 * says the same may be told that the tenant is busy before anything else is looked at; nobody else learns from that
 * whether there is such a tenant.
 */
export class KnownConnections {
  private readonly known = new WeakMap<Socket, LetIn>();

  letIn(req: IncomingMessage, tenant: string): void {
    if (this.tenantOf(req) === tenant) return;
    const { url, headers } = req;
    this.known.set(req.socket, { tenant, url, authorization: headers.authorization, cookie: headers.cookie });
  }

  /** The tenant that a request just like this one was let in to. */
  tenantOf({ socket, url, headers }: IncomingMessage): string | undefined {
    const last = this.known.get(socket);
    const isSame =
      last !== undefined &&
      last.url === url &&
      last.authorization === headers.authorization &&
      last.cookie === headers.cookie;
    return isSame ? last.tenant : undefined;
  }
}
