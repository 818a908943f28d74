import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { issue, ok, pointer, refused, type Issue, type JsonPointer, type Result } from '../../schema/core/result.ts';
import { suggest } from '../../schema/core/suggest.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import { entityOf } from '../compile/storage.ts';
import { findField, isComputedField, nameKey, uniqueFields } from '../../schema/model/field-names.ts';
import type { ColumnTarget, ImportMap } from '../../schema/model/import-map.ts';
import { openWhenMade } from '../../schema/model/made-reference.ts';
import type { Column, ReferenceKey, ResolvedLines, ResolvedMap, Target } from './resolved-map.ts';

export interface MapInput {
  readonly model: Model;
  readonly access: Access;
  readonly entity: EntityModel;
  readonly header: readonly string[];
  /** Of the second file, where the lines have one. */
  readonly linesHeader?: readonly string[];
  readonly map: ImportMap;
}

/**
 * Binds a map to a model and the columns there are; without "columns" they are found by name: API name, former name,
 * id or label in any language, whatever the case and the spaces. All `IMPORT_*` problems of header and map at once.
 */
export function resolveMap(input: MapInput): Result<ResolvedMap> {
  const resolver = new MapResolver(input);
  const resolved = resolver.resolve();
  return resolver.issues.length > 0 ? refused(resolver.issues) : ok(resolved);
}

class MapResolver {
  readonly issues: Issue[] = [];
  private readonly input: MapInput;
  private readonly ignored: string[] = [];

  constructor(input: MapInput) {
    this.input = input;
  }

  resolve(): ResolvedMap {
    const { entity, map, header } = this.input;
    const lineColumns = map.lines !== undefined && map.lines.file === undefined ? Object.keys(map.lines.columns) : [];
    const columns =
      map.columns === undefined
        ? this.automatic(
            entity,
            header.filter((name) => !lineColumns.includes(name)),
          )
        : this.given(entity, { columns: map.columns, header, path: '/columns', also: lineColumns });
    const constants = Object.entries(map.constants ?? {}).flatMap(([name, value]) => {
      const target = this.target(entity, { field: name }, { path: pointer('/constants', name), column: name });
      return target === undefined ? [] : [{ name, target, value }];
    });
    this.checkTwice(columns);
    const lines = this.lines(columns);
    const key = this.key(columns);
    if (key.length === 0) this.checkRequired(columns, constants);
    this.checkRights(entity, [...columns.flatMap(({ targets }) => targets), ...constants.map(({ target }) => target)]);
    const gathers = columns.some(({ targets }) => targets.some(({ gather }) => gather));
    return {
      entity,
      key,
      columns,
      constants,
      ...(lines === undefined ? {} : { lines }),
      ignored: this.ignored,
      grouped: key.length > 0 && (gathers || (lines !== undefined && lines.join === undefined)),
    };
  }

  private automatic(entity: EntityModel, header: readonly string[]): readonly Column[] {
    const ignore = new Set(this.input.map.ignore ?? []);
    return header.flatMap((name) => {
      const index = this.input.header.indexOf(name);
      if (ignore.has(name)) {
        this.ignored.push(name);
        return [];
      }
      const found = this.byName(entity, name);
      if (found === 'computed') {
        // What an export shows and the server computes is passed over: a file goes out and comes back unchanged.
        this.ignored.push(name);
        return [];
      }
      if (found === undefined && ignore.has('*')) {
        this.ignored.push(name);
        return [];
      }
      if (found === undefined) this.unknownColumn(entity, name);
      const target =
        found === undefined ? undefined : this.target(entity, found, { path: pointer('/lines/1', name), column: name });
      return target === undefined ? [] : [{ name, index, targets: [target] }];
    });
  }

  private unknownColumn(entity: EntityModel, column: string): void {
    const names = entity.fields.map(({ apiName }) => apiName);
    const suggestion = suggest(column, names) ?? names.slice(0, 8).join(', ');
    this.issues.push(
      issue('IMPORT_COLUMN_UNKNOWN', pointer('/lines/1', column), {
        line: 1,
        column,
        entity: entity.apiName,
        suggestion,
      }),
    );
  }

  /** `customer`, `Customer`, `客户`, `customer.code`, `state`. */
  private byName(entity: EntityModel, name: string): ColumnTarget | 'computed' | undefined {
    if (nameKey(name) === 'state' && entity.workflow !== undefined) return { field: 'state' };
    const field = findField(entity, name);
    if (field !== undefined)
      return isComputedField(field) || field.type.kind === 'lines' ? 'computed' : { field: field.id };
    if (SYSTEM_COLUMNS.has(nameKey(name))) return 'computed';
    const dot = name.lastIndexOf('.');
    const reference = dot > 0 ? findField(entity, name.slice(0, dot)) : undefined;
    return reference === undefined ? undefined : { field: reference.id, by: name.slice(dot + 1) };
  }

  private given(
    entity: EntityModel,
    from: {
      readonly columns: Readonly<Record<string, readonly ColumnTarget[]>>;
      readonly header: readonly string[];
      readonly path: JsonPointer;
      readonly also?: readonly string[];
    },
  ): readonly Column[] {
    const known = new Set([...Object.keys(from.columns), ...(from.also ?? [])]);
    const ignore = new Set(this.input.map.ignore ?? []);
    const isMain = from.header === this.input.header;
    for (const name of from.header) {
      if (known.has(name)) continue;
      if (ignore.has(name) || ignore.has('*') || !isMain) this.ignored.push(name);
      else this.unknownColumn(entity, name);
    }
    return Object.entries(from.columns).flatMap(([name, targets]) => {
      const path = pointer(from.path, name);
      const index = from.header.findIndex((column) => column === name || nameKey(column) === nameKey(name));
      if (index < 0)
        this.issues.push(issue('IMPORT_COLUMN_MISSING', path, { column: name, columns: from.header.slice(0, 40) }));
      const resolved = targets.flatMap((target) => this.target(entity, target, { path, column: name }) ?? []);
      return [{ name, index, targets: resolved }];
    });
  }

  private target(
    entity: EntityModel,
    given: ColumnTarget,
    at: { readonly path: JsonPointer; readonly column: string },
  ): Target | undefined {
    const more = { gather: given.gather === true, ...(given.values === undefined ? {} : { values: given.values }) };
    const workflow = this.input.model.workflows.find(({ id }) => id === entity.workflow);
    if (given.field === 'state' && workflow !== undefined) return { kind: 'state', states: workflow.states, ...more };
    const field = findField(entity, given.field);
    if (field === undefined) {
      const names = entity.fields.map(({ apiName }) => apiName);
      this.issues.push(
        issue('IMPORT_FIELD_UNKNOWN', at.path, {
          entity: entity.apiName,
          field: given.field,
          suggestion: suggest(given.field, names) ?? names.slice(0, 8).join(', '),
        }),
      );
      return undefined;
    }
    if (isComputedField(field) || field.type.kind === 'lines') {
      this.issues.push(issue('IMPORT_FIELD_COMPUTED', at.path, { field: field.apiName }));
      return undefined;
    }
    if (field.type.kind === 'sequence') return { kind: 'preset', field, ...more };
    const to = referenced(field);
    if (to === undefined) return { kind: 'value', field, ...more };
    const by = this.referenceKey(field, to, { by: given.by, path: at.path });
    if (by === undefined) return undefined;
    const make = given.create === true ? this.made(field, { to, by, path: at.path }) : {};
    return { kind: field.type.kind === 'multiRef' ? 'links' : 'ref', field, to, by, ...make, ...more };
  }

  /** By which field rows that are not there are made; told where they can't be. */
  private made(
    field: FieldModel,
    { to, by, path }: { readonly to: string; readonly by: ReferenceKey; readonly path: JsonPointer },
  ): { readonly make?: FieldModel } {
    const { model, access, entity } = this.input;
    const target = model.entities.find(({ id }) => id === to && id !== entity.id);
    const open = target === undefined || typeof by === 'string' ? undefined : openWhenMade(target, by);
    if (target !== undefined && typeof by !== 'string' && open?.length === 0) {
      if (access.rows(target.id, 'create') !== 'none') return { make: by };
      this.issues.push(issue('FORBIDDEN', path, { entity: target.apiName }));
    } else {
      const needs = open?.map(({ apiName }) => apiName) ?? [];
      const named = target?.apiName ?? to;
      this.issues.push(issue('IMPORT_CREATE_UNFIT', path, { field: field.apiName, entity: named, needs }));
    }
    return {};
  }

  private referenceKey(
    field: FieldModel,
    to: EntityId | 'user' | 'org',
    { by, path }: { readonly by: string | undefined; readonly path: JsonPointer },
  ): ReferenceKey | undefined {
    if (by === 'id') return 'id';
    if (to === 'user') return by === 'name' ? 'name' : 'email';
    if (to === 'org') return 'name';
    const target = entityOf(this.input.model, to);
    const keys = uniqueFields(target);
    const found = by === undefined ? keys[0] : keys.find((key) => key === findField(target, by));
    if (found === undefined) {
      const known = ['id', ...keys.map(({ apiName }) => apiName)];
      this.issues.push(issue('IMPORT_REFERENCE_KEY', path, { field: field.apiName, entity: target.apiName, known }));
    }
    return found;
  }

  private checkTwice(columns: readonly Column[]): void {
    const taken = new Map<string, string>();
    for (const column of columns) {
      for (const target of column.targets) {
        const id = target.kind === 'state' ? 'state' : target.field.id;
        const other = taken.get(id);
        if (other !== undefined && other !== column.name)
          this.issues.push(
            issue('IMPORT_FIELD_TWICE', pointer('/lines/1', column.name), {
              line: 1,
              columns: [other, column.name],
              field: id,
            }),
          );
        taken.set(id, column.name);
      }
    }
  }

  private lines(columns: readonly Column[]): ResolvedLines | undefined {
    const { map, entity, model, header, linesHeader } = this.input;
    if (map.lines === undefined) return undefined;
    const { lines } = map;
    const field = findField(entity, lines.field);
    if (field?.type.kind !== 'lines') {
      this.issues.push(
        issue('IMPORT_FIELD_UNKNOWN', '/lines/field', {
          entity: entity.apiName,
          field: lines.field,
          suggestion: entity.fields.filter(({ type }) => type.kind === 'lines').map(({ apiName }) => apiName),
        }),
      );
      return undefined;
    }
    const line = entityOf(model, field.type.of);
    if (lines.file !== undefined && linesHeader === undefined) {
      this.issues.push(issue('IMPORT_LINES_FILE', '/lines/file', { file: lines.file }));
      return undefined;
    }
    const from = lines.file === undefined ? header : (linesHeader ?? []);
    const found = this.given(line, {
      columns: lines.columns,
      header: lines.file === undefined ? [...from] : from,
      path: '/lines/columns',
      also: Object.keys(lines.by ?? {}),
    });
    const match = (lines.match ?? []).flatMap((id, index) => {
      const own = findField(line, id);
      if (own === undefined)
        this.issues.push(
          issue('IMPORT_FIELD_UNKNOWN', pointer('/lines/match', index), {
            entity: line.apiName,
            field: id,
            suggestion: line.fields.map(({ apiName }) => apiName),
          }),
        );
      return own ?? [];
    });
    if (lines.file === undefined)
      this.ignored.splice(
        0,
        this.ignored.length,
        ...this.ignored.filter((name) => !columns.some((column) => column.name === name)),
      );
    return {
      field,
      entity: line,
      columns: found,
      match,
      ...(lines.file === undefined ? {} : { join: this.join(lines.by ?? {}, from) }),
    };
  }

  private join(
    by: Readonly<Record<string, string>>,
    linesHeader: readonly string[],
  ): NonNullable<ResolvedLines['join']> {
    const indexIn = (header: readonly string[], column: string): number => {
      const index = header.indexOf(column);
      if (index < 0)
        this.issues.push(
          issue('IMPORT_COLUMN_MISSING', pointer('/lines/by', column), { column, columns: header.slice(0, 40) }),
        );
      return index;
    };
    const pairs = Object.entries(by);
    if (pairs.length === 0) this.issues.push(issue('IMPORT_MAP_FORM', '/lines/by', { reason: '"by"' }));
    return {
      lineColumns: pairs.map(([column]) => indexIn(linesHeader, column)),
      rowColumns: pairs.map(([, column]) => indexIn(this.input.header, column)),
    };
  }

  private key(columns: readonly Column[]): readonly FieldModel[] {
    const { entity, map } = this.input;
    const keys = [
      ...uniqueFields(entity).map((field) => [field.id]),
      ...entity.uniques.map(({ fields }) => [...fields]),
    ];
    const mapped = new Set<FieldId>(
      columns.flatMap(({ targets }) =>
        targets.flatMap((target) =>
          target.kind === 'value' || target.kind === 'ref' || target.kind === 'preset' ? [target.field.id] : [],
        ),
      ),
    );
    if (map.key === undefined) {
      const found = keys.find((fields) => fields.every((id) => mapped.has(id))) ?? [];
      return fieldsOf(entity, found);
    }
    const wanted = map.key.map((name) => findField(entity, name)?.id ?? name);
    const fits = keys.some((fields) => fields.length === wanted.length && fields.every((id) => wanted.includes(id)));
    const isMapped = wanted.every((id) => [...mapped].some((own) => own === id));
    if (wanted.length > 0 && (!fits || !isMapped)) {
      this.issues.push(
        issue('IMPORT_KEY_UNFIT', '/key', {
          key: map.key,
          entity: entity.apiName,
          known: keys.map((fields) =>
            fieldsOf(entity, fields)
              .map(({ apiName }) => apiName)
              .join(' + '),
          ),
        }),
      );
      return [];
    }
    return fieldsOf(entity, wanted);
  }

  private checkRequired(columns: readonly Column[], constants: ResolvedMap['constants']): void {
    const { entity } = this.input;
    const targets = [...columns.flatMap((column) => column.targets), ...constants.map(({ target }) => target)];
    for (const field of entity.fields) {
      if (!field.required || field.default !== undefined || isComputedField(field) || field.type.kind === 'sequence')
        continue;
      if (targets.some((target) => target.kind !== 'state' && target.field.id === field.id)) continue;
      this.issues.push(
        issue('IMPORT_REQUIRED_COLUMN', '/lines/1', { line: 1, field: field.apiName, entity: entity.apiName }),
      );
    }
  }

  private checkRights(entity: EntityModel, targets: readonly Target[]): void {
    const { access } = this.input;
    for (const target of targets) {
      if (target.kind === 'state' || access.all) continue;
      const { id, apiName } = target.field;
      const may = (['create', 'update'] as const).some((use) => access.meets({ entity: entity.id, field: id, use }));
      if (!may)
        this.issues.push(issue('IMPORT_FIELD_LOCKED', '/lines/1', { line: 1, field: apiName, entity: entity.apiName }));
    }
  }
}

/** Columns of an export that say what the system knows. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set([
  'id',
  'version',
  'createdat',
  'createdby',
  'updatedat',
  'updatedby',
  'deletedat',
  'lineno',
]);

function referenced(field: FieldModel): EntityId | 'user' | 'org' | undefined {
  const { type } = field;
  if (type.kind === 'ref' || type.kind === 'multiRef') return type.to;
  return type.kind === 'user' || type.kind === 'org' ? type.kind : undefined;
}

function fieldsOf(entity: EntityModel, ids: readonly string[]): readonly FieldModel[] {
  return ids.flatMap((id) => entity.fields.find((field) => field.id === id) ?? []);
}
