import { LRUCache } from 'lru-cache';
import type { AutomationModel } from '../../../schema/model/build-automations.ts';
import type { Behaviour } from '../../../schema/model/behaviour.ts';
import { must } from '../../../schema/core/result.ts';
import { idOf } from '../../db/control-tenants.ts';
import { templateVersion } from '../../db/control-templates.ts';
import type { TenantHandle } from '../application.ts';
import { resolveDocument } from '../resolve-document.ts';
import type { JobApplication } from '../jobs/tenant-job.ts';

/** What a former version of a tenant's template did; versions never change. */
const former = new LRUCache<string, Behaviour>({ max: 64 });

/**
 * What the template did in a version: a rule is bound to the version that was in force when its event happened. The
 * version in force is at hand; former ones are read from the control plane and kept.
 */
export async function behaviourOf(
  application: JobApplication,
  handle: TenantHandle,
  version: number,
): Promise<Behaviour> {
  if (version === handle.ref.version) return handle.shape.model.behaviour;
  const key = `${handle.ref.id}:${String(version)}`;
  const known = former.get(key);
  if (known !== undefined) return known;
  const stored = await templateVersion(application.control, idOf(handle.tenant), version);
  // A tenant that was restored elsewhere has no history there: what is in force has to do.
  if (stored === null) return handle.shape.model.behaviour;
  const resolved = resolveDocument(stored.document);
  const { model } = must(resolved.ok ? resolved.value : null, `model of version ${version}`);
  former.set(key, model.behaviour);
  return model.behaviour;
}

/** Automations of each version that the events belong to, by version. */
export async function automationsByVersion(
  application: JobApplication,
  handle: TenantHandle,
  versions: Iterable<number>,
): Promise<ReadonlyMap<number, readonly AutomationModel[]>> {
  const found = new Map<number, readonly AutomationModel[]>();
  for (const version of new Set(versions))
    found.set(version, (await behaviourOf(application, handle, version)).automations);
  return found;
}
