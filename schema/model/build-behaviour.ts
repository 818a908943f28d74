import { entityId, fieldId } from '../core/ids.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { Expr } from '../expr/ast.ts';
import { parseFieldType } from '../template/field-types.ts';
import { TEXT_FORMS } from '../template/text-forms.ts';
import type { TransitionDef, WorkflowDef } from '../template/template.ts';
import type {
  AccountDef,
  BalanceLedgerDef,
  DimensionDef,
  DoubleLedgerDef,
  LedgerDef,
  LedgerPeriodDef,
  MeasureDef,
  PostingDef,
} from '../template/template-rules.ts';
import type {
  Behaviour,
  BookModel,
  BoundModel,
  DimensionModel,
  EntryModel,
  LedgerModel,
  MeasureModel,
  PostingModel,
  TransitionModel,
  WorkflowModel,
} from './behaviour.ts';
import { approvalModels } from './build-approvals.ts';
import { buildAutomations, buildSchedules } from './build-automations.ts';
import { awardModel } from './build-awards.ts';
import type { ResolveContext } from './context.ts';
import { dimensionKind } from './dimension-kind.ts';
import { humanText } from './labels.ts';
import { sortedKeys } from './sorted-keys.ts';

/** What the template does, once every rule holds: expressions come from the context that compiled them. */
export function buildBehaviour(context: ResolveContext): Behaviour {
  const { template } = context;
  const ledgers = (template.ledgers ?? []).map(ledgerModel);
  return {
    workflows: (template.workflows ?? []).map((def, index) =>
      workflowModel(context, def, pointer('/workflows', index)),
    ),
    ledgers,
    postings: (template.postings ?? []).map((def, index) =>
      postingModel(context, def, { ledgers, path: pointer('/postings', index) }),
    ),
    tables: [...context.tables.models.values()],
    awards: (template.awards ?? []).map((def, index) => awardModel(context, def, pointer('/awards', index))),
    automations: buildAutomations(context),
    schedules: buildSchedules(context),
  };
}

function workflowModel(context: ResolveContext, def: WorkflowDef, path: JsonPointer): WorkflowModel {
  return {
    id: def.id,
    entity: entityId(def.of),
    label: def.label ?? humanText(def.id),
    initial: def.initial,
    states: def.states,
    transitions: def.transitions.map((transition, index) =>
      transitionModel(context, transition, pointer(path, 'transitions', index)),
    ),
  };
}

function transitionModel(context: ResolveContext, def: TransitionDef, path: JsonPointer): TransitionModel {
  const guard = context.exprs.get(pointer(path, 'guard'));
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    from: def.from,
    to: def.to,
    roles: def.roles ?? [],
    ...(guard === undefined ? {} : { guard }),
    ...(def.message === undefined ? {} : { message: def.message }),
    approvals: approvalModels(context, def.approvals ?? [], pointer(path, 'approvals')),
    input: (def.input ?? []).map(fieldId),
    set: sortedKeys(def.set).map((id) => ({
      field: fieldId(id),
      value: must(context.exprs.get(pointer(path, 'set', id)), 'expression of a set'),
    })),
    ...(def.reason === undefined ? {} : { reason: def.reason }),
    post: def.post ?? [],
    reverse: def.reverse ?? [],
  };
}

function ledgerModel(def: LedgerDef): LedgerModel {
  const period = def.period === undefined ? {} : { period: periodModel(def.period) };
  const base = { id: def.id, label: def.label ?? humanText(def.id), ...period };
  if (def.mode === 'double') {
    return {
      ...base,
      mode: 'double',
      ...(def.unit === undefined ? {} : { unit: def.unit }),
      books: [...def.accounts, OPENING].map((account) => accountBook(def, account)),
    };
  }
  return { ...base, mode: 'balance', books: [balanceBook(def)], ...balanceRules(def) };
}

function periodModel({ by, close }: LedgerPeriodDef): NonNullable<LedgerModel['period']> {
  return close === undefined ? { by } : { by, close };
}

/** Where a double ledger's money comes from: opening balances and funding are posted against it (SPEC [LED-2]). */
const OPENING: AccountDef = { id: 'opening', label: { en: 'Opening', 'zh-CN': '期初' }, by: [] };

function balanceRules(def: BalanceLedgerDef): Pick<LedgerModel, 'valuation' | 'override'> {
  const index = (id: string): number => def.measures.findIndex((measure) => measure.id === id);
  const { valuation, override } = def;
  return {
    ...(valuation === undefined
      ? {}
      : {
          valuation: {
            method: 'movingAverage',
            quantity: index(valuation.quantity),
            amount: index(valuation.amount),
          },
        }),
    ...(override === undefined
      ? {}
      : {
          override: {
            measure: index(override.measure),
            floor: override.floor,
            roles: override.roles,
            approval: override.approval ?? false,
            ...(override.expires === undefined ? {} : { expires: override.expires }),
          },
        }),
  };
}

function balanceBook(def: BalanceLedgerDef): BookModel {
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    dimensions: placed(def.dimensions),
    measures: def.measures.map((measure, index) => measureModel(def, measure, index)),
  };
}

function accountBook(def: DoubleLedgerDef, account: AccountDef): BookModel {
  const scale = def.scale ?? 2;
  const fixed = (value: string): BoundModel => ({ kind: 'fixed', value });
  return {
    id: `${def.id}.${account.id}`,
    account: account.id,
    label: account.label ?? humanText(account.id),
    dimensions: placed(account.by.map((id) => def.dimensions?.find((own) => own.id === id) ?? { id })),
    measures: [
      {
        id: 'amount',
        label: { en: 'Amount', 'zh-CN': '数额' },
        index: 0,
        kind: 'decimal',
        precision: 18 + scale,
        scale,
        ...(account.min === undefined ? {} : { min: fixed(account.min) }),
        ...(account.max === undefined ? {} : { max: fixed(account.max) }),
      },
    ],
    ...(account.lots === undefined ? {} : { lots: account.lots }),
  };
}

/** Dimensions with their columns: ids in `u0`…, all else in `t0`…, each in order. */
function placed(defs: readonly DimensionDef[]): readonly DimensionModel[] {
  const counts = { u: 0, t: 0 };
  return defs.map((def) => {
    const kind = dimensionKind(def);
    const family = kind === 'row' || kind === 'user' || kind === 'org' ? 'u' : 't';
    const column = `${family}${String(counts[family])}`;
    counts[family] += 1;
    return {
      id: def.id,
      label: def.label ?? humanText(def.id),
      kind,
      ...(def.ref === undefined ? {} : { entity: entityId(def.ref) }),
      optional: def.optional ?? false,
      column,
    };
  });
}

function measureModel(ledger: BalanceLedgerDef, def: MeasureDef, index: number): MeasureModel {
  const type = parseFieldType(def.type);
  const kind = type.ok ? type.value.kind : 'decimal';
  const sized = type.ok && 'scale' in type.value && type.value.scale !== undefined ? type.value : undefined;
  const bounds = {
    ...(def.min === undefined ? {} : { min: boundModel(ledger, def.min) }),
    ...(def.max === undefined ? {} : { max: boundModel(ledger, def.max) }),
  };
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    index,
    kind: MEASURE_KINDS.find((one) => one === kind) ?? 'decimal',
    precision: sized?.precision ?? (kind === 'int' ? 18 : 18),
    scale: sized?.scale ?? (kind === 'int' ? 0 : 4),
    ...bounds,
  };
}

const MEASURE_KINDS = ['int', 'decimal', 'money', 'quantity', 'percent'] as const;

function boundModel(ledger: BalanceLedgerDef, text: string): BoundModel {
  if (TEXT_FORMS.decimal.pattern.test(text)) return { kind: 'fixed', value: text };
  const [dimension = '', field = ''] = text.split('.');
  const entity = must(ledger.dimensions.find(({ id }) => id === dimension)?.ref, 'entity of a bound');
  return { kind: 'field', dimension, entity: entityId(entity), field: fieldId(field) };
}

function countedModel(def: PostingDef, measures: readonly MeasureModel[]): NonNullable<PostingModel['to']> {
  const index = (id: string): number =>
    must(
      measures.find((measure) => measure.id === id),
      `measure ${id}`,
    ).index;
  return { measure: index(def.to ?? ''), follow: (def.follow ?? []).map(index) };
}

function postingModel(
  context: ResolveContext,
  def: PostingDef,
  at: { readonly ledgers: readonly LedgerModel[]; readonly path: JsonPointer },
): PostingModel {
  const { path } = at;
  const ledger = must(
    at.ledgers.find(({ id }) => id === def.ledger),
    'ledger of a posting',
  );
  const expr = (...steps: readonly (string | number)[]): Expr | undefined => context.exprs.get(pointer(path, ...steps));
  const known = (...steps: readonly (string | number)[]): Expr => must(expr(...steps), `expression ${steps.join('/')}`);
  const [each, when, business] = [expr('each'), expr('when'), expr('at')];
  const key = (keys: Readonly<Record<string, string>> | undefined, ...steps: readonly (string | number)[]) =>
    sortedKeys(keys).map((dimension) => ({ dimension, value: known(...steps, dimension) }));
  const measures = ledger.books[0]?.measures ?? [];
  const cost = def.cost === 'auto' ? 'auto' : expr('cost');
  return {
    id: def.id,
    label: def.label ?? humanText(def.id),
    entity: entityId(def.of),
    ledger: def.ledger,
    ...(each === undefined ? {} : { each }),
    ...(when === undefined ? {} : { when }),
    ...(business === undefined ? {} : { at: business }),
    key: ledger.mode === 'balance' ? key(def.key, 'key') : [],
    move:
      ledger.mode === 'balance'
        ? sortedKeys(def.move).map((id) => ({
            measure: must(
              measures.find((measure) => measure.id === id),
              `measure ${id}`,
            ).index,
            value: known('move', id),
          }))
        : [],
    ...(def.to === undefined || ledger.mode !== 'balance' ? {} : { to: countedModel(def, measures) }),
    entries: (def.entries ?? []).map((entry, index): EntryModel => ({
      id: entry.id,
      book: `${def.ledger}.${entry.account}`,
      key: key(entry.key, 'entries', index, 'key'),
      amount: known('entries', index, 'amount'),
    })),
    ...(def.expires === undefined ? {} : { expires: def.expires }),
    ...(def.consume === undefined ? {} : { consume: def.consume }),
    ...(cost === undefined ? {} : { cost }),
  };
}
