import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../schema/core/limits.ts';
import { shapeHash, tenantId, type ShapeHash, type TenantId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { closing } from '../db/closing.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { templateVersion } from '../db/control-templates.ts';
import { tenantVersion, tenantVersionsSince } from '../db/control-tenants.ts';
import type { JsonDocument, TenantVersion } from '../db/control-entities.ts';
import { VERSION_CHANNEL } from './switch-version.ts';

/** Which version a tenant is on, and the shape it means. */
export interface TenantShape {
  readonly version: number;
  readonly shapeHash: ShapeHash;
}

export interface RegistryOptions<Shape> {
  readonly control: ControlPlane;
  /** Makes the bundle of a shape: schema, plans, metadata. May take 100 ms; it is made once for all tenants of a shape. */
  readonly compile: (document: JsonDocument, hash: ShapeHash) => Promise<Shape>;
  /** Bytes that a bundle takes in memory, estimated. */
  readonly sizeOf: (shape: Shape) => number;
  readonly maxBytes?: number;
  readonly pollMs?: number;
  /** Told when a tenant's version moved, here or in another process. */
  readonly onVersion?: (tenant: TenantId, now: TenantShape) => void;
  /** Told when polling fails; it goes on. */
  readonly onError?: (error: unknown) => void;
}

/** The compiled shapes of the tenants that are in use. */
export interface Registry<Shape> {
  /** The shape in force for a tenant, compiled; `null` before its first publication. */
  shapeOf(tenant: TenantId): Promise<(TenantShape & { readonly shape: Shape }) | null>;
  /** The same, when it is at hand. */
  shapeAtHand(tenant: TenantId): (TenantShape & { readonly shape: Shape }) | undefined;
  /** Whether the tenant's shape is at hand, so that asking for it costs nothing. */
  holds(tenant: TenantId): boolean;
  /** Looks for new versions now, as it does each second. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One question a second tells every tenant's change (`seq` of one sequence); a notice only makes it sooner. A bundle is
 * built once however many ask, is shared by all tenants of the same shape and texts, and goes when memory is needed elsewhere.
 */
export async function openRegistry<Shape extends object>(options: RegistryOptions<Shape>): Promise<Registry<Shape>> {
  const { control, onError = () => undefined } = options;
  const shapes = new LRUCache<string, Shape>({
    maxSize: options.maxBytes ?? LIMITS.shapeCacheBytesMax,
    // A bundle bigger than the whole budget would otherwise not be kept at all.
    sizeCalculation: (shape) =>
      Math.max(1, Math.min(options.sizeOf(shape), options.maxBytes ?? LIMITS.shapeCacheBytesMax)),
  });
  const building = new Map<string, Promise<Shape>>();
  const current = new Map<TenantId, KnownVersion>();
  let seq = '0';
  let polling: Promise<void> | undefined;
  let again = false;

  async function poll(): Promise<void> {
    for (const row of await tenantVersionsSince(control, overlap(seq))) {
      const now = knownVersion(row);
      const id = tenantId(row.tenantId);
      const known = current.get(id);
      current.set(id, now);
      if (BigInt(row.seq) > BigInt(seq)) seq = row.seq;
      if (known !== undefined && known.version !== now.version) options.onVersion?.(id, now);
    }
  }

  function refresh(): Promise<void> {
    // Who asks while an answer is on its way wants what is true after he asked.
    if (polling !== undefined) {
      again = true;
      return polling;
    }
    polling = poll().finally(() => {
      polling = undefined;
    });
    return polling.then(() => {
      if (!again) return;
      again = false;
      return refresh();
    });
  }

  async function bundle(tenant: TenantId, known: KnownVersion): Promise<Shape> {
    const { key } = known;
    const ready = shapes.get(key);
    if (ready !== undefined) return ready;
    const underway = building.get(key);
    if (underway !== undefined) return underway;
    const started = build(tenant, known).finally(() => building.delete(key));
    building.set(key, started);
    return started;
  }

  async function build(tenant: TenantId, { version, shapeHash: hash, key }: KnownVersion): Promise<Shape> {
    const row = must(await templateVersion(control, tenant, version), `version ${version} of tenant ${tenant}`);
    const shape = await options.compile(row.document, hash);
    shapes.set(key, shape);
    return shape;
  }

  await refresh();
  const tick = (): void => void refresh().catch(onError);
  const timer = setInterval(tick, options.pollMs ?? 1_000);
  timer.unref();
  const stopListening = await control.database.listen(VERSION_CHANNEL, tick);

  return {
    async shapeOf(tenant) {
      const known = current.get(tenant) ?? (await lookUp(tenant));
      if (known === null) return null;
      return { version: known.version, shapeHash: known.shapeHash, shape: await bundle(tenant, known) };
    },
    shapeAtHand(tenant) {
      const known = current.get(tenant);
      const shape = known === undefined ? undefined : shapes.get(known.key);
      return known === undefined || shape === undefined
        ? undefined
        : { version: known.version, shapeHash: known.shapeHash, shape };
    },
    holds(tenant) {
      const known = current.get(tenant);
      return known !== undefined && shapes.has(known.key);
    },
    refresh,
    async close() {
      clearInterval(timer);
      await stopListening();
      if (polling !== undefined) await closing(polling.catch(() => undefined));
    },
  };

  async function lookUp(tenant: TenantId): Promise<KnownVersion | null> {
    const row = await tenantVersion(control, tenant);
    return row === null ? null : knownVersion(row);
  }
}

/** A tenant's version and the key of its bundle: tenants share one when they execute and show the same. */
interface KnownVersion extends TenantShape {
  readonly key: string;
}

function knownVersion(row: TenantVersion): KnownVersion {
  const texts = row.textsHash ?? `${row.tenantId}@${String(row.number)}`;
  return { version: row.number, shapeHash: shapeHash(row.shapeHash), key: `${row.shapeHash} ${texts}` };
}

/**
 * A number taken earlier may be committed later: a few numbers are asked for again each time, so that a slow
 * transaction's version is not passed over.
 */
function overlap(seq: string): string {
  return String(BigInt(seq) - 20n);
}
