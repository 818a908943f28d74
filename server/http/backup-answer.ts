import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { issue } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { audit } from '../db/control-tenants.ts';
import { actorOf, type PlatformServices } from '../graphql/platform/platform-context.ts';
import { HttpRefusal, type Exchange } from './exchange.ts';
import type { TenantCaller } from './tenant-handlers.ts';

/** `/t/<tenant>/backup/<id>` */
export const BACKUP_PATH = /^\/t\/([^/]+)\/backup\/([\w-]+)$/;

/** Answers with the file of a backup, to owners who look as themselves, and writes that down (SPEC [ADM-5]). */
export async function answerBackup(
  exchange: Exchange,
  services: Pick<PlatformServices, 'backups' | 'publishing'>,
  { id, caller }: { readonly id: string; readonly caller: TenantCaller },
): Promise<void> {
  if (!caller.roles.includes(OWNER_ROLE) || caller.viewAs !== undefined)
    throw new HttpRefusal(403, [issue('FORBIDDEN', '')]);
  const file = await services.backups?.fileOf(caller.tenant.id, id);
  if (file === undefined || !file.ok) throw new HttpRefusal(404, [issue('BACKUP_UNKNOWN', '')]);
  const { size } = await stat(file.value);
  const { req, res, headers, requestId } = exchange;
  if (req.method !== 'HEAD')
    await audit(services.publishing.control, {
      tenant: caller.tenant.id,
      ...actorOf(caller.caller),
      action: 'backup.download',
      detail: { backup: id },
    });
  const name = `${caller.tenant.name}-${path.basename(file.value)}`;
  res.writeHead(200, [
    ...headers,
    ...['X-Request-Id', requestId, 'Content-Type', 'application/gzip', 'Content-Length', String(size)],
    ...['Content-Disposition', `attachment; filename="${name}"`, 'Cache-Control', 'private, no-store'],
  ]);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  // The status is out: what breaks now can only be told by breaking off.
  await pipeline(createReadStream(file.value), res).catch(() => res.destroy());
}
