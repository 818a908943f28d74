import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { audit, tenantById } from '../db/control-tenants.ts';
import { actorOf, isOperator, type PlatformServices } from '../graphql/platform/platform-context.ts';
import { HttpRefusal, send, type Exchange } from './exchange.ts';
import { receiveUpload } from './file-upload.ts';
import type { TenantCaller } from './tenant-handlers.ts';

/** `/t/<tenant>/backup/<id>`; without an id a backup is sent there. */
export const BACKUP_PATH = /^\/t\/([^/]+)\/backup(?:\/([\w-]+))?$/;

/** Answers with the file of a backup, to owners who look as themselves, and writes that down (SPEC [ADM-5]). */
export async function answerBackup(
  exchange: Exchange,
  services: Pick<PlatformServices, 'backups' | 'publishing'>,
  { id, caller }: { readonly id: string; readonly caller: TenantCaller },
): Promise<void> {
  checkOwner(caller);
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

function checkOwner(caller: TenantCaller): void {
  if (!caller.roles.includes(OWNER_ROLE) || caller.viewAs !== undefined)
    throw new HttpRefusal(403, [issue('FORBIDDEN', '')]);
}

/** Tenants that are sending a file right now: one at a time each. */
const receiving = new Set<string>();

/**
 * Takes the file of a backup from an owner who looks as themselves, reads all of it, and keeps it among the tenant's
 * backups; nothing else is touched (SPEC [ADM-44]). 409 BACKUP_RUNNING, 400 with what is wrong with the file.
 */
export async function takeBackup(
  exchange: Exchange,
  services: Pick<PlatformServices, 'backups' | 'publishing'>,
  caller: TenantCaller,
): Promise<void> {
  checkOwner(caller);
  const { backups, publishing } = services;
  const { id } = caller.tenant;
  const tenant = await tenantById(publishing.control, id);
  if (backups === undefined || tenant === null) throw new HttpRefusal(404, [issue('BACKUP_KEEP_NONE', '')]);
  if (receiving.has(id)) throw new HttpRefusal(409, [issue('BACKUP_RUNNING', '')]);
  receiving.add(id);
  try {
    const place = { folder: await backups.incoming(id), name: 'backup', bytesMax: LIMITS.backupUploadBytesMax };
    const mayBeOther = isOperator(caller.caller);
    const added = await receiveUpload(exchange, place, ({ file }) => backups.add(tenant, { file, mayBeOther }));
    if (!added.ok) throw new HttpRefusal(400, added.issues);
    const { id: backup, of } = added.value;
    await audit(publishing.control, {
      tenant: id,
      ...actorOf(caller.caller),
      action: 'backup.upload',
      detail: { backup, of },
    });
    send(exchange, { status: 201, type: 'application/json; charset=utf-8', body: JSON.stringify(added.value) });
  } finally {
    receiving.delete(id);
  }
}
