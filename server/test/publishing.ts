import { shapeHash } from '../../schema/model/shape.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { must, ok, type Result } from '../../schema/core/result.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import type { JsonDocument, Tenant } from '../db/control-entities.ts';
import { openControlPlane } from '../db/control-plane.ts';
import type { Database } from '../db/database.ts';
import { openCells } from '../tenancy/cells.ts';
import { placeOf, provisionTenant, tenantMeta, type TenantPlace } from '../tenancy/provision-tenant.ts';
import {
  publish,
  type PublishContext,
  type Published,
  type PublishRequest,
  type ResolvedDocument,
} from '../tenancy/publish.ts';
import { uniqueTenantName } from './names.ts';

/** A template of these entities, as small as one can be. */
export function templateOf(entities: readonly EntityDef[], more: Partial<Template> = {}): Template {
  return { format: 1, pack: 'test', version: '1.0.0', label: { en: 'Test', 'zh-CN': '测试' }, entities, ...more };
}

/** A master entity with a title and these fields. */
export function master(id: string, fields: readonly FieldDef[], more: Partial<EntityDef> = {}): EntityDef {
  return {
    id,
    kind: 'master',
    label: { en: id, 'zh-CN': id },
    fields: [{ id: 'name', type: 'text' }, ...fields],
    title: 'name',
    ...more,
  };
}

/** A template as publishing keeps it. */
export function documentOf(template: Template): JsonDocument {
  return JSON.parse(JSON.stringify(template)) as JsonDocument;
}

/** Resolves without parsing: the templates of these tests are typed. */
export function resolveDocument(document: JsonDocument): Result<ResolvedDocument> {
  const resolved = resolveModel(document as unknown as Template);
  return resolved.ok ? ok({ model: resolved.value, shapeHash: shapeHash(resolved.value) }) : resolved;
}

/** What publishing needs, on one database for control plane and tenants. */
export async function publishContext(
  database: Database,
  extra: ReadonlyMap<string, Database> = new Map(),
): Promise<PublishContext> {
  const control = await openControlPlane(database);
  const cells = await openCells(control, extra);
  return { control, cells, resolve: resolveDocument };
}

/** A tenant to try things on. */
export interface Bench {
  readonly context: PublishContext;
  readonly tenant: Tenant;
  readonly place: TenantPlace;
  /** Publishes on whatever version is in force. */
  readonly publish: (template: Template, more?: Partial<PublishRequest>) => Promise<Result<Published>>;
  /** Rows of a statement as the owner; `@` stands for the tenant's schema. */
  readonly query: <Row>(text: string, params?: readonly unknown[]) => Promise<readonly Row[]>;
}

export async function newBench(
  context: PublishContext,
  options: { readonly cell?: string; readonly name?: string } = {},
): Promise<Bench> {
  const made = await provisionTenant(context.control, context.cells, {
    name: options.name ?? uniqueTenantName(),
    cell: options.cell ?? 'home',
    timeZone: 'Asia/Shanghai',
  });
  const tenant = must(made.ok ? made.value : null, 'tenant');
  return benchOf(context, tenant);
}

export function benchOf(context: PublishContext, tenant: Tenant): Bench {
  const place = placeOf(context.cells, tenant);
  return {
    context,
    tenant,
    place,
    async publish(template, more = {}) {
      const { version } = await tenantMeta(place);
      return publish(context, tenant, { document: documentOf(template), baseVersion: version, ...more });
    },
    query: (text, params = []) => place.database.query({ text: text.replaceAll('@', `"${place.schema}"`), params }),
  };
}
