import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import { defaultValues } from './form-defaults.ts';
import { formMistakes, type Mistake } from './form-mistakes.ts';
import type { CompiledForm } from './form-plan.ts';
import { formRules, type Derived } from './form-rules.ts';
import {
  isRecord,
  keyedRows,
  pathKey,
  rowsIn,
  type FieldValue,
  type FormIssue,
  type RecordValue,
  type RowValue,
  type ValuePath,
} from './form-value.ts';

/** Everything that a form shows at a moment; parts of it are watched by the fields that show them. */
export interface FormState {
  readonly value: RecordValue;
  readonly derived: Derived;
  readonly mistakes: ReadonlyMap<string, Mistake>;
  /** What the server said, by place; gone as soon as the value there changes. */
  readonly issues: ReadonlyMap<string, PlacedIssue>;
  /** Places that were left: their mistakes are told. */
  readonly left: ReadonlySet<string>;
  /** Whether all mistakes are told, touched or not. */
  readonly tellsAll: boolean;
  readonly openTabs: Readonly<Record<string, string>>;
  readonly folded: Readonly<Record<string, boolean>>;
}

/** An issue with its row by key. */
export interface PlacedIssue extends Omit<FormIssue, 'path'> {
  readonly path: ValuePath;
}

/** The form's memory outside React: a key that is typed walks no tree, only the field that it belongs to is drawn. */
export interface FormStore {
  readonly state: StoreApi<FormState>;
  readonly form: CompiledForm;
  /** Sets a value and hears all that follows from it. */
  readonly set: (path: ValuePath, value: FieldValue) => void;
  /** The values that a row of these lines starts with. */
  readonly rowDefaults: (apiName: string) => RecordValue;
  readonly setRows: (apiName: string, rows: readonly RowValue[]) => void;
  /** Takes what the caller shows now; what is being typed in stays (SPEC [FORM-6]). */
  readonly replace: (value: RecordValue) => void;
  readonly setIssues: (issues: readonly FormIssue[]) => void;
  readonly leave: (path: ValuePath) => void;
  readonly tellAll: () => void;
  readonly openTab: (tabs: string, section: string) => void;
  readonly fold: (section: string, isFolded: boolean) => void;
  /** Inputs that hold what the form has not heard yet. */
  readonly buffers: Map<string, Buffer>;
  /** Grids by the API name of their lines: brings a row into sight. */
  readonly seekers: Map<string, (row: string) => void>;
}

/** An input between a key and the form. */
export interface Buffer {
  readonly flush: () => void;
  /** Whether somebody is typing here. */
  readonly isBusy: () => boolean;
}

/** The values that a form starts from. */
export interface FormStart {
  readonly value: RecordValue;
  readonly stored: RecordValue | null;
  readonly context: () => EvalContext;
  readonly onChange: (value: RecordValue) => void;
}

export function createFormStore(form: CompiledForm, { value, stored, context, onChange }: FormStart): FormStore {
  const rules = formRules(form);
  const derive = (next: RecordValue): Derived => rules({ value: next, stored }, context());
  const start = keyed(
    form,
    stored === null ? { ...defaultValues(form.entity, form.fields, context()), ...value } : value,
  );
  const state = createStore<FormState>(() => {
    const derived = derive(start);
    return {
      value: start,
      derived,
      mistakes: mistakesAt(form, start, derived),
      issues: new Map(),
      left: new Set(),
      tellsAll: false,
      openTabs: {},
      folded: {},
    };
  });
  const buffers = new Map<string, Buffer>();
  // What the caller knows: given by him, or told to him.
  let base = start;
  const told = new WeakSet<RecordValue>([value]);

  const take = (next: RecordValue, gone: (key: string) => boolean): void => {
    const derived = derive(next);
    const issues = new Map([...state.getState().issues].filter(([key]) => !gone(key)));
    state.setState({ value: next, derived, mistakes: mistakesAt(form, next, derived), issues });
  };
  const tell = (next: RecordValue): void => {
    const shown = withComputed(next, state.getState().derived);
    base = next;
    told.add(shown);
    onChange(shown);
  };
  const change = (next: RecordValue, key: string): void => {
    take(next, (other) => other === key || other.startsWith(`${key}/`));
    tell(next);
  };

  return {
    state,
    form,
    buffers,
    seekers: new Map(),
    set(path, next) {
      const { value: now } = state.getState();
      if (Object.is(valueAt(now, path), next)) return;
      change(withValue(now, path, next), pathKey(path));
    },
    rowDefaults(apiName) {
      const lines = form.fields.find((field) => field.apiName === apiName)?.lines;
      return lines === undefined ? {} : defaultValues(lines.entity, lines.fields, context());
    },
    setRows(apiName, rows) {
      change({ ...state.getState().value, [apiName]: rows }, apiName);
    },
    replace(given) {
      if (told.has(given)) return;
      const incoming = keyed(form, given);
      const busy = [...buffers].filter(([, buffer]) => buffer.isBusy()).map(([key]) => key);
      const next = mergeValues({ base, incoming, now: state.getState().value }, busy);
      base = incoming;
      told.add(given);
      take(next, () => false);
    },
    setIssues(issues) {
      const { value: now } = state.getState();
      const placed = issues.map((issue) => ({ ...issue, path: placedPath(now, issue.path) }));
      const byPlace = new Map<string, (typeof placed)[number]>();
      for (const issue of placed) {
        const key = pathKey(issue.path);
        const known = byPlace.get(key);
        byPlace.set(key, known === undefined ? issue : bothOf(known, issue));
      }
      state.setState({ issues: byPlace });
    },
    leave(path) {
      const { left } = state.getState();
      const key = pathKey(path);
      if (!left.has(key)) state.setState({ left: new Set([...left, key]) });
    },
    tellAll: () => state.setState({ tellsAll: true }),
    openTab: (tabs, section) => state.setState((last) => ({ openTabs: { ...last.openTabs, [tabs]: section } })),
    fold: (section, isFolded) => state.setState((last) => ({ folded: { ...last.folded, [section]: isFolded } })),
  };
}

/** The value at a place; in lines, by the key of the row. */
export function valueAt(value: RecordValue, [name = '', row, column]: ValuePath): FieldValue | undefined {
  if (row === undefined) return value[name];
  return rowsIn(value[name]).find(({ $key }) => $key === row)?.[column ?? ''];
}

/** The values with what the formulas give: what the caller is told, and what is shown. */
export function withComputed(value: RecordValue, { computed, rows }: Derived): RecordValue {
  const next: Record<string, FieldValue> = { ...value, ...computed };
  for (const [name, given] of Object.entries(value)) {
    const list = rowsIn(given);
    if (list.length > 0) next[name] = list.map((row) => ({ ...row, ...rows.get(row.$key)?.computed }));
  }
  return next;
}

function withValue(value: RecordValue, [name = '', row, column]: ValuePath, next: FieldValue): RecordValue {
  if (row === undefined || column === undefined) return { ...value, [name]: next };
  const rows = rowsIn(value[name]).map((one) => (one.$key === row ? { ...one, [column]: next } : one));
  return { ...value, [name]: rows };
}

function keyed(form: CompiledForm, value: RecordValue): RecordValue {
  const lines = form.fields.filter((field) => field.lines !== undefined);
  return { ...value, ...Object.fromEntries(lines.map(({ apiName }) => [apiName, keyedRows(value[apiName])])) };
}

function mistakesAt(form: CompiledForm, value: RecordValue, derived: Derived): ReadonlyMap<string, Mistake> {
  return new Map(formMistakes(form, value, derived).map((mistake) => [pathKey(mistake.path), mistake]));
}

/** Of what is wrong at one place nothing is left out. */
function bothOf<Issue extends Pick<FormIssue, 'message' | 'cure'>>(first: Issue, second: Issue): Issue {
  return { ...second, message: [first.message, first.cure, second.message].filter(Boolean).join(' ') };
}

/** Issues name rows by their place; the form keeps them by their key, so that they move with their rows. */
function placedPath(value: RecordValue, [name = '', index, ...rest]: FormIssue['path']): ValuePath {
  const row = typeof index === 'number' ? rowsIn(value[String(name)])[index] : undefined;
  const second = row?.$key ?? index;
  return [name, ...(second === undefined ? [] : [second]), ...rest].map(String);
}

interface ThreeValues {
  readonly base: RecordValue;
  readonly incoming: RecordValue;
  readonly now: RecordValue;
}

/**
 * What others changed is taken, what was typed here since is kept; where both did, what is being typed in stays and
 * all else follows the caller.
 */
export function mergeValues({ base, incoming, now }: ThreeValues, busy: readonly string[]): RecordValue {
  const names = new Set([...Object.keys(now), ...Object.keys(incoming)]);
  const merged: Record<string, FieldValue> = {};
  for (const name of names) {
    const [old, theirs, ours] = [base[name], incoming[name], now[name]];
    if (busy.includes(name) || sameValue(old, theirs)) merged[name] = ours ?? null;
    else merged[name] = mergeRows(name, { theirs, ours }, busy) ?? theirs ?? null;
  }
  return merged;
}

/** Rows of the caller, with the cells that somebody is typing in. */
function mergeRows(
  name: string,
  { theirs, ours }: { readonly theirs: FieldValue | undefined; readonly ours: FieldValue | undefined },
  busy: readonly string[],
): FieldValue | undefined {
  const cells = busy.map((key) => key.split('/')).filter(([first, row]) => first === name && row !== undefined);
  if (cells.length === 0) return undefined;
  const mine = rowsIn(ours);
  return rowsIn(theirs).map((row) => {
    const own = mine.find(({ $key }) => $key === row.$key);
    const kept = cells
      .filter(([, key]) => key === row.$key)
      .map(([, , column = '']) => [column, own?.[column] ?? null]);
    return { ...row, ...Object.fromEntries(kept) };
  });
}

function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const other: readonly FieldValue[] = b;
    return a.length === b.length && a.every((item: FieldValue, index) => sameValue(item, other[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => name === '$key' || sameValue(a[name], b[name]));
}
