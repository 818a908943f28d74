import { issue, pointer, type Issue, type JsonPointer } from '../core/result.ts';
import type { ExprType, TableCell, TableModel } from '../expr/ast.ts';
import { fieldKindSpec, parseFieldType, type ParsedFieldType } from '../template/field-types.ts';
import type { TableDef } from '../template/template-rules.ts';
import type { Template } from '../template/template.ts';
import { cellExample, cellValue, fitsScale, parseCell, type CellDef, type CellValue } from './table-cells.ts';

/** The decision tables of a template: those that are right by id, and what is wrong with the others. */
export interface Tables {
  readonly models: ReadonlyMap<string, TableModel>;
  /** Ids of tables that have issues: what uses them is not reported besides. */
  readonly broken: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

/**
 * Compiles the decision tables (SPEC [MOD-50], [MOD-54]). Issues: MODEL_FIELD_TYPE_*, MODEL_FIELD_KIND_UNFIT,
 * MODEL_TABLE_COLUMNS, MODEL_TABLE_ROW, MODEL_TABLE_CELL, MODEL_TABLE_COLLECT_EMPTY.
 */
export function compileTables(template: Template): Tables {
  const models = new Map<string, TableModel>();
  const broken = new Set<string>();
  const all: Issue[] = [];
  for (const [index, def] of (template.tables ?? []).entries()) {
    const issues: Issue[] = [];
    const model = tableModel(def, pointer('/tables', index), issues);
    if (issues.length === 0 && model !== undefined) models.set(def.id, model);
    else broken.add(def.id);
    all.push(...issues);
  }
  return { models, broken, issues: all };
}

const INPUT_KINDS: readonly string[] = [
  'text',
  'enum',
  'int',
  'decimal',
  'money',
  'quantity',
  'percent',
  'bool',
  'date',
  'time',
  'datetime',
  'duration',
  'user',
  'org',
];
const SUM_KINDS: readonly string[] = ['int', 'decimal', 'money', 'quantity', 'percent', 'duration'];

interface Column {
  readonly type: ExprType;
  readonly parsed: ParsedFieldType;
}

function tableModel(def: TableDef, path: JsonPointer, issues: Issue[]): TableModel | undefined {
  const inputs = columnOrder(def, path, issues).map((id) => ({
    id,
    column: columnOf(def.in[id] ?? '', INPUT_KINDS, { path: pointer(path, 'in', id), issues }),
  }));
  const out = columnOf(def.out, def.hit === 'collect' ? SUM_KINDS : INPUT_KINDS, {
    path: pointer(path, 'out'),
    issues,
  });
  const columns = inputs.flatMap(({ id, column }) => (column === undefined ? [] : [{ id, ...column }]));
  if (out === undefined || columns.length < inputs.length) return undefined;
  const rows = def.rows.map((row, index) =>
    rowModel(row, { columns, out }, { def, path: pointer(path, 'rows', index), issues }),
  );
  const otherwise = def.else === undefined ? null : outValue(def.else, out, { path: pointer(path, 'else'), issues });
  return {
    id: def.id,
    ...(def.label === undefined ? {} : { label: def.label }),
    hit: def.hit,
    inputs: columns.map(({ id, type }) => ({ id, type })),
    out: out.type,
    rows,
    otherwise,
  };
}

/** The columns in their order. Storage keeps no order of object keys, so from two on it must be written. */
function columnOrder(def: TableDef, path: JsonPointer, issues: Issue[]): readonly string[] {
  const ids = Object.keys(def.in);
  const given = def.columns ?? (ids.length > 1 ? undefined : ids);
  if (given !== undefined && [...given].sort().join(' ') === [...ids].sort().join(' ')) return given;
  const place = def.columns === undefined ? path : pointer(path, 'columns');
  issues.push(issue('MODEL_TABLE_COLUMNS', place, { id: def.id, inputs: ids }));
  return ids;
}

interface Report {
  readonly path: JsonPointer;
  readonly issues: Issue[];
}

function columnOf(text: string, wanted: readonly string[], { path, issues }: Report): Column | undefined {
  const parsed = parseFieldType(text);
  if (!parsed.ok) {
    issues.push(...parsed.issues.map((found) => ({ ...found, path })));
    return undefined;
  }
  const { kind } = parsed.value;
  if (!wanted.includes(kind)) {
    issues.push(issue('MODEL_FIELD_KIND_UNFIT', path, { id: text, type: kind, wanted }));
    return undefined;
  }
  return { type: expressionType(parsed.value), parsed: parsed.value };
}

/** Kinds that tables take have one expression type, whatever else the field type says. */
function expressionType({ kind }: ParsedFieldType): ExprType {
  return kind === 'enum' ? { kind: 'text' } : fieldKindSpec(kind).exprType({ kind: 'text' });
}

interface Columns {
  readonly columns: readonly (Column & { readonly id: string })[];
  readonly out: Column;
}

function rowModel(
  row: readonly CellDef[],
  { columns, out }: Columns,
  { def, path, issues }: Report & { readonly def: TableDef },
): TableModel['rows'][number] {
  const wanted = columns.length + 1;
  if (row.length !== wanted) {
    issues.push(issue('MODEL_TABLE_ROW', path, { count: row.length, wanted }));
    return { cells: [], out: null };
  }
  const cells = columns.map(({ id, type }, index): TableCell => {
    const authored = row[index] ?? null;
    const cell = parseCell(authored, type);
    if (cell !== undefined) return cell;
    const params = { cell: String(authored), column: id, type: type.kind, example: cellExample(type) };
    issues.push(issue('MODEL_TABLE_CELL', pointer(path, index), params));
    return { kind: 'any' };
  });
  const last = pointer(path, columns.length);
  const value = outValue(row[columns.length] ?? null, out, { path: last, issues });
  if (value === null && def.hit === 'collect') issues.push(issue('MODEL_TABLE_COLLECT_EMPTY', last, { id: def.id }));
  return { cells, out: value };
}

function outValue(given: CellDef, { type, parsed }: Column, { path, issues }: Report): CellValue {
  const value = cellValue(given, type);
  if (value !== undefined && (parsed.scale === undefined || fitsScale(value, parsed.scale))) return value;
  const example = OUT_EXAMPLES[type.kind] ?? 'a';
  issues.push(issue('MODEL_TABLE_CELL', path, { cell: String(given), column: 'out', type: type.kind, example }));
  return null;
}

const OUT_EXAMPLES: Readonly<Partial<Record<ExprType['kind'], string>>> = {
  bool: 'true',
  int: '10',
  decimal: '1.20',
  date: '2026-01-31',
  time: '08:00',
  datetime: '2026-01-31T08:30:00Z',
  duration: 'PT2H',
};
