import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { issue, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { RecordSetDef } from '../../schema/template/template.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { tableName } from '../compile/sql-name.ts';
import { columnOfField, entityOf } from '../compile/storage.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { LinesInput, RowInput, RowKey } from '../compile/write-input.ts';
import { storedValue } from '../compile/write-values.ts';
import { KeyResolver } from '../db/write-keys.ts';
import { WriteRefused, writeRows, type RowOperation } from '../db/write-rows.ts';
import { inWriteUnit, type WriteUnit } from '../db/write-unit.ts';
import { dayIn } from '../graphql/tenant/tenant-request.ts';
import { uniqueFields } from '../../schema/model/field-names.ts';
import type { ImportContext } from './import-context.ts';
import type { WriteAs } from './import-writer.ts';
import { scalarText } from './scalar-text.ts';

export interface PutRecords {
  readonly created: number;
  /** Rows that were there already, whatever they say now. */
  readonly kept: number;
}

/** The server itself as a writer, for records that nobody typed. */
export const SYSTEM_ACTOR: Actor = {
  id: null,
  name: '',
  email: '',
  role: OWNER_ROLE,
  roles: [OWNER_ROLE],
  departments: [],
};

/**
 * Puts shipped records into a tenant: a row whose key is not there is made, one that is there stays as the tenant has
 * it (SPEC [PACK-1]). Rows may name each other, in any order of the sets. Throws `WriteRefused` with every problem;
 * then nothing was put.
 */
export async function putRecords(context: ImportContext, sets: readonly RecordSetDef[]): Promise<PutRecords> {
  if (sets.length === 0) return { created: 0, kept: 0 };
  const { shape, database, tenant, access, locale, requestId, secrets } = context;
  const now = context.now();
  const binding = {
    variables: {},
    actor: context.actor,
    now: now.toISOString(),
    today: dayIn(now, tenant.timeZone),
    timeZone: tenant.timeZone,
  };
  const as: WriteAs = { access, locale, requestId, secrets, tenant: tenant.id, constraints: shape.constraints };
  let created = 0;
  let kept = 0;
  await inWriteUnit(database, shape.model, { target: tenant, binding }, async (unit) => {
    for (const set of inOrderOfNeed(shape.model, sets)) {
      const put = await putSet(unit, as, set);
      created += put.created;
      kept += put.kept;
    }
  });
  return { created, kept };
}

async function putSet(unit: WriteUnit, as: WriteAs, { set, path }: PlacedSet): Promise<PutRecords> {
  const entity = entityOf(unit.model, set.entity as EntityId);
  const reader = new RecordReader(unit.model);
  const drafts = set.rows.map((row, index) => {
    const draft = reader.row(entity, row, pointer(path, 'rows', index));
    return { ...draft, key: reader.keyOf(entity, set.by, draft) };
  });
  if (reader.issues.length > 0) throw new WriteRefused(reader.issues);
  const keys = new KeyResolver(unit, as.access);
  await keys.resolve(
    drafts.map(({ key }) => key),
    true,
  );
  const absent = drafts.filter(({ key }) => keys.idOf(key) === undefined);
  const binned = absent.length === 0 ? new Set<string>() : await binnedKeys(unit, entity, set.by);
  // What a tenant has put into the bin stays there: shipping it again would undo a decision.
  const missing = absent.filter(({ key }) => !binned.has(binText(key, keys)));
  await writeRows(
    unit,
    as,
    missing.map(({ input, preset }): RowOperation => ({ kind: 'create', input, preset })),
  );
  return { created: missing.length, kept: drafts.length - missing.length };
}

/** The keys of rows in the bin, as `binText` writes them. */
async function binnedKeys(unit: WriteUnit, entity: EntityModel, by: readonly string[]): Promise<ReadonlySet<string>> {
  const columns = by.map((id) => `${quoteIdent(columnOfField(id))}::text`).join(', ');
  const rows = await unit.execute<{ readonly key: string }>(
    `select json_build_array(${columns})::text as key from "@tenant".${quoteIdent(tableName(entity.id))} where deleted_at is not null`,
    [],
  );
  return new Set(rows.map(({ key }) => JSON.stringify(JSON.parse(key))));
}

function binText(key: RowKey, keys: KeyResolver): string {
  return JSON.stringify(key.parts.map(({ value }) => (typeof value === 'string' ? value : (keys.idOf(value) ?? null))));
}

interface PlacedSet {
  readonly set: RecordSetDef;
  readonly path: JsonPointer;
}

/** Sets after the sets of what they refer to; a circle keeps the order given. */
function inOrderOfNeed(model: Model, sets: readonly RecordSetDef[]): readonly PlacedSet[] {
  const placed = sets.map((set, index) => ({ set, path: pointer('/records', index) }));
  const ordered = new Set<PlacedSet>();
  const visit = (one: PlacedSet, trail: readonly string[]): void => {
    if (ordered.has(one) || trail.includes(one.set.entity)) return;
    const needed = targetsOf(model, one.set.entity as EntityId);
    for (const other of placed)
      if (other !== one && needed.has(other.set.entity)) visit(other, [...trail, one.set.entity]);
    ordered.add(one);
  };
  for (const one of placed) visit(one, []);
  return [...ordered];
}

function targetsOf(model: Model, id: EntityId): ReadonlySet<string> {
  const targets = entityOf(model, id).fields.flatMap(({ type }): readonly string[] => {
    if (type.kind === 'ref' || type.kind === 'multiRef') return [type.to];
    return type.kind === 'lines' ? [...targetsOf(model, type.of)] : [];
  });
  return new Set(targets.filter((target) => target !== id));
}

interface RecordDraft {
  readonly input: RowInput;
  readonly preset: Readonly<Record<string, unknown>>;
}

/** Ids of rows that are called by a name of their own, in references that give just a text. */
export type RecordNames = (to: RowKey['entity'], name: string) => string | undefined;

/** Rows of packs, demos and tests as inputs of the writer: fields by id, references by key (SPEC [PACK-3]). */
export class RecordReader {
  readonly issues: Issue[] = [];
  private readonly model: Model;
  private readonly names: RecordNames;

  constructor(model: Model, names: RecordNames = () => undefined) {
    this.model = model;
    this.names = names;
  }

  row(entity: EntityModel, row: Readonly<Record<string, unknown>>, path: JsonPointer): RecordDraft {
    const values = new Map<FieldId, unknown>();
    const refs = new Map<FieldId, RowKey | null>();
    const links = new Map<FieldId, readonly RowKey[]>();
    const lines = new Map<FieldId, LinesInput>();
    const paths = new Map<FieldId, JsonPointer>();
    const preset: Record<string, unknown> = {};
    for (const [id, value] of Object.entries(row)) {
      const at = pointer(path, id);
      const field = entity.fields.find((own) => own.id === id);
      if (id === 'state' && entity.workflow !== undefined) preset['state'] = value;
      else if (field === undefined)
        this.issues.push(issue('RECORD_SET_FORM', at, { entity: entity.apiName, reason: id }));
      else if (field.type.kind === 'sequence') preset[id] = value;
      else {
        paths.set(field.id, at);
        this.field({ values, refs, links, lines }, field, { value, path: at });
      }
    }
    return { input: { entity, values, refs, links, lines, paths, path }, preset };
  }

  private field(
    draft: {
      readonly values: Map<FieldId, unknown>;
      readonly refs: Map<FieldId, RowKey | null>;
      readonly links: Map<FieldId, readonly RowKey[]>;
      readonly lines: Map<FieldId, LinesInput>;
    },
    field: FieldModel,
    { value, path }: { readonly value: unknown; readonly path: JsonPointer },
  ): void {
    const { type } = field;
    if (type.kind === 'ref') draft.refs.set(field.id, value === null ? null : this.reference(type.to, value, path));
    else if (type.kind === 'user' || type.kind === 'org')
      draft.refs.set(field.id, value === null ? null : this.reference(type.kind, value, path));
    else if (type.kind === 'multiRef')
      draft.links.set(
        field.id,
        listOf(value).map((item, index) => this.reference(type.to, item, pointer(path, index))),
      );
    else if (type.kind === 'lines') {
      const line = entityOf(this.model, type.of);
      const create = listOf(value).map(
        (item, index) => this.row(line, isRecord(item) ? item : {}, pointer(path, index)).input,
      );
      draft.lines.set(field.id, { create, update: [], delete: [] });
    } else {
      const stored = storedValue(field, value, path);
      if (stored.ok) draft.values.set(field.id, stored.value);
      else this.issues.push(...stored.issues);
    }
  }

  /** A text is the first unique field of the target; an object names the fields of a key. */
  private reference(to: RowKey['entity'], value: unknown, path: JsonPointer): RowKey {
    const named = typeof value === 'string' ? this.names(to, value) : undefined;
    if (named !== undefined) return { entity: to, parts: [{ field: 'id', value: named }], path };
    if (to === 'user' || to === 'org')
      return { entity: to, parts: [{ field: to === 'user' ? 'email' : 'name', value: scalarText(value) }], path };
    const target = entityOf(this.model, to);
    if (!isRecord(value)) {
      const [first] = uniqueFields(target);
      if (first === undefined)
        this.issues.push(
          issue('IMPORT_REFERENCE_KEY', path, {
            field: path.split('/').at(-1) ?? '',
            entity: target.apiName,
            known: [],
          }),
        );
      return { entity: to, parts: first === undefined ? [] : [{ field: first.id, value: scalarText(value) }], path };
    }
    const parts = Object.entries(value).flatMap(([id, part]) => {
      const field = target.fields.find((own) => own.id === id);
      if (field === undefined) {
        this.issues.push(issue('RECORD_SET_FORM', pointer(path, id), { entity: target.apiName, reason: id }));
        return [];
      }
      const inner =
        field.type.kind === 'ref' ? this.reference(field.type.to, part, pointer(path, id)) : scalarText(part);
      return [{ field: field.id, value: inner }];
    });
    return { entity: to, parts, path };
  }

  /** The key of a row from its own values. */
  keyOf(entity: EntityModel, by: readonly string[], { input, preset }: RecordDraft): RowKey {
    const parts = by.flatMap((id) => {
      const field = entity.fields.find((own) => own.id === id);
      if (field === undefined) return [];
      const value = preset[id] ?? input.values.get(field.id) ?? input.refs.get(field.id);
      if (value === undefined || value === null) {
        this.issues.push(issue('VALUE_REQUIRED', pointer(input.path, id), { field: field.apiName }));
        return [];
      }
      return [{ field: field.id, value: isKey(value) ? value : scalarText(value) }];
    });
    return { entity: entity.id, parts, path: input.path };
  }
}

function isKey(value: unknown): value is RowKey {
  return isRecord(value) && 'parts' in value;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null ? [] : [value];
}
