import { issue, must, type Issue } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { behaviourReads, keepsSnapshots, rollupTree } from '../compile/behaviour-reads.ts';
import { frozenIssues } from '../compile/frozen-rows.ts';
import { planInUse } from '../compile/in-use-plan.ts';
import { changesOf } from '../compile/row-changes.ts';
import { pathTree, planFetch, type PathTree } from '../compile/row-fetch.ts';
import type { RowState } from '../compile/row-state.ts';
import { isUuid } from '../compile/sql-text.ts';
import { keysOf, withKey } from '../compile/write-input.ts';
import { admitsRow, completeRow, writeReads, type CompleteContext } from '../compile/write-row.ts';
import { stateOfLateNumber, wantedNumbers, type NumberedState, type TakenNumber } from './wanted-numbers.ts';
import { askApprovals } from './approval-ask.ts';
import { countBalances } from '../compile/balance-values.ts';
import { readBalances } from './write-balances.ts';
import { lockAndFindPending } from './approval-pending.ts';
import { conflictIssue, fieldsChangedSince } from './write-conflict.ts';
import { writeEvents } from './write-events.ts';
import { newFilesOf, takeFiles } from './write-files.ts';
import { KeyResolver } from './write-keys.ts';
import { lateNumber, nextNumbers, reservedNumber, type LateNumber } from './write-numbers.ts';
import {
  entityOfOperation,
  inputOf,
  WriteRefused,
  type RowOperation,
  type SettledOperation,
  type WriterOptions,
} from './write-operation.ts';
import { groupRows, persistRest, persistRows } from './write-persist.ts';
import { postRows } from './write-postings.ts';
import { cachedFetch, fetchRows, relateRows } from './write-related.ts';
import { emptyState, StateMaker, type WorkingState } from './write-states.ts';
import { fitsTogether, writeTogether } from './write-together.ts';
import { beginTransitions, takenTransition } from './write-transitions.ts';
import type { WriteUnit } from './write-unit.ts';

export { WriteRefused, type RowOperation, type WriterOptions } from './write-operation.ts';

/**
 * Does the operations within a unit of work and gives the ids of the rows, in order: resolves what they refer to, loads
 * what they change, fills defaults and formulas, holds each row against every rule, then writes rows, numbers, events
 * and outbox, and last of all posts to the ledgers. Throws `WriteRefused` with all problems.
 */
export async function writeRows(
  unit: WriteUnit,
  options: WriterOptions,
  operations: readonly RowOperation[],
): Promise<readonly string[]> {
  const { ids, written } = await sendRows(unit, options, operations);
  await written;
  return ids;
}

/** Rows that were sent to the database, which may still refuse them: `written` settles when it has taken them all. */
export interface SentRows {
  readonly ids: readonly string[];
  readonly written: Promise<unknown>;
  /** Whether `written` must be waited for before anything commits: it compares versions. */
  readonly isGuarded: boolean;
}

/** As `writeRows`, without waiting for what nothing waits for: what the caller sends next leaves in the same write. */
export function sendRows(
  unit: WriteUnit,
  options: WriterOptions,
  operations: readonly RowOperation[],
): Promise<SentRows> {
  return new RowWriter(unit, options).write(operations);
}

interface Loaded {
  readonly row: Readonly<Record<string, unknown>>;
}

class RowWriter {
  private readonly unit: WriteUnit;
  private readonly options: WriterOptions;
  private readonly keys: KeyResolver;
  private readonly issues: Issue[] = [];
  private readonly complete: CompleteContext;
  private readonly states: StateMaker;

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
    this.states = new StateMaker(unit, this.keys, {
      issues: this.issues,
      seal: (value) => options.secrets.seal(value, options.tenant),
    });
  }

  async write(operations: readonly RowOperation[]): Promise<SentRows> {
    // Each step is waited for only where there is something to ask: most writes ask for little of all this.
    const settled = operations.every(isSettled) ? operations : await this.settleUpserts(operations);
    this.issues.push(...takenTwice(settled));
    const keys = settled.flatMap((operation) => keysOfInput(operation));
    if (this.options.isSure === true) this.keys.trust(keys);
    if (!this.keys.knows(keys)) await this.keys.resolve(keys);
    const isAllNew = settled.every(({ kind }) => kind === 'create');
    const pending = isAllNew ? NOTHING_PENDING : await lockAndFindPending(this.unit, settled);
    const loaded = isAllNew ? NOTHING_LOADED : await this.load(settled);
    const states: WorkingState[] = [];
    for (const [index, operation] of settled.entries()) {
      const made = this.stateOf(operation, loaded, { index, pending });
      const state = made instanceof Promise ? await made : made;
      if (state !== undefined) states.push(state);
    }
    const { wrongValues = [] } = this.options;
    // Rules are not asked of values that are wrong: their answers would mean nothing.
    if (wrongValues.length > 0) throw new WriteRefused([...wrongValues, ...this.keys.issues, ...this.issues]);
    const late = this.options.isSure === true ? stateOfLateNumber(this.unit.model, states) : undefined;
    // Numbers are asked for together with what the rules read: one round trip, and their rows are locked but for two.
    const wanted = wantedNumbers(late === undefined ? states : []);
    const related = relateRows(this.unit, states, (entity) => readsTree(this.unit, entity));
    const numbers = wanted.size === 0 ? [] : this.takeNumbers(wanted);
    const taken =
      numbers instanceof Promise || related.length > 0 ? (await Promise.all([numbers, ...related]))[0] : numbers;
    if (states.some(({ event }) => event === 'deleted')) await this.checkInUse(states);
    const { takesBack = false } = this.options;
    const held = takesBack ? states.filter(({ event }) => event !== 'deleted') : states;
    this.issues.push(...held.flatMap((state) => frozenIssues(this.unit.model, state, state.event)));
    if (states.some((state) => state.taken !== undefined))
      this.issues.push(...(await beginTransitions(this.unit, this.complete, states)));
    const kept = states.filter(({ event }) => event !== 'deleted' && event !== 'restored');
    if (kept.some(({ entity }) => countBalances(this.unit.model, entity) > 0))
      this.issues.push(...(await readBalances(this.unit, this.complete, kept)));
    for (const state of kept) this.finish(state);
    const files = newFilesOf(states);
    if (files.length > 0) this.issues.push(...(await takeFiles(this.unit, this.options.access, files)));
    this.refuse();
    const asked = states.filter(({ taken }) => taken !== undefined && taken.asks.length > 0);
    const written = asked.length === 0 ? states : states.filter((state) => !asked.includes(state));
    if (asked.length > 0) await askApprovals(this.unit, this.options, asked);
    for (const { state, field, number } of taken) state.values[field] = number;
    return { ids: states.map(({ id }) => id), ...(await this.persist(written, this.takeLate(late))) };
  }

  private async persist(
    states: readonly WorkingState[],
    number: LateNumber | undefined,
  ): Promise<Pick<SentRows, 'written' | 'isGuarded'>> {
    // What changes nothing is none: the version stays, and nobody is told.
    const told = states
      .map((state) => ({ state, changes: changesOf(state) }))
      .filter(({ state, changes }) => !isNothing(state, changes));
    const rows = told.map(({ state }) => state);
    const groups = groupRows(rows);
    const { complete, options, unit } = this;
    const isTogether = options.isSure === true && fitsTogether(groups);
    const apart = isTogether ? undefined : persistRows(unit, rows, groups);
    const sent = isTogether
      ? [writeTogether(unit, { groups, told, options, number }), ...persistRest(unit, rows)]
      : [...(apart?.sent ?? []), writeEvents(unit, told, options)];
    // What fails here fails all that follows in the transaction, and is thrown there when nobody waits for it.
    for (const one of sent) one.catch(() => undefined);
    await postRows(unit, { complete, requestId: options.requestId, reader: options, sent }, told);
    const written = Promise.all(sent);
    written.catch(() => undefined);
    return { written, isGuarded: apart?.isGuarded ?? false };
  }

  private refuse(): void {
    const unresolved = new Set(this.keys.issues.map(({ path }) => path));
    // A reference that names nothing is one mistake, not two.
    const own = this.issues.filter(({ code, path }) => code !== 'VALUE_REQUIRED' || !unresolved.has(path));
    const problems = [...this.keys.issues, ...own];
    if (problems.length > 0) throw new WriteRefused(problems);
  }

  /** An upsert becomes the update or the create that it turns out to be. */
  private async settleUpserts(operations: readonly RowOperation[]): Promise<readonly SettledOperation[]> {
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

  private async load(operations: readonly SettledOperation[]): Promise<ReadonlyMap<string, Loaded>> {
    const wanted = new Map<EntityModel, string[]>();
    for (const operation of operations) {
      if (operation.kind === 'create') continue;
      const entity = entityOfOperation(operation);
      wanted.set(entity, [...(wanted.get(entity) ?? []), operation.id]);
    }
    const loaded = new Map<string, Loaded>();
    const found = [...wanted].map(([entity, ids]) => {
      const { access } = this.options;
      const { id } = entity;
      const may = {
        read: access.rows(id, 'read'),
        update: access.rows(id, 'update'),
        delete: access.rows(id, 'delete'),
      };
      const plan = cachedFetch(this.unit.model, `${access.key}|${id}|stored`, () =>
        planFetch(this.unit.model, id, {
          tree: rollupTree(this.unit.model, entity, readsTree(this.unit, entity)),
          stored: true,
          may,
        }),
      );
      return fetchRows(this.unit, plan, ids.filter(isUuid));
    });
    for (const row of (await Promise.all(found)).flat()) loaded.set(String(row['id']), { row });
    return loaded;
  }

  private stateOf(
    operation: SettledOperation,
    loaded: ReadonlyMap<string, Loaded>,
    at: { readonly index: number; readonly pending: ReadonlyMap<string, string> },
  ): WorkingState | undefined | Promise<undefined> {
    if (operation.kind === 'create') {
      const state = this.states.newState(operation.input, null);
      Object.assign(state.values, operation.preset ?? {});
      return { ...state, event: 'created' };
    }
    const entity = entityOfOperation(operation);
    const row = loaded.get(operation.id)?.row;
    const inBin = row !== undefined && row['deletedAt'] !== null;
    if (row === undefined || row['may:read'] !== true || (operation.kind !== 'restore' && inBin)) {
      this.issues.push(issue('NOT_FOUND', '', { entity: entity.apiName, index: at.index }));
      return undefined;
    }
    const taken = takenTransition(this.unit.model, this.options, { operation, row });
    const right = operation.kind === 'update' ? 'update' : 'delete';
    if (taken === undefined ? row[`may:${right}`] !== true : !taken.allowed) {
      this.issues.push(issue('FORBIDDEN', '', { entity: entity.apiName }));
      return undefined;
    }
    const before = rowValues(row);
    const expected = 'version' in operation ? operation.version : null;
    if (expected !== null && expected !== row['version']) {
      return this.conflict(entity, { id: operation.id, before, expected });
    }
    const request = at.pending.get(operation.id);
    if (request !== undefined && (operation.kind !== 'transition' || operation.approved !== request)) {
      this.issues.push(issue('APPROVAL_PENDING', '', { entity: entity.apiName, request }));
      return undefined;
    }
    if (operation.kind === 'transition') {
      const { made, issues } = must(taken, 'transition');
      this.issues.push(...issues);
      return {
        ...this.states.changedState(entity, operation.input, before),
        path: operation.path ?? '',
        event: 'transition',
        taken: made,
      };
    }
    if (operation.kind === 'update')
      return { ...this.states.changedState(entity, operation.input, before), event: 'updated' };
    const values = { ...before, deletedAt: operation.kind === 'delete' ? this.unit.binding.now : null };
    return {
      ...emptyState(entity, operation.id, before, values),
      event: operation.kind === 'delete' ? 'deleted' : 'restored',
    };
  }

  private async conflict(
    entity: EntityModel,
    at: { readonly id: string; readonly before: Readonly<Record<string, unknown>>; readonly expected: number },
  ): Promise<undefined> {
    const { id, before, expected } = at;
    const changed = await fieldsChangedSince(this.unit, entity, { id, version: expected });
    this.issues.push(conflictIssue(entity, { before, changed, expected, access: this.options.access }));
    return undefined;
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

  private finish(state: WorkingState): void {
    const found = completeRow(this.complete, state, { locks: state.event !== 'transition' });
    this.issues.push(...found.filter((one) => !isLeftOpen(state, one)));
    const rule = this.options.access.rows(state.entity.id, 'create');
    if (state.event === 'created' && (rule === 'none' || (rule !== 'all' && !admitsRow(this.complete, state, rule)))) {
      this.issues.push(issue('FORBIDDEN', state.path, { entity: state.entity.apiName }));
    }
  }

  /** What stands for the one number of this write, which the statement that writes the row takes. */
  private takeLate(late: NumberedState | undefined): LateNumber | undefined {
    if (late === undefined) return undefined;
    const reserved = reservedNumber(this.unit, late.state);
    const number = reserved === undefined ? lateNumber(this.unit, late.state) : undefined;
    late.state.values[late.field] = number?.mark ?? reserved;
    return number;
  }

  private async takeNumbers(wanted: ReadonlyMap<EntityModel, readonly RowState[]>): Promise<readonly TakenNumber[]> {
    const taken: TakenNumber[] = [];
    // One entity after another: their rows are locked in this order.
    for (const [entity, rows] of wanted) {
      const { field } = must(entity.number, 'number');
      const numbers = await nextNumbers(this.unit, entity, rows.length);
      for (const [index, state] of rows.entries()) taken.push({ state, field, number: must(numbers[index], 'number') });
    }
    return taken;
  }
}

const NOTHING_PENDING: ReadonlyMap<string, string> = new Map();
const NOTHING_LOADED: ReadonlyMap<string, Loaded> = new Map();

function isSettled(operation: RowOperation): operation is SettledOperation {
  return operation.kind !== 'upsert';
}

/** An update that leaves every field as it was; a restore of what is not in the bin. */
function isNothing({ event, before }: WorkingState, changes: Readonly<Record<string, unknown>>): boolean {
  if (event === 'restored') return (before?.['deletedAt'] ?? null) === null;
  return event === 'updated' && Object.keys(changes).length === 0;
}

/** A step that is only tried has not been given what it asks for. */
function isLeftOpen({ taken, entity }: WorkingState, { code, params }: Issue): boolean {
  if (taken === undefined || taken.probe === null || code !== 'VALUE_REQUIRED') return false;
  return taken.transition.input.some((id) =>
    entity.fields.some((field) => field.id === id && field.apiName === params['field']),
  );
}

/** Of one row one step at a time: the second would leave from where the first has not led yet. */
function takenTwice(operations: readonly SettledOperation[]): readonly Issue[] {
  const steps = operations.filter((operation) => operation.kind === 'transition');
  return steps
    .filter(({ id }, index) => steps.findIndex((one) => one.id === id) !== index)
    .map(({ id, path = '' }) => issue('ROW_TWICE', path, { id }));
}

function keysOfInput(operation: SettledOperation) {
  const input = inputOf(operation);
  return input === null ? [] : keysOf(input);
}

const trees = new WeakMap<EntityModel, PathTree>();

/** What the writer reads below a row: for its rules always, for workflow, postings and awards where there are any. */
function readsTree({ model }: WriteUnit, entity: EntityModel): PathTree {
  const known = trees.get(entity);
  if (known !== undefined) return known;
  const more = keepsSnapshots(model, entity) ? behaviourReads(model, entity) : [];
  const tree = pathTree([...writeReads(model, entity), ...more]);
  trees.set(entity, tree);
  return tree;
}

function rowValues(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('may:')));
}
