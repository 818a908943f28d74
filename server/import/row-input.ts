import type { FieldId } from '../../schema/core/ids.ts';
import { issue, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { LinesInput, RowInput, RowKey } from '../compile/write-input.ts';
import { cellText, cellValue, type CellFormat } from './cell-value.ts';
import type { CsvRow } from './csv-reader.ts';
import { nameKey } from '../../schema/model/field-names.ts';
import { scalarText } from './scalar-text.ts';
import type { Column, ReferenceTarget, ResolvedMap, Target } from './resolved-map.ts';

/** Rows of a file that make one record: its own, those that add references to it, and its lines. */
export interface RowGroup {
  readonly row: CsvRow;
  readonly gathered: readonly CsvRow[];
  readonly lines: readonly { readonly row: CsvRow; readonly root: 'lines' | 'details' }[];
}

/** One record ready to be written, or what is wrong with it. */
export interface RowDraft {
  readonly line: number;
  readonly input: RowInput;
  /** Names the record when it may be there already. */
  readonly key: RowKey | null;
  /** The text of the key, equal for equal keys; null when a part of it is missing. */
  readonly keyText: string | null;
  /** Fields that callers can't set: numbers and the state. */
  readonly preset: Readonly<Record<string, unknown>>;
  /** References to the same entity, written when all of its rows are there. */
  readonly links: ReadonlyMap<FieldId, RowKey>;
  readonly issues: readonly Issue[];
}

/** Turns rows of cells into inputs of the writer; all problems with a row at once, each at its line and column. */
export class RowReader {
  private readonly map: ResolvedMap;
  private readonly format: CellFormat;
  private readonly names = new Map<string, string>();

  constructor(map: ResolvedMap, format: CellFormat) {
    this.map = map;
    this.format = format;
  }

  draft(group: RowGroup): RowDraft {
    const { map } = this;
    const { line } = group.row;
    const path = `/lines/${line}`;
    const draft = emptyDraft(map.entity, path);
    for (const column of map.columns) this.cell(draft, column, { cells: group.row.cells, path });
    for (const row of group.gathered) {
      for (const column of map.columns) {
        if (column.targets.some(({ gather }) => gather))
          this.cell(draft, column, { cells: row.cells, path: `/lines/${row.line}` });
      }
    }
    for (const { name, target, value } of map.constants)
      this.put(draft, target, { text: value, path: pointer('/constants', name) });
    if (map.lines !== undefined && (group.lines.length > 0 || map.lines.join !== undefined)) {
      const create = group.lines.map(({ row, root }) => this.lineInput(row, root, draft.issues));
      draft.lines.set(map.lines.field.id, { create, update: [], delete: [] } satisfies LinesInput);
    }
    const links = this.takeSelfReferences(draft);
    const key = this.keyOf(draft, { line, path });
    return { line, input: draft, key, keyText: keyTextOf(key), preset: draft.preset, links, issues: draft.issues };
  }

  private lineInput(row: CsvRow, root: string, issues: Issue[]): RowInput {
    const lines = this.map.lines;
    const path = `/${root}/${row.line}`;
    const draft = emptyDraft(lines?.entity ?? this.map.entity, path);
    for (const column of lines?.columns ?? []) this.cell(draft, column, { cells: row.cells, path });
    issues.push(...draft.issues);
    return draft;
  }

  private cell(
    draft: Draft,
    column: Column,
    at: { readonly cells: readonly string[]; readonly path: JsonPointer },
  ): void {
    const text = cellText(at.cells[column.index] ?? '', this.format);
    const path = `${at.path}/${this.escaped(column.name)}`;
    for (const target of column.targets) this.put(draft, target, { text, path });
  }

  private put(
    draft: Draft,
    target: Target,
    { text: given, path }: { readonly text: string; readonly path: JsonPointer },
  ): void {
    const text = mapped(target, given);
    if (target.kind === 'state') return this.state(draft, target.states, { text, path });
    const { field } = target;
    if (target.kind === 'preset') {
      if (text !== '') draft.preset[field.id] = text;
      return;
    }
    draft.paths.set(field.id, path);
    if (target.kind === 'value') {
      // An empty cell of a field that must have something leaves it to the default.
      if (text === '' && field.required && field.default !== undefined) return;
      const value = cellValue(field, text, { path, format: this.format });
      if (value.ok) draft.values.set(field.id, value.value);
      else draft.issues.push(...value.issues);
      return;
    }
    if (target.kind === 'links') {
      const names = target.gather ? [text] : text.split(/[;；|]/);
      const keys = names.filter((name) => name.trim() !== '').map((name) => referenceTo(target, name.trim(), path));
      draft.links.set(field.id, [...(target.gather ? (draft.links.get(field.id) ?? []) : []), ...keys]);
      return;
    }
    const name = text.trim();
    if (name === '' && field.required) {
      if (field.default === undefined) draft.issues.push(issue('VALUE_REQUIRED', path, { field: field.apiName }));
      return;
    }
    draft.refs.set(field.id, name === '' ? null : referenceTo(target, name, path));
  }

  private state(
    draft: Draft,
    states: readonly { readonly id: string; readonly label?: Readonly<Record<string, string>> }[],
    at: { readonly text: string; readonly path: JsonPointer },
  ): void {
    if (at.text === '') return;
    const found =
      states.find(({ id }) => id === at.text) ??
      states.find(({ id, label }) =>
        [id, ...Object.values(label ?? {})].some((name) => nameKey(name) === nameKey(at.text)),
      );
    if (found !== undefined) draft.preset['state'] = found.id;
    else
      draft.issues.push(
        issue('IMPORT_STATE_UNKNOWN', at.path, {
          entity: draft.entity.apiName,
          value: at.text.slice(0, 60),
          known: states.map(({ id }) => id),
        }),
      );
  }

  /** References of an entity to itself may point at a row further down; with a key they can wait for it. */
  private takeSelfReferences(draft: Draft): ReadonlyMap<FieldId, RowKey> {
    const links = new Map<FieldId, RowKey>();
    if (this.map.key.length === 0) return links;
    for (const [id, key] of draft.refs) {
      const field = draft.entity.fields.find((own) => own.id === id);
      const isKey = this.map.key.some((own) => own.id === id);
      if (key === null || key.entity !== draft.entity.id || field?.required === true || isKey) continue;
      links.set(id, key);
      draft.refs.delete(id);
    }
    return links;
  }

  private keyOf(draft: Draft, at: { readonly line: number; readonly path: JsonPointer }): RowKey | null {
    if (this.map.key.length === 0) return null;
    const parts = this.map.key.map((field) => ({ field: field.id, value: partOf(draft, field) }));
    const missing = this.map.key.filter((_, index) => parts[index]?.value === undefined);
    for (const field of missing) {
      const path = draft.paths.get(field.id) ?? at.path;
      // A value that is wrong has its own issue already.
      const isKnown = draft.issues.some((known) => known.path === path && known.code !== 'VALUE_REQUIRED');
      if (isKnown) continue;
      const twice = draft.issues.findIndex((known) => known.path === path);
      if (twice >= 0) draft.issues.splice(twice, 1);
      draft.issues.push(issue('IMPORT_KEY_MISSING', path, { line: at.line, field: field.apiName }));
    }
    if (missing.length > 0) return null;
    return {
      entity: draft.entity.id,
      parts: parts.flatMap(({ field, value }) => (value === undefined ? [] : [{ field, value }])),
      path: at.path,
    };
  }

  private escaped(column: string): string {
    const known = this.names.get(column) ?? pointer('', column).slice(1);
    this.names.set(column, known);
    return known;
  }
}

interface Draft extends RowInput {
  readonly values: Map<FieldId, unknown>;
  readonly refs: Map<FieldId, RowKey | null>;
  readonly links: Map<FieldId, readonly RowKey[]>;
  readonly lines: Map<FieldId, LinesInput>;
  readonly paths: Map<FieldId, JsonPointer>;
  readonly preset: Record<string, unknown>;
  readonly issues: Issue[];
}

function emptyDraft(entity: EntityModel, path: JsonPointer): Draft {
  return {
    entity,
    values: new Map(),
    refs: new Map(),
    links: new Map(),
    lines: new Map(),
    paths: new Map(),
    path,
    preset: {},
    issues: [],
  };
}

function mapped(target: Target, text: string): string {
  if (target.values === undefined) return text;
  return target.values[text] ?? (text === '' ? text : (target.values['*'] ?? text));
}

function partOf(draft: Draft, field: FieldModel): string | RowKey | undefined {
  const preset = draft.preset[field.id];
  if (preset !== undefined) return scalarText(preset);
  const value = draft.values.get(field.id);
  if (value !== undefined && value !== null) return scalarText(value);
  return draft.refs.get(field.id) ?? undefined;
}

/** The row that a cell names by the unique field of its target. */
function referenceTo(target: ReferenceTarget, text: string, path: JsonPointer): RowKey {
  const { to, by } = target;
  const field = typeof by === 'string' ? by : by.id;
  return { entity: to, parts: [{ field, value: text }], path };
}

/** The text of a key by which equal keys are found in a file. */
export function keyTextOf(key: RowKey | null): string | null {
  if (key === null) return null;
  const plain = (one: RowKey): unknown =>
    one.parts.map(({ value }) => (typeof value === 'string' ? value : plain(value)));
  return JSON.stringify(plain(key));
}
