import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { v7 as uuid } from 'uuid';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { ShapeHash, TenantId, UserId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import {
  DraftEntity,
  PackEntity,
  PublicationEntity,
  TemplateVersionEntity,
  type Draft,
  type DraftSummary,
  type JsonDocument,
  type Pack,
  type PackSummary,
  type Publication,
  type PublicationSummary,
  type TemplateVersion,
  type TemplateVersionSummary,
} from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { pgFailureOf } from './pg-errors.ts';

/** MikroORM writes into the JSON it is given, and documents may be frozen. */
function ownCopy(document: JsonDocument): JsonDocument {
  return structuredClone(document);
}

/** The documents of a version: who meets them again meets the same objects, and what was worked out of these. */
type Documents = Pick<TemplateVersion, 'document' | 'baseDocument'>;

/** By control plane, and by the publication that made the version: no other ever has its id. */
const documentsOf = new WeakMap<ControlPlane, LRUCache<string, Documents>>();

function knownDocuments(control: ControlPlane): LRUCache<string, Documents> {
  const known = documentsOf.get(control) ?? new LRUCache<string, Documents>({ max: LIMITS.versionDocumentsKept });
  documentsOf.set(control, known);
  return known;
}

/**
 * One version of a tenant's template; versions are numbered from 1 and never change. Its documents are not sent and
 * read again while they are known. Nobody changes them.
 */
export async function templateVersion(
  control: ControlPlane,
  tenant: TenantId,
  number: number,
): Promise<TemplateVersion | null> {
  const known = knownDocuments(control);
  return control.asTenant(tenant, async (em) => {
    const where = { tenantId: tenant, number };
    const head = await em.findOne(TemplateVersionEntity, where, {
      exclude: ['document', 'baseDocument'],
      disableIdentityMap: true,
    });
    if (head === null) return null;
    const documents =
      known.get(head.publicationId) ??
      (await em.findOneOrFail(TemplateVersionEntity, where, {
        fields: ['document', 'baseDocument'],
        disableIdentityMap: true,
      }));
    const { document, baseDocument } = documents;
    known.set(head.publicationId, { document, baseDocument });
    const { tenantId, shapeHash, note, despiteTests, author, publicationId, at } = head;
    return { tenantId, number, document, baseDocument, shapeHash, note, despiteTests, author, publicationId, at };
  });
}

/** All versions, newest first, without their documents. */
export function listTemplateVersions(control: ControlPlane, tenant: TenantId): Promise<TemplateVersionSummary[]> {
  return control.asTenant(tenant, (em) =>
    em.find(
      TemplateVersionEntity,
      { tenantId: tenant },
      { orderBy: { number: 'desc' }, exclude: ['document', 'baseDocument'] },
    ),
  );
}

export interface PublicationStart {
  readonly id: string;
  readonly number: number;
  readonly baseVersion: number;
  readonly document: JsonDocument;
  readonly baseDocument: JsonDocument;
  readonly shapeHash: ShapeHash;
  readonly note: string;
  /** Why it is published although tests of the template fail; null where none does. */
  readonly despiteTests?: string | null;
  readonly author: UserId | null;
}

/** Writes down that a publication begins, before anything is touched; gives what it wrote. `PUBLISH_IN_PROGRESS` when one already runs. */
export async function startPublication(
  control: ControlPlane,
  tenant: TenantId,
  start: PublicationStart,
): Promise<Result<Publication>> {
  const publication = {
    ...start,
    despiteTests: start.despiteTests ?? null,
    tenantId: tenant,
    state: 'running' as const,
    failure: null,
    createdAt: new Date(),
    endedAt: null,
  };
  const [document, baseDocument] = [ownCopy(start.document), ownCopy(start.baseDocument)];
  try {
    await control.asTenant(tenant, (em) => em.insert(PublicationEntity, { ...publication, document, baseDocument }));
    return ok(publication);
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    return refused([issue('PUBLISH_IN_PROGRESS', '')]);
  }
}

/** Sections that no compiled bundle reads: layouts, data and proof. */
const BESIDE_BUNDLES: ReadonlySet<string> = new Set(['views', 'records', 'packs', 'tests', 'reports', 'version']);

const textsHashes = new WeakMap<JsonDocument, string>();

/** SHA-256 of all that a compiled bundle can show: labels, messages and help as well as what they belong to. */
function textsHash(document: JsonDocument): string {
  const known = textsHashes.get(document) ?? newTextsHash(document);
  textsHashes.set(document, known);
  return known;
}

function newTextsHash(document: JsonDocument): string {
  const shown = Object.fromEntries(Object.entries(document).filter(([section]) => !BESIDE_BUNDLES.has(section)));
  return createHash('sha256').update(canonicalJson(shown)).digest('hex');
}

/**
 * The directory follows the tenant's own switch: version, its number in force, and the end of the publication. The
 * documents are not sent again: they stand in the publication's row.
 */
export async function finishPublication(
  control: ControlPlane,
  { id, document, baseDocument }: Pick<Publication, 'id' | 'document' | 'baseDocument'>,
): Promise<void> {
  await control.asSystem((em) =>
    em
      .getConnection()
      .execute(FINISH, [new Date().toISOString(), id, textsHash(document)], 'run', em.getTransactionContext()),
  );
  knownDocuments(control).set(id, { document, baseDocument });
}

const FINISH = `WITH p AS (
  UPDATE formwork.publication SET state = 'done', ended_at = ?::timestamptz WHERE id = ?::uuid RETURNING *
), kept AS (
  INSERT INTO formwork.template_version (tenant_id, number, document, base_document, shape_hash, note, despite_tests, author, publication_id, at)
  SELECT tenant_id, number, document, base_document, shape_hash, note, despite_tests, author, id, ended_at FROM p
  ON CONFLICT (tenant_id, number) DO NOTHING
)
INSERT INTO formwork.tenant_version AS v (tenant_id, seq, number, shape_hash, texts_hash)
SELECT tenant_id, nextval('formwork.tenant_version_seq'), number, shape_hash, ? FROM p
ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq, number = excluded.number, shape_hash = excluded.shape_hash, texts_hash = excluded.texts_hash`;

/** The publication was undone, and why; one that has ended stays as it is. */
export async function abortPublication(
  control: ControlPlane,
  publication: Pick<Publication, 'id'>,
  failure: string,
): Promise<void> {
  await control.asSystem((em) =>
    em.nativeUpdate(
      PublicationEntity,
      { id: publication.id, state: 'running' },
      { state: 'aborted', failure, endedAt: new Date() },
    ),
  );
}

/** Publications that have not ended, of all tenants: what a start of the server looks through. */
export function runningPublications(control: ControlPlane): Promise<Publication[]> {
  return control.asSystem((em) => em.find(PublicationEntity, { state: 'running' }, { orderBy: { createdAt: 'asc' } }));
}

/** The tenant's publication that has not ended, if there is one. */
export async function runningPublication(control: ControlPlane, tenant: TenantId): Promise<Publication | null> {
  return control.asTenant(tenant, (em) => em.findOne(PublicationEntity, { tenantId: tenant, state: 'running' }));
}

export function publicationById(control: ControlPlane, tenant: TenantId, id: string): Promise<Publication | null> {
  return control.asTenant(tenant, (em) => em.findOne(PublicationEntity, { id }));
}

/** The latest publications of a tenant, newest first, without their documents. */
export function listPublications(
  control: ControlPlane,
  tenant: TenantId,
  limit: number,
): Promise<PublicationSummary[]> {
  return control.asTenant(tenant, (em) =>
    em.find(
      PublicationEntity,
      { tenantId: tenant },
      { orderBy: { createdAt: 'desc' }, limit, exclude: ['document', 'baseDocument'] },
    ),
  );
}

export function findDraft(control: ControlPlane, tenant: TenantId, name: string): Promise<Draft | null> {
  return control.asTenant(tenant, (em) => em.findOne(DraftEntity, { tenantId: tenant, name }));
}

/** The tenant's drafts by name, without their documents. */
export function listDrafts(control: ControlPlane, tenant: TenantId): Promise<DraftSummary[]> {
  return control.asTenant(tenant, (em) =>
    em.find(DraftEntity, { tenantId: tenant }, { orderBy: { name: 'asc' }, exclude: ['document'] }),
  );
}

export interface DraftInput {
  readonly name: string;
  readonly baseVersion: number;
  readonly document: JsonDocument;
  readonly author: UserId | null;
}

/** Begins a draft at revision 1. `DRAFT_EXISTS`. */
export async function createDraft(control: ControlPlane, tenant: TenantId, input: DraftInput): Promise<Result<Draft>> {
  const { name, baseVersion, document, author } = input;
  const row = {
    tenantId: tenant,
    name,
    baseVersion,
    document: ownCopy(document),
    revision: 1,
    updatedBy: author,
    updatedAt: new Date(),
  };
  try {
    await control.asTenant(tenant, (em) => em.insert(DraftEntity, row));
    return ok(await draftOf(control, tenant, name));
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    return refused([issue('DRAFT_EXISTS', '/name', { draft: name })]);
  }
}

/** Saves over the revision that the caller saw, and gives the next. `DRAFT_STALE` when another came between. */
export async function saveDraft(
  control: ControlPlane,
  tenant: TenantId,
  input: DraftInput & { readonly revision: number },
): Promise<Result<Draft>> {
  const { name, revision, baseVersion, document, author } = input;
  const changed = await control.asTenant(tenant, (em) =>
    em.nativeUpdate(
      DraftEntity,
      { tenantId: tenant, name, revision },
      { document: ownCopy(document), baseVersion, revision: revision + 1, updatedBy: author, updatedAt: new Date() },
    ),
  );
  if (changed === 0) return refused([issue('DRAFT_STALE', '/revision', { draft: name })]);
  return ok(await draftOf(control, tenant, name));
}

async function draftOf(control: ControlPlane, tenant: TenantId, name: string): Promise<Draft> {
  return control.asTenant(tenant, (em) => em.findOneOrFail(DraftEntity, { tenantId: tenant, name }));
}

export async function deleteDraft(control: ControlPlane, tenant: TenantId, name: string): Promise<void> {
  await control.asTenant(tenant, (em) => em.nativeDelete(DraftEntity, { tenantId: tenant, name }));
}

/** Keeps a pack; the same name and version is replaced. */
export async function savePack(
  control: ControlPlane,
  pack: Pick<Pack, 'name' | 'version' | 'document'>,
): Promise<void> {
  await control.asSystem(async (em) => {
    await em.upsert(PackEntity, { ...pack, document: ownCopy(pack.document), createdAt: new Date() });
  });
}

export function findPack(control: ControlPlane, name: string, version: string): Promise<Pack | null> {
  return control.asSystem((em) => em.findOne(PackEntity, { name, version }));
}

/** All packs and versions, without their documents. */
export function listPacks(control: ControlPlane): Promise<PackSummary[]> {
  return control.asSystem((em) =>
    em.find(PackEntity, {}, { orderBy: { name: 'asc', version: 'asc' }, exclude: ['document'] }),
  );
}

/** An id for a new publication. */
export function newPublicationId(): string {
  return uuid();
}
