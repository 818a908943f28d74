import { pointer, type JsonPointer } from '../core/result.ts';
import type { ExprType } from '../expr/ast.ts';
import { exprTypeOf, parseFieldType } from '../template/field-types.ts';
import { TEXT_FORMS } from '../template/text-forms.ts';
import type { DimensionDef, LedgerDef, PostingDef } from '../template/template-rules.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { dimensionKind } from './dimension-kind.ts';
import { checkRoleNames } from './rules-workflows.ts';

type BalanceLedger = Extract<LedgerDef, { readonly mode: 'balance' }>;
type DoubleLedger = Extract<LedgerDef, { readonly mode: 'double' }>;

/** Rules of ledgers and postings (SPEC [MOD-40] to [MOD-45]). */
export function checkLedgers(context: ResolveContext): void {
  for (const [index, def] of (context.template.ledgers ?? []).entries()) {
    const path = pointer('/ledgers', index);
    if (def.mode === 'balance') checkBalance(context, { def, path });
    else checkDouble(context, { def, path });
  }
  for (const [index, def] of (context.template.postings ?? []).entries()) {
    checkPosting(context, { def, path: pointer('/postings', index) });
  }
}

function checkBalance(context: ResolveContext, { def, path }: Placed<BalanceLedger>): void {
  for (const [index, dimension] of def.dimensions.entries()) {
    const here = pointer(path, 'dimensions', index);
    if (dimension.ref !== undefined) context.entity(dimension.ref, pointer(here, 'ref'));
    else if (dimension.type === undefined)
      context.add('MODEL_ATTRIBUTE_MISSING', here, { attribute: 'ref', type: 'dimension' });
    else checkType(context, dimension.type, { path: pointer(here, 'type'), numeric: false });
  }
  for (const [index, measure] of def.measures.entries()) {
    const here = pointer(path, 'measures', index);
    checkType(context, measure.type, { path: pointer(here, 'type'), numeric: true });
    for (const key of ['min', 'max'] as const) {
      const bound = measure[key];
      if (bound !== undefined) checkBound(context, def, { def: bound, path: pointer(here, key) });
    }
  }
  checkWidth(context, def.dimensions, { def: def.id, path: pointer(path, 'dimensions') });
  if (def.measures.length > WIDTH.measures) {
    const params = { id: def.id, what: 'measures', count: def.measures.length, max: WIDTH.measures };
    context.add('MODEL_LEDGER_TOO_WIDE', pointer(path, 'measures'), params);
  }
  const measures = def.measures.map(({ id }) => id);
  const known = (id: string | undefined, at: JsonPointer): void => {
    if (id !== undefined && !measures.includes(id))
      context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', at, { id, known: measures });
  };
  known(def.valuation?.quantity, pointer(path, 'valuation', 'quantity'));
  known(def.valuation?.amount, pointer(path, 'valuation', 'amount'));
  known(def.override?.measure, pointer(path, 'override', 'measure'));
  checkRoleNames(context, def.override?.roles ?? [], pointer(path, 'override', 'roles'));
}

/** Columns of balances: ids and all else that a key is made of, and measures (SPEC [MOD-47]). */
const WIDTH = { ids: 5, others: 4, measures: 4 } as const;

function checkWidth(context: ResolveContext, keys: readonly DimensionDef[], { def: id, path }: Placed<string>): void {
  const ids = keys.filter((key) => ['row', 'user', 'org'].includes(dimensionKind(key))).length;
  const counts = [
    { what: 'references', count: ids, max: WIDTH.ids },
    { what: 'dimensions', count: keys.length - ids, max: WIDTH.others },
  ];
  for (const wide of counts) if (wide.count > wide.max) context.add('MODEL_LEDGER_TOO_WIDE', path, { id, ...wide });
}

interface TypePlace {
  readonly path: JsonPointer;
  readonly numeric: boolean;
}

function checkType(context: ResolveContext, text: string, { path, numeric }: TypePlace): void {
  const parsed = parseFieldType(text);
  if (!parsed.ok) return void context.issues.push(...parsed.issues.map((found) => ({ ...found, path })));
  const { kind } = parsed.value;
  const wanted = numeric
    ? ['int', 'decimal', 'money', 'quantity', 'percent']
    : ['text', 'int', 'date', 'bool', 'user', 'org', 'decimal', 'money', 'quantity', 'percent'];
  if (!wanted.includes(kind)) context.add('MODEL_FIELD_KIND_UNFIT', path, { id: text, type: kind, wanted });
}

/** A decimal, or a number of the row that a dimension names: `customer.creditLimit`. */
function checkBound(context: ResolveContext, ledger: BalanceLedger, { def, path }: Placed<string>): void {
  if (TEXT_FORMS.decimal.pattern.test(def)) return;
  const [dimensionId = '', fieldId, ...rest] = def.split('.');
  const dimension = ledger.dimensions.find(({ id }) => id === dimensionId);
  const entity = dimension?.ref === undefined ? undefined : context.entities.get(dimension.ref);
  if (entity === undefined || fieldId === undefined || rest.length > 0) {
    context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', path, { id: def, known: ledger.dimensions.map(({ id }) => id) });
    return;
  }
  const field = context.field(entity, fieldId, path);
  if (field?.type !== undefined && !['int', 'decimal'].includes(exprTypeOf(field.type).kind)) {
    context.add('MODEL_FIELD_KIND_UNFIT', path, {
      id: fieldId,
      type: field.type.kind,
      wanted: ['decimal', 'money', 'int'],
    });
  }
}

function checkDouble(context: ResolveContext, { def, path }: Placed<DoubleLedger>): void {
  const known = def.accounts.map(({ id }) => id);
  for (const [index, account] of def.accounts.entries()) {
    const here = pointer(path, 'accounts', index);
    const keys = account.by.map((id) => def.dimensions?.find((own) => own.id === id) ?? { id });
    checkWidth(context, keys, { def: account.id, path: pointer(here, 'by') });
    const to = account.lots?.expireTo;
    if (to !== undefined && !known.includes(to)) {
      context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(here, 'lots', 'expireTo'), { id: to, known });
    }
    for (const key of ['min', 'max'] as const) {
      const bound = account[key];
      if (bound !== undefined && !TEXT_FORMS.decimal.pattern.test(bound)) {
        context.add('MODEL_BOUND_INVALID', pointer(here, key), { value: bound, type: 'decimal' });
      }
    }
  }
}

function checkPosting(context: ResolveContext, { def, path }: Placed<PostingDef>): void {
  const entity = context.entity(def.of, pointer(path, 'of'));
  const ledgers = context.template.ledgers ?? [];
  const ledger = ledgers.find(({ id }) => id === def.ledger);
  if (ledger === undefined) {
    context.addUnknown('MODEL_LEDGER_UNKNOWN', pointer(path, 'ledger'), {
      id: def.ledger,
      known: ledgers.map(({ id }) => id),
    });
  }
  const others = (context.template.postings ?? []).map(({ id }) => id).filter((id) => id !== def.id);
  checkConsumed(context, others, { def, path });
  if (entity === undefined) return;
  const scope = postingScope(context, entity, { def, path });
  const as = (type: ExprType | 'any') => ({ scope, as: type });
  if (def.when !== undefined) context.compile(def.when, pointer(path, 'when'), as({ kind: 'bool' }));
  if (def.at !== undefined) context.compile(def.at, pointer(path, 'at'), as({ kind: 'datetime' }));
  if (def.cost !== undefined && def.cost !== 'auto')
    context.compile(def.cost, pointer(path, 'cost'), as({ kind: 'decimal' }));
  if (ledger?.mode === 'balance') checkMovements(context, ledger, { def, path, as });
  if (ledger?.mode === 'double') checkEntries(context, ledger, { def, path, as });
}

/** What a posting uses up is a reservation of the same record in the same ledger (SPEC [MOD-46]). */
function checkConsumed(context: ResolveContext, others: readonly string[], { def, path }: Placed<PostingDef>): void {
  const { consume } = def;
  if (consume === undefined) return;
  const here = pointer(path, 'consume');
  const found = (context.template.postings ?? []).find(({ id }) => id === consume && id !== def.id);
  if (found === undefined) context.addUnknown('MODEL_POSTING_UNKNOWN', here, { id: consume, known: others });
  else if (found.expires === undefined || found.of !== def.of || found.ledger !== def.ledger)
    context.add('MODEL_POSTING_CONSUME', here, { id: consume });
}

/** `doc`, `actor`, and `line` where the posting runs over a list. */
function postingScope(context: ResolveContext, entity: EntitySource, { def, path }: Placed<PostingDef>) {
  const scope = context.scopeOf(entity);
  if (def.each === undefined) return scope;
  const here = pointer(path, 'each');
  context.compile(def.each, here, { scope, as: 'any' });
  const type = context.exprs.get(here)?.root.type;
  if (type?.kind === 'list' && type.of.kind === 'row') return context.scopeOf(entity, { line: type.of });
  if (type !== undefined) context.add('MODEL_POSTING_EACH', here, { found: type.kind });
  return scope;
}

interface PostingPlace extends Placed<PostingDef> {
  readonly as: (type: ExprType | 'any') => Parameters<ResolveContext['compile']>[2];
}

function checkMovements(context: ResolveContext, ledger: BalanceLedger, { def, path, as }: PostingPlace): void {
  if (def.entries !== undefined)
    context.add('MODEL_POSTING_MODE', pointer(path, 'entries'), { mode: ledger.mode, wanted: 'move' });
  if (def.move === undefined) context.add('MODEL_POSTING_MODE', path, { mode: ledger.mode, wanted: 'move' });
  const dimensions = ledger.dimensions.map(({ id }) => id);
  for (const [id, source] of Object.entries(def.key ?? {})) {
    const here = pointer(path, 'key', id);
    const dimension = ledger.dimensions.find((one) => one.id === id);
    if (dimension === undefined) context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', here, { id, known: dimensions });
    else
      context.compile(source, here, as(dimension.ref === undefined ? 'any' : { kind: 'row', entity: dimension.ref }));
  }
  for (const { id, optional } of ledger.dimensions) {
    if (optional !== true && !Object.hasOwn(def.key ?? {}, id)) {
      context.add('MODEL_POSTING_KEY_MISSING', pointer(path, 'key'), { id, ledger: ledger.id });
    }
  }
  const measures = ledger.measures.map(({ id }) => id);
  checkCounted(context, { def, path }, measures);
  for (const [id, source] of Object.entries(def.move ?? {})) {
    const here = pointer(path, 'move', id);
    const measure = ledger.measures.find((one) => one.id === id);
    if (measure === undefined) context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', here, { id, known: measures });
    else context.compile(source, here, as({ kind: measure.type === 'int' ? 'int' : 'decimal' }));
  }
}

/** What is counted is said by `move`; what follows it is not, since its change is the same (SPEC [MOD-47]). */
function checkCounted(context: ResolveContext, { def, path }: Placed<PostingDef>, measures: readonly string[]): void {
  const moved = Object.keys(def.move ?? {});
  if (def.to !== undefined && !moved.includes(def.to))
    context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(path, 'to'), { id: def.to, known: moved });
  const free = def.to === undefined ? [] : measures.filter((id) => !moved.includes(id));
  for (const [index, id] of (def.follow ?? []).entries()) {
    if (!free.includes(id))
      context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(path, 'follow', index), { id, known: free });
  }
}

/** Every double ledger has it (SPEC [LED-2]): what funds a budget comes from here. */
const OPENING_ACCOUNT = { id: 'opening', by: Array.of<string>() };

function checkEntries(context: ResolveContext, ledger: DoubleLedger, { def, path, as }: PostingPlace): void {
  if (def.move !== undefined)
    context.add('MODEL_POSTING_MODE', pointer(path, 'move'), { mode: ledger.mode, wanted: 'entries' });
  if (def.entries === undefined) context.add('MODEL_POSTING_MODE', path, { mode: ledger.mode, wanted: 'entries' });
  const known = [...ledger.accounts, OPENING_ACCOUNT];
  const accounts = known.map(({ id }) => id);
  for (const [index, entry] of (def.entries ?? []).entries()) {
    const here = pointer(path, 'entries', index);
    context.compile(entry.amount, pointer(here, 'amount'), as({ kind: 'decimal' }));
    const account = known.find(({ id }) => id === entry.account);
    if (account === undefined) {
      context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(here, 'account'), { id: entry.account, known: accounts });
      continue;
    }
    for (const [id, source] of Object.entries(entry.key ?? {})) {
      const at = pointer(here, 'key', id);
      if (!account.by.includes(id)) context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', at, { id, known: account.by });
      else context.compile(source, at, as('any'));
    }
    for (const id of account.by) {
      if (!Object.hasOwn(entry.key ?? {}, id))
        context.add('MODEL_POSTING_KEY_MISSING', pointer(here, 'key'), { id, ledger: ledger.id });
    }
  }
}
