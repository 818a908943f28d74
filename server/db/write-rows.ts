import { v7 as uuidV7 } from 'uuid';
import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { issue, must, type Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import { changesOf } from '../compile/row-changes.ts';
import { planInUse } from '../compile/in-use-plan.ts';
import { planFetch } from '../compile/row-fetch.ts';
import { entityOf } from '../compile/storage.ts';
import { isUuid } from '../compile/sql-text.ts';
import { keysOf, withKey, type LinesInput, type RowInput, type RowKey } from '../compile/write-input.ts';
import { admitsRow, completeRow, type CompleteContext, type RowState } from '../compile/write-row.ts';
import { conflictIssue, fieldsChangedSince } from './write-conflict.ts';
import type { SecretBox } from './secret-box.ts';
import { KeyResolver } from './write-keys.ts';
import { nextNumbers } from './write-numbers.ts';
import { persistRows } from './write-persist.ts';
import { writeEvents, type RowEvent } from './write-events.ts';
import { cachedFetch, fetchRows, relateRows } from './write-related.ts';
import type { WriteUnit } from './write-unit.ts';

/** One change of one row. A patch of an update and the input of an upsert hold only what was given. */
export type RowOperation =
  | {
      readonly kind: 'create';
      readonly input: RowInput;
      /** Values for fields that callers can't set, such as numbers that an import brings. */ readonly preset?: Readonly<
        Record<string, unknown>
      >;
    }
  | { readonly kind: 'update'; readonly id: string; readonly version: number | null; readonly input: RowInput }
  | {
      readonly kind: 'upsert';
      readonly by: RowKey;
      readonly input: RowInput;
      readonly preset?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'delete'; readonly entity: EntityModel; readonly id: string; readonly version: number }
  | { readonly kind: 'restore'; readonly entity: EntityModel; readonly id: string };

export interface WriterOptions {
  readonly access: Access;
  readonly locale: Locale;
  readonly requestId: string;
  readonly secrets: SecretBox;
  /** The tenant's id, which secrets are sealed for. */
  readonly tenant: string;
  /** What is wrong with the values already; told with all that the database finds, and nothing is written. */
  readonly wrongValues?: readonly Issue[];
}

/** Thrown inside a unit of work so that it rolls back; holds every problem that was found. */
export class WriteRefused extends Error {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super('The write was refused');
    this.issues = issues;
  }
}

/**
 * Does the operations within a unit of work and gives the ids of the rows, in order: resolves what they refer to, loads
 * what they change, fills defaults and formulas, holds each row against every rule, then writes rows, numbers, events
 * and outbox. Throws `WriteRefused` with all problems.
 */
export async function writeRows(
  unit: WriteUnit,
  options: WriterOptions,
  operations: readonly RowOperation[],
): Promise<readonly string[]> {
  return new RowWriter(unit, options).write(operations);
}

interface Loaded {
  readonly row: Readonly<Record<string, unknown>>;
}

type WorkingState = RowState & { readonly event: RowEvent['kind'] };

class RowWriter {
  private readonly unit: WriteUnit;
  private readonly options: WriterOptions;
  private readonly keys: KeyResolver;
  private readonly issues: Issue[] = [];
  private readonly complete: CompleteContext;

  constructor(unit: WriteUnit, options: WriterOptions) {
    this.unit = unit;
    this.options = options;
    this.keys = new KeyResolver(unit, options.access);
    const { actor, now, timeZone } = unit.binding;
    this.complete = {
      model: unit.model,
      roles: options.access.roles,
      locale: options.locale,
      evaluation: { now, timeZone, actor: actor.id === null ? null : { ...actor, id: actor.id } },
    };
  }

  async write(operations: readonly RowOperation[]): Promise<readonly string[]> {
    const settled = await this.settleUpserts(operations);
    await this.keys.resolve(settled.flatMap((operation) => ('input' in operation ? keysOf(operation.input) : [])));
    const loaded = await this.load(settled);
    const states: WorkingState[] = [];
    for (const [index, operation] of settled.entries()) {
      const state = await this.stateOf(operation, loaded, index);
      if (state !== undefined) states.push(state);
    }
    const { wrongValues = [] } = this.options;
    // Rules are not asked of values that are wrong: their answers would mean nothing.
    if (wrongValues.length > 0) throw new WriteRefused([...wrongValues, ...this.keys.issues, ...this.issues]);
    await relateRows(this.unit, states);
    await this.checkInUse(states);
    for (const state of states) if (state.event !== 'deleted' && state.event !== 'restored') this.finish(state);
    const unresolved = new Set(this.keys.issues.map(({ path }) => path));
    // A reference that names nothing is one mistake, not two.
    const own = this.issues.filter(({ code, path }) => code !== 'VALUE_REQUIRED' || !unresolved.has(path));
    const problems = [...this.keys.issues, ...own];
    if (problems.length > 0) throw new WriteRefused(problems);
    await this.number(states);
    // An update that changes nothing is none: the version stays, and nobody is told.
    const told = states
      .map((state) => ({ state, changes: changesOf(state) }))
      .filter(({ state, changes }) => state.event !== 'updated' || Object.keys(changes).length > 0);
    await persistRows(
      this.unit,
      told.map(({ state }) => state),
    );
    await writeEvents(this.unit, told, this.options.requestId);
    return states.map(({ id }) => id);
  }

  /** An upsert becomes the update or the create that it turns out to be. */
  private async settleUpserts(
    operations: readonly RowOperation[],
  ): Promise<readonly Exclude<RowOperation, { kind: 'upsert' }>[]> {
    await this.keys.resolve(
      operations.flatMap((operation) => (operation.kind === 'upsert' ? [operation.by] : [])),
      true,
    );
    return operations.map((operation) => {
      if (operation.kind !== 'upsert') return operation;
      const id = this.keys.idOf(operation.by);
      if (id !== undefined) return { kind: 'update', id, version: null, input: operation.input };
      return {
        kind: 'create',
        input: withKey(operation.input, operation.by),
        ...(operation.preset === undefined ? {} : { preset: operation.preset }),
      };
    });
  }

  private async load(
    operations: readonly Exclude<RowOperation, { kind: 'upsert' }>[],
  ): Promise<ReadonlyMap<string, Loaded>> {
    const wanted = new Map<EntityId, string[]>();
    for (const operation of operations) {
      if (operation.kind === 'create') continue;
      const entity = operation.kind === 'update' ? operation.input.entity : operation.entity;
      wanted.set(entity.id, [...(wanted.get(entity.id) ?? []), operation.id]);
    }
    const loaded = new Map<string, Loaded>();
    for (const [id, ids] of wanted) {
      const { access } = this.options;
      const may = {
        read: access.rows(id, 'read'),
        update: access.rows(id, 'update'),
        delete: access.rows(id, 'delete'),
      };
      const plan = cachedFetch(this.unit.model, `${access.key}|${id}|stored`, () =>
        planFetch(this.unit.model, id, { tree: {}, stored: true, may }),
      );
      for (const row of await fetchRows(this.unit, plan, ids.filter(isUuid))) loaded.set(String(row['id']), { row });
    }
    return loaded;
  }

  private async stateOf(
    operation: Exclude<RowOperation, { kind: 'upsert' }>,
    loaded: ReadonlyMap<string, Loaded>,
    index: number,
  ): Promise<WorkingState | undefined> {
    if (operation.kind === 'create') {
      const state = this.newState(operation.input, null);
      Object.assign(state.values, operation.preset ?? {});
      return { ...state, event: 'created' };
    }
    const entity = operation.kind === 'update' ? operation.input.entity : operation.entity;
    const right = operation.kind === 'update' ? 'update' : 'delete';
    const row = loaded.get(operation.id)?.row;
    const inBin = row !== undefined && row['deletedAt'] !== null;
    if (row === undefined || row['may:read'] !== true || (operation.kind !== 'restore' && inBin)) {
      this.issues.push(issue('NOT_FOUND', '', { entity: entity.apiName, index }));
      return undefined;
    }
    if (row[`may:${right}`] !== true) {
      this.issues.push(issue('FORBIDDEN', '', { entity: entity.apiName }));
      return undefined;
    }
    const before = rowValues(row);
    const expected = 'version' in operation ? operation.version : null;
    if (expected !== null && expected !== row['version']) {
      const changed = await fieldsChangedSince(this.unit, entity, { id: operation.id, version: expected });
      this.issues.push(conflictIssue(entity, { before, changed, expected, access: this.options.access }));
      return undefined;
    }
    if (operation.kind === 'update') return { ...this.changedState(operation.input, before), event: 'updated' };
    const values = { ...before, deletedAt: operation.kind === 'delete' ? this.unit.binding.now : null };
    return {
      ...emptyState(entity, operation.id, before, values),
      event: operation.kind === 'delete' ? 'deleted' : 'restored',
    };
  }

  private newState(input: RowInput, parent: string | null): RowState {
    const id = uuidV7();
    const values: Record<string, unknown> = {
      id,
      version: 1,
      ...this.given(input),
      ...(parent === null ? {} : { parent }),
    };
    const workflow = this.unit.model.workflows.find((own) => own.id === input.entity.workflow);
    if (workflow !== undefined) values['state'] = workflow.initial;
    const { now, actor } = this.unit.binding;
    Object.assign(values, {
      createdAt: now,
      updatedAt: now,
      createdBy: actor.id,
      updatedBy: actor.id,
      deletedAt: null,
    });
    const state: RowState = { ...emptyState(input.entity, id, null, values), path: input.path, paths: input.paths };
    for (const field of input.entity.fields) {
      if (field.type.kind !== 'lines') continue;
      const given = input.lines.get(field.id)?.create ?? [];
      state.lines.set(
        field.id,
        given.map((line, index) => numbered(this.newState(line, id), index + 1)),
      );
    }
    return state;
  }

  private changedState(input: RowInput, before: Readonly<Record<string, unknown>>): RowState {
    const { now, actor } = this.unit.binding;
    const values = { ...before, ...this.given(input), updatedAt: now, updatedBy: actor.id };
    const state: RowState = {
      ...emptyState(input.entity, String(before['id']), before, values),
      path: input.path,
      paths: input.paths,
    };
    for (const field of input.entity.fields) {
      if (field.type.kind !== 'lines') continue;
      const current = (before[field.id] as readonly Readonly<Record<string, unknown>>[] | undefined) ?? [];
      this.changeLines(state, {
        field: field.id,
        entity: entityOf(this.unit.model, field.type.of),
        current,
        input: input.lines.get(field.id),
      });
      delete state.values[field.id];
    }
    return state;
  }

  private changeLines(
    state: RowState,
    at: {
      readonly field: FieldId;
      readonly entity: EntityModel;
      readonly current: readonly Readonly<Record<string, unknown>>[];
      readonly input: LinesInput | undefined;
    },
  ): void {
    const { input, entity } = at;
    const known = new Set(at.current.map((line) => String(line['id'])));
    for (const { id, path } of [
      ...(input?.delete ?? []),
      ...(input?.update ?? []).map((line) => ({ id: line.id, path: line.input.path })),
    ]) {
      if (!known.has(id)) this.issues.push(issue('LINE_NOT_FOUND', path, { id }));
    }
    const gone = new Set(input?.delete.map(({ id }) => id));
    const kept = at.current.filter((line) => !gone.has(String(line['id'])));
    const lines = kept.map((line) => {
      const patch = input?.update.find(({ id }) => id === line['id'])?.input;
      if (patch === undefined) return emptyState(entity, String(line['id']), line, { ...line });
      return this.changedState(patch, line);
    });
    const last = Math.max(0, ...at.current.map((line) => Number(line['lineNo'])));
    const added = (input?.create ?? []).map((line, index) => numbered(this.newState(line, state.id), last + index + 1));
    state.lines.set(at.field, [...lines, ...added]);
    state.removed.set(
      at.field,
      at.current
        .filter((line) => gone.has(String(line['id'])))
        .map((line) => emptyState(entity, String(line['id']), line, { ...line })),
    );
  }

  /** Given values by field id, references as the ids they were resolved to. */
  private given(input: RowInput): Record<string, unknown> {
    const refs = [...input.refs].map(
      ([field, key]) => [field, key === null ? null : (this.keys.idOf(key) ?? null)] as const,
    );
    const links = [...input.links].map(
      ([field, keys]) => [field, [...new Set(keys.flatMap((key) => this.keys.idOf(key) ?? []))]] as const,
    );
    return { ...Object.fromEntries(this.sealed(input)), ...Object.fromEntries(refs), ...Object.fromEntries(links) };
  }

  /** Secrets are sealed before anything else sees them, expressions and events included. */
  private sealed(input: RowInput): readonly (readonly [FieldId, unknown])[] {
    const secret = new Set(input.entity.fields.filter((field) => field.secret).map(({ id }) => id));
    return [...input.values].map(([id, value]) =>
      secret.has(id) && value !== null
        ? [
            id,
            this.options.secrets.seal(typeof value === 'string' ? value : JSON.stringify(value), this.options.tenant),
          ]
        : [id, value],
    );
  }

  private async checkInUse(states: readonly WorkingState[]): Promise<void> {
    const byEntity = Map.groupBy(
      states.filter(({ event }) => event === 'deleted'),
      ({ entity }) => entity,
    );
    for (const [entity, rows] of byEntity) {
      const plan = planInUse(this.unit.model, entity.id);
      const uses =
        plan === null ? [] : await this.unit.run<{ readonly by: string }>(plan, { ids: rows.map(({ id }) => id) });
      const by = [...new Set(uses.map((use) => use.by))];
      if (by.length > 0) this.issues.push(issue('RECORD_IN_USE', '', { entity: by.join(', '), field: entity.apiName }));
    }
  }

  private finish(state: RowState & { readonly event: string }): void {
    this.issues.push(...completeRow(this.complete, state));
    const rule = this.options.access.rows(state.entity.id, 'create');
    if (state.event === 'created' && (rule === 'none' || (rule !== 'all' && !admitsRow(this.complete, state, rule)))) {
      this.issues.push(issue('FORBIDDEN', state.path, { entity: state.entity.apiName }));
    }
  }

  private async number(states: readonly RowState[]): Promise<void> {
    const byEntity = new Map<EntityModel, RowState[]>();
    for (const state of states) {
      const { number } = state.entity;
      if (state.before === null && number !== undefined && (state.values[number.field] ?? null) === null)
        byEntity.set(state.entity, [...(byEntity.get(state.entity) ?? []), state]);
    }
    for (const [entity, rows] of byEntity) {
      const numbers = await nextNumbers(this.unit, entity, rows.length);
      for (const [index, state] of rows.entries()) state.values[must(entity.number, 'number').field] = numbers[index];
    }
  }
}

function emptyState(
  entity: EntityModel,
  id: string,
  before: RowState['before'],
  values: Record<string, unknown>,
): RowState {
  return { entity, id, before, values, related: {}, lines: new Map(), removed: new Map(), path: '', paths: new Map() };
}

function numbered(state: RowState, lineNo: number): RowState {
  state.values['lineNo'] = lineNo;
  return state;
}

function rowValues(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('may:')));
}
