import { evaluate, type EvalContext } from '../../schema/expr/evaluate.ts';
import type { BalanceModel, EntityModel } from '../../schema/model/model.ts';
import { isLocal } from './entity-rules.ts';
import type { FormField } from './form-plan.ts';
import { rawReader, type Raw } from './form-raw.ts';
import type { BalanceAsk, FormSources } from './form-sources.ts';
import { valueAt, type FormStore } from './form-store.ts';
import { pathKey, rowsIn, type ValuePath } from './form-value.ts';

/** A field of the form that says what the books say, and the lines it is in. */
interface Place {
  readonly lines?: FormField;
  readonly field: FormField;
  readonly balance: BalanceModel;
}

/** Such a field of one row at a moment. */
interface Spot {
  readonly path: ValuePath;
  readonly isStored: boolean;
  readonly ask: BalanceAsk | undefined;
}

/**
 * Shows what the books say as soon as it is known of what (SPEC [FORM-30]). A stored row keeps what was read when it was
 * written, until what names the balance changes; the server reads it once more when the form is saved. Where the books
 * don't answer, nothing stands there: not what they said of another.
 */
export function followBalances(
  store: FormStore,
  ask: NonNullable<FormSources['balances']>,
  context: () => EvalContext,
): () => void {
  const spots = spotsOf(store, context);
  const known = new Map<string, string>();
  let isOver = false;
  const look = (): void => {
    const wanted: (Spot & { readonly ask: BalanceAsk })[] = [];
    for (const spot of spots()) {
      const place = pathKey(spot.path);
      const key = JSON.stringify(spot.ask?.key ?? null);
      const isNew = !known.has(place);
      if (known.get(place) === key) continue;
      known.set(place, key);
      if (isNew && spot.isStored) continue;
      if (spot.ask !== undefined) wanted.push({ ...spot, ask: spot.ask });
      else if (!isNew) store.set(spot.path, null);
    }
    if (wanted.length === 0) return;
    const show = (values: readonly (string | undefined)[]): void => {
      for (const [index, { path, ask: asked }] of wanted.entries()) {
        const isMeant = !isOver && known.get(pathKey(path)) === JSON.stringify(asked.key);
        const value = values[index] ?? null;
        if (isMeant && value !== (valueAt(store.state.getState().value, path) ?? null)) store.set(path, value);
      }
    };
    void ask(wanted.map((spot) => spot.ask)).then(show, () => show([]));
  };
  look();
  const stop = store.state.subscribe((now, before) => {
    if (now.value !== before.value) look();
  });
  return () => {
    isOver = true;
    stop();
  };
}

/** Whether a form has fields that say what the books say. */
export function hasBalances(fields: readonly FormField[]): boolean {
  return fields.some(
    ({ balance, lines }) => balance !== undefined || (lines !== undefined && hasBalances(lines.fields)),
  );
}

function spotsOf({ state, form }: FormStore, context: () => EvalContext): () => readonly Spot[] {
  const places = placesIn(form.fields);
  const readDocument = rawReader(form.entity, form.fields);
  const readers = new Map<EntityModel, ReturnType<typeof rawReader>>();
  return () => {
    const { value } = state.getState();
    const doc = readDocument(value);
    return places.flatMap(({ lines, field, balance }): readonly Spot[] => {
      if (lines?.lines === undefined) {
        const ask = askOf(balance, { variables: { doc }, fields: form.fields, isLine: false, context });
        return [{ path: [field.apiName], isStored: typeof value['id'] === 'string', ask }];
      }
      const { entity, fields } = lines.lines;
      const read = readers.get(entity) ?? rawReader(entity, fields);
      readers.set(entity, read);
      return rowsIn(value[lines.apiName]).map((row) => ({
        path: [lines.apiName, row.$key, field.apiName],
        isStored: typeof row['id'] === 'string',
        ask: askOf(balance, { variables: { doc, line: read(row) }, fields, isLine: true, context }),
      }));
    });
  };
}

function placesIn(fields: readonly FormField[]): readonly Place[] {
  return fields.flatMap((field): readonly Place[] => {
    if (field.balance !== undefined) return [{ field, balance: field.balance }];
    return (field.lines?.fields ?? []).flatMap((one) =>
      one.balance === undefined ? [] : [{ lines: field, field: one, balance: one.balance }],
    );
  });
}

interface Naming {
  readonly variables: { readonly doc: Raw; readonly line?: Raw };
  readonly fields: readonly FormField[];
  readonly isLine: boolean;
  readonly context: () => EvalContext;
}

/** Of which balance; nothing while the form can't name it: the server knows what to do with an optional part. */
function askOf({ ledger, measure, key }: BalanceModel, naming: Naming): BalanceAsk | undefined {
  const { variables, fields, isLine, context } = naming;
  if (!key.every(({ value }) => isLocal(value, fields, isLine))) return undefined;
  const named = key.map(({ dimension, value }) => {
    const text: unknown = evaluate(value, variables, context());
    return [dimension, typeof text === 'string' ? text : null] as const;
  });
  return { ledger, measure, key: Object.fromEntries(named) };
}
