import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { entityOf } from '../compile/storage.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import { csvLine } from './csv-text.ts';
import { uniqueFields } from '../../schema/model/field-names.ts';
import { scalarText } from './scalar-text.ts';

/** One page of an export; small enough that a page's cost stays within what one request may cost. */
export const EXPORT_PAGE_ROWS = 500;

/** A column: its header, what the API is asked for, and the cell that its answer becomes. */
interface ExportColumn {
  readonly header: string;
  readonly selection: string;
  readonly cell: (row: Readonly<Record<string, unknown>>) => string;
}

/**
 * The rows of an entity that the caller may take along, as CSV that an import reads back: API names as headers, references by
 * a unique field (`customer.code`), cells guarded against formulas (SPEC [IMP-14]). Header first, then page by page, so
 * that no export is too large to be made. `FORBIDDEN` without the right to export.
 */
export function exportCsv(request: Omit<TenantRequest, 'body'>, entity: EntityModel): Result<AsyncIterable<string>> {
  const { access } = request.shape.accessOf(request.caller.roles);
  if (entity.kind === 'line' || access.rows(entity.id, 'export') === 'none')
    return refused([issue('FORBIDDEN', '', { entity: entity.apiName })]);
  const columns = columnsOf(request.shape.model, entity).filter(
    ({ field }) => field === undefined || access.meets({ entity: entity.id, field: field.id, use: 'show' }),
  );
  return ok(
    pages(
      request,
      entity,
      columns.map(({ column }) => column),
    ),
  );
}

async function* pages(
  request: Omit<TenantRequest, 'body'>,
  entity: EntityModel,
  columns: readonly ExportColumn[],
): AsyncGenerator<string> {
  yield csvLine(columns.map(({ header }) => header));
  const query = `query ($after: String) { rows: ${entity.plural}(first: ${EXPORT_PAGE_ROWS}, after: $after, forExport: true) { pageInfo { hasNextPage endCursor } nodes { ${columns.map(({ selection }) => selection).join(' ')} } } }`;
  let after: string | null = null;
  for (let isMore = true; isMore;) {
    const { body } = await answerTenant({ ...request, body: { query, variables: { after } } });
    const { data, errors } = JSON.parse(body) as ExportAnswer;
    if (data === undefined || data === null)
      throw new Error(`Broken invariant: an export query of ours failed: ${JSON.stringify(errors)}`);
    yield data.rows.nodes.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join('');
    after = data.rows.pageInfo.endCursor;
    isMore = data.rows.pageInfo.hasNextPage;
  }
}

interface ExportAnswer {
  readonly errors?: unknown;
  readonly data?: {
    readonly rows: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly Readonly<Record<string, unknown>>[];
    };
  } | null;
}

function columnsOf(
  model: Model,
  entity: EntityModel,
): readonly { readonly field?: FieldModel; readonly column: ExportColumn }[] {
  const state: ExportColumn = { header: 'state', selection: 'state', cell: (row) => plainCell(row['state']) };
  const own = entity.fields.flatMap((field) => {
    const column = columnOf(model, field);
    return column === undefined ? [] : [{ field, column }];
  });
  return entity.workflow === undefined ? own : [...own, { column: state }];
}

function columnOf(model: Model, field: FieldModel): ExportColumn | undefined {
  const { apiName: name, type } = field;
  switch (type.kind) {
    case 'lines':
      return undefined;
    case 'user':
      return memberColumn(name, 'email');
    case 'org':
      return memberColumn(name, 'name');
    case 'ref': {
      const key = keyOf(entityOf(model, type.to));
      return { header: `${name}.${key}`, selection: `${name} { ${key} }`, cell: (row) => inner(row[name], key) };
    }
    case 'multiRef': {
      const key = keyOf(entityOf(model, type.to));
      const cell = (row: Readonly<Record<string, unknown>>): string =>
        listOf(row[name])
          .map((item) => inner(item, key))
          .join(';');
      return { header: `${name}.${key}`, selection: `${name} { ${key} }`, cell };
    }
    case 'geo':
      return { header: name, selection: name, cell: (row) => geoCell(row[name]) };
    case 'file':
    case 'image':
    case 'signature':
    case 'json':
      // As JSON, so that an import into the same tenant finds the same files again.
      return { header: name, selection: name, cell: (row) => jsonCell(row[name]) };
    default:
      return { header: name, selection: name, cell: (row) => plainCell(row[name]) };
  }
}

function memberColumn(name: string, key: 'email' | 'name'): ExportColumn {
  return { header: `${name}.${key}`, selection: `${name} { ${key} }`, cell: (row) => inner(row[name], key) };
}

/** By what a reference is written: the first unique field, else the id. */
function keyOf(entity: EntityModel): string {
  return uniqueFields(entity)[0]?.apiName ?? 'id';
}

function inner(value: unknown, key: string): string {
  return typeof value === 'object' && value !== null ? plainCell(Reflect.get(value, key)) : '';
}

function geoCell(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `${plainCell(Reflect.get(value, 'lat'))},${plainCell(Reflect.get(value, 'lng'))}`
    : '';
}

function jsonCell(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function plainCell(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainCell).join(';');
  return scalarText(value);
}
