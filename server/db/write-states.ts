import type { FieldId } from '../../schema/core/ids.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import type { TransitionModel } from '../../schema/model/behaviour.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { entityOf } from '../compile/storage.ts';
import type { AskedApproval } from '../compile/transition-row.ts';
import type { LinesInput, RowInput } from '../compile/write-input.ts';
import type { RowState } from '../compile/row-state.ts';
import type { RowEvent } from './write-events.ts';
import type { TransitionProbe } from './write-operation.ts';
import { newRowId } from './row-id.ts';
import type { KeyResolver } from './write-keys.ts';
import type { WriteUnit } from './write-unit.ts';

/** A row on its way through the writer, and what will be told of it. */
export type WorkingState = RowState & { readonly event: RowEvent['kind']; readonly taken?: TakenTransition };

/** The step that a row takes. */
export interface TakenTransition {
  readonly transition: TransitionModel;
  readonly reason: string | null;
  readonly input: RowInput | null;
  /** Approvals that apply and have not been given: the step is asked for, not taken. */
  readonly asks: AskedApproval[];
  readonly approved: string | null;
  readonly probe: TransitionProbe | null;
}

/** Makes the states of rows from what is given and what was loaded. */
export class StateMaker {
  private readonly unit: WriteUnit;
  private readonly keys: KeyResolver;
  private readonly issues: Issue[];
  private readonly seal: (value: string) => string;

  constructor(
    unit: WriteUnit,
    keys: KeyResolver,
    options: { readonly issues: Issue[]; readonly seal: (value: string) => string },
  ) {
    this.unit = unit;
    this.keys = keys;
    this.issues = options.issues;
    this.seal = options.seal;
  }

  newState(input: RowInput, parent: string | null): RowState {
    const id = newRowId();
    const { entity, path, paths } = input;
    const { now, actor } = this.unit.binding;
    const values: Record<string, unknown> = { id, version: 1 };
    this.give(input, values);
    if (parent !== null) values['parent'] = parent;
    const workflow = this.unit.model.workflows.find((own) => own.id === entity.workflow);
    if (workflow !== undefined) values['state'] = workflow.initial;
    values['createdAt'] = now;
    values['updatedAt'] = now;
    values['createdBy'] = actor.id;
    values['updatedBy'] = actor.id;
    values['deletedAt'] = null;
    const lines = linesOf(entity).length === 0 ? NO_LINES : new Map<FieldId, RowState[]>();
    for (const field of linesOf(entity)) {
      const given = input.lines.get(field)?.create ?? [];
      lines.set(
        field,
        given.map((line, index) => numbered(this.newState(line, id), index + 1)),
      );
    }
    return { entity, id, before: null, values, related: {}, lines, removed: NO_LINES, path, paths };
  }

  /** The row with what the input gives; without input as it is, its lines in their place. */
  changedState(entity: EntityModel, input: RowInput | null, before: Readonly<Record<string, unknown>>): RowState {
    const { now, actor } = this.unit.binding;
    const values: Record<string, unknown> = { ...before };
    if (input !== null) this.give(input, values);
    values['updatedAt'] = now;
    values['updatedBy'] = actor.id;
    const state: RowState = {
      ...emptyState(entity, String(before['id']), before, values),
      path: input?.path ?? '',
      paths: input?.paths ?? new Map(),
    };
    for (const field of entity.fields) {
      if (field.type.kind !== 'lines') continue;
      const current = (before[field.id] as readonly Readonly<Record<string, unknown>>[] | undefined) ?? [];
      this.changeLines(state, {
        field: field.id,
        entity: entityOf(this.unit.model, field.type.of),
        current,
        input: input?.lines.get(field.id),
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
      return this.changedState(entity, patch, line);
    });
    const last = Math.max(0, ...at.current.map((line) => Number(line['lineNo'])));
    const added = (input?.create ?? []).map((line, index) => numbered(this.newState(line, state.id), last + index + 1));
    state.lines.set(at.field, this.ordered([...lines, ...added], { added, order: input?.order ?? [] }));
    state.removed.set(
      at.field,
      at.current
        .filter((line) => gone.has(String(line['id'])))
        .map((line) => emptyState(entity, String(line['id']), line, { ...line })),
    );
  }

  /** The lines as `order` wants them; numbers change only where the order does. */
  private ordered(
    lines: readonly RowState[],
    { added, order }: { readonly added: readonly RowState[]; readonly order: NonNullable<LinesInput['order']> },
  ): RowState[] {
    const byName = new Map([
      ...lines.map((line) => [line.id, line] as const),
      ...added.map((line, index) => [`+${String(index)}`, line] as const),
    ]);
    const wanted = new Set<RowState>();
    for (const { id, path } of order) {
      const line = byName.get(id);
      if (line === undefined) this.issues.push(issue('LINE_NOT_FOUND', path, { id }));
      else wanted.add(line);
    }
    const next = [...wanted, ...lines.filter((line) => !wanted.has(line))];
    if (next.every((line, index) => line === lines[index])) return next;
    return next.map((line, index) => numbered(line, index + 1));
  }

  /** Puts what is given into the row's values by field id, references as the ids they were resolved to. */
  private give(input: RowInput, values: Record<string, unknown>): void {
    const secrets = secretsOf(input.entity);
    // Secrets are sealed before anything else sees them, expressions and events included.
    input.values.forEach((value, id) => {
      values[id] =
        secrets.has(id) && value !== null
          ? this.seal(typeof value === 'string' ? value : JSON.stringify(value))
          : value;
    });
    input.refs.forEach((key, field) => {
      values[field] = key === null ? null : (this.keys.idOf(key) ?? null);
    });
    input.links.forEach((keys, field) => {
      values[field] = [...new Set(keys.flatMap((key) => this.keys.idOf(key) ?? []))];
    });
  }
}

/** Of rows that have no lines, or of which none goes; nothing is put into it. */
const NO_LINES: Map<FieldId, RowState[]> = new Map();

const lineFields = new WeakMap<EntityModel, readonly FieldId[]>();

/** The fields that hold lines. */
function linesOf(entity: EntityModel): readonly FieldId[] {
  const known = lineFields.get(entity) ?? entity.fields.flatMap(({ id, type }) => (type.kind === 'lines' ? [id] : []));
  lineFields.set(entity, known);
  return known;
}

const secretFields = new WeakMap<EntityModel, ReadonlySet<FieldId>>();

/** Found once for each entity: each line of a document asks. */
function secretsOf(entity: EntityModel): ReadonlySet<FieldId> {
  const known = secretFields.get(entity) ?? new Set(entity.fields.filter((field) => field.secret).map(({ id }) => id));
  secretFields.set(entity, known);
  return known;
}

/** A state without lines and without anything behind its references. */
export function emptyState(
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
