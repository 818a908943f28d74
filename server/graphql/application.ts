import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import type { JsonDocument, Tenant } from '../db/control-entities.ts';
import { openControlPlane, type ControlPlane } from '../db/control-plane.ts';
import { removeExpiredSessions } from '../db/control-people.ts';
import { templateVersion } from '../db/control-templates.ts';
import { knownTenant, idOf, tenantAtHand } from '../db/control-tenants.ts';
import type { Database } from '../db/database.ts';
import type { SecretBox } from '../db/secret-box.ts';
import type { FileStore } from '../files/file-store.ts';
import { openFolderFiles } from '../files/folder-files.ts';
import { openCells, type Cells } from '../tenancy/cells.ts';
import { forgetOldKeys } from '../tenancy/forget-keys.ts';
import { placeOf, type TenantPlace } from '../tenancy/provision-tenant.ts';
import { resumePublications, type PublishContext } from '../tenancy/publish.ts';
import { openRegistry, type Registry } from '../tenancy/registry.ts';
import { bringSystemsUpToDate } from '../tenancy/system-level.ts';
import type { Mailer } from '../outside/mailer.ts';
import type { OutsideOptions } from '../outside/post-outside.ts';
import { apiDiff } from './api-diff.ts';
import { resolveDocument } from './resolve-document.ts';
import { openWriteHints, type WriteHints } from './jobs/write-hints.ts';
import { compileShape, type PlanCounters, shapeBytes, type CompiledShape } from './tenant/compiled-shape.ts';
import { tenantApi } from './tenant/tenant-api.ts';
import type { TenantRef } from './tenant/tenant-request.ts';

export interface ApplicationOptions {
  readonly database: Database;
  /** Other cells by name. */
  readonly cells?: ReadonlyMap<string, Database>;
  readonly secrets: SecretBox;
  readonly now?: () => Date;
  /** Puts the records that packs ship into a tenant after a publication. */
  readonly putRecords?: (
    application: Application,
    place: TenantPlace,
    published: { readonly model: Model; readonly version: number },
  ) => Promise<void>;
  /** Runs a template's own tests before it is published. */
  readonly testTemplate?: PublishContext['testTemplate'];
  /** The same one by one, for the designer. */
  readonly tryTests?: PublishContext['tryTests'];
  readonly onError?: (error: unknown) => void;
  /** Where files are; absent: in the system's folder for what need not last. */
  readonly files?: FileStore;
  /** Absent: no host is excepted, and mail is dropped. */
  readonly outside?: Outside;
  /** See `Application.keepDays`. */
  readonly keepDays?: number;
}

/** How the server reaches what is not its own. */
export interface Outside extends OutsideOptions {
  readonly mailer: Mailer;
}

/** The server without its HTTP: databases, publishing, and the compiled shapes in use. The CLI runs the same one. */
export interface Application {
  readonly control: ControlPlane;
  readonly cells: Cells;
  readonly publishing: PublishContext;
  readonly registry: Registry<CompiledShape>;
  readonly secrets: SecretBox;
  readonly now: () => Date;
  readonly outside: Outside;
  readonly files: FileStore;
  /** How many days refusals, sign-ins and notices are kept. */
  readonly keepDays: number;
  /** Look-ups of compiled plans since the start, over all shapes. */
  readonly planCache: PlanCounters;
  /** Told by whoever writes to a tenant; background work begins there. */
  readonly writes: WriteHints;
  /** A tenant in use by name: `TENANT_NOT_FOUND`; `TENANT_EMPTY` before its first publication. */
  readonly tenantByName: (name: string) => Promise<Result<TenantHandle>>;
  /** The same, when all of it is in memory: what a busy tenant's requests find. */
  readonly tenantAtHand: (name: string) => TenantHandle | undefined;
  readonly tenantHandle: (tenant: Tenant) => Promise<Result<TenantHandle>>;
  /** Stops polling. The databases stay open: whoever opened them closes them. */
  readonly close: () => Promise<void>;
}

/** A tenant with the shape that is in force. */
export interface TenantHandle {
  readonly tenant: Tenant;
  readonly place: TenantPlace;
  readonly shape: CompiledShape;
  readonly ref: TenantRef;
}

/** Opens the control plane, ends what a crash left of publications, and follows the tenants' versions from then on. */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const now = options.now ?? (() => new Date());
  const planCache: PlanCounters = { hits: 0, misses: 0 };
  const control = await openControlPlane(options.database);
  const cells = await openCells(control, options.cells);
  const { putRecords } = options;
  const publishing: PublishContext = {
    control,
    cells,
    resolve: resolveDocument,
    apiChanges: (before, after) => (before === null ? [] : apiDiff(tenantApi(before), tenantApi(after))),
    now,
    ...(options.testTemplate === undefined ? {} : { testTemplate: options.testTemplate }),
    ...(options.tryTests === undefined ? {} : { tryTests: options.tryTests }),
    ...(putRecords === undefined
      ? {}
      : { putRecords: (place, model, version) => putRecords(application, place, { model, version }) }),
  };
  const writes = openWriteHints();
  const registry = await openRegistry<CompiledShape>({
    control,
    // What a new version brings (schedules, stored rollups) begins at once.
    onVersion: (tenant) => writes.touch(tenant),
    compile: (document) => Promise.resolve(compileDocument(document, planCache)),
    sizeOf: ({ model }) => shapeBytes(model),
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  const tenantHandle = async (tenant: Tenant): Promise<Result<TenantHandle>> => {
    const current = await registry.shapeOf(idOf(tenant));
    if (current === null) return refused([issue('TENANT_EMPTY', '', { tenant: tenant.name })]);
    return ok(handleOf(tenant, current));
  };
  // By the directory's entry, which is read anew each second.
  const handles = new WeakMap<Tenant, TenantHandle>();
  const handleOf = (
    tenant: Tenant,
    current: { readonly version: number; readonly shape: CompiledShape },
  ): TenantHandle => {
    const same = handles.get(tenant);
    if (same?.ref.version === current.version && same.shape === current.shape) return same;
    const place = placeOf(cells, tenant);
    const { id, name, timeZone } = tenant;
    const ref = { id, name, timeZone, schema: place.schema, role: place.role, version: current.version };
    const handle = { tenant, place, shape: current.shape, ref };
    handles.set(tenant, handle);
    return handle;
  };
  const application: Application = {
    control,
    cells,
    publishing,
    registry,
    secrets: options.secrets,
    now,
    outside: options.outside ?? { allow: [], mailer: { send: () => Promise.resolve() } },
    keepDays: options.keepDays ?? LIMITS.keepDays,
    files: options.files ?? (await openFolderFiles(path.join(tmpdir(), 'formwork-files'), now)),
    planCache,
    writes,
    tenantHandle,
    tenantAtHand: (name) => {
      const tenant = tenantAtHand(control, name);
      const current = tenant === undefined ? undefined : registry.shapeAtHand(idOf(tenant));
      return tenant === undefined || current === undefined ? undefined : handleOf(tenant, current);
    },
    tenantByName: async (name) => {
      const tenant = await knownTenant(control, name);
      return tenant === null ? refused([issue('TENANT_NOT_FOUND', '', { tenant: name })]) : tenantHandle(tenant);
    },
    close: () => registry.close(),
  };
  await bringSystemsUpToDate(control, cells, options.onError);
  await resumePublications(publishing);
  // A server that died while another one runs leaves its publication to whoever looks next; sessions end by themselves.
  const resuming = setInterval(() => {
    resumePublications(publishing).catch((error: unknown) => options.onError?.(error));
    forgetOldKeys(control, cells).catch((error: unknown) => options.onError?.(error));
    removeExpiredSessions(control, now()).catch((error: unknown) => options.onError?.(error));
  }, HOUSEKEEPING_EVERY_MS);
  resuming.unref();
  return {
    ...application,
    close: () => {
      clearInterval(resuming);
      return application.close();
    },
  };
}

const HOUSEKEEPING_EVERY_MS = 60_000;

/** The document that a tenant's version was published from. */
export async function documentOf(
  { control }: Application,
  { tenant, ref }: TenantHandle,
): Promise<Readonly<Record<string, unknown>>> {
  const version = await templateVersion(control, idOf(tenant), ref.version);
  return must(version, `version ${String(ref.version)} of ${tenant.name}`).document;
}

/** What was published resolved then, and resolves now: a format that changed has a migration. */
function compileDocument(document: JsonDocument, counters: PlanCounters): CompiledShape {
  const resolved = resolveDocument(document);
  if (!resolved.ok)
    throw new Error(
      `Broken invariant: a published template does not resolve: ${JSON.stringify(resolved.issues.slice(0, 3))}`,
    );
  return compileShape(resolved.value.model, counters);
}
