import { compareDecimal, decimalFrom } from '../core/decimal.ts';
import { SYSTEM_FIELD_IDS } from '../core/ids.ts';
import { LIMITS } from '../core/limits.ts';
import { pointer, type JsonPointer } from '../core/result.ts';
import { exprTypeOf, fieldKindSpec, TYPED_ATTRIBUTES } from '../template/field-types.ts';
import type { RollupDef } from '../template/template.ts';
import { TEXT_FORMS } from '../template/text-forms.ts';
import type { EntitySource, FieldSource, ResolveContext } from './context.ts';
import { literalDefault } from './defaults.ts';
import { ledgerRollupOf } from './ledger-sources.ts';
import type { FieldType } from './model.ts';

/** Rules of single fields (SPEC [MOD-2] to [MOD-9]). */
export function checkFields(context: ResolveContext): void {
  for (const entity of context.entities.values()) {
    for (const field of entity.fields.values()) {
      checkId(context, field);
      checkConditions(context, entity, field);
      const { type } = field;
      if (type === undefined) continue;
      checkAttributes(context, field, type);
      checkOptions(context, field, type);
      checkBounds(context, field, type);
      checkTarget(context, entity, { field, type });
      checkComputed(context, entity, { field, type });
      checkDefault(context, entity, { field, type });
      checkCurrency(context, entity, field);
    }
  }
}

interface Typed {
  readonly field: FieldSource;
  readonly type: FieldType;
}

function checkId(context: ResolveContext, { def, path }: FieldSource): void {
  if (SYSTEM_FIELD_IDS.some((id) => id === def.id)) {
    context.add('MODEL_FIELD_ID_SYSTEM', pointer(path, 'id'), { id: def.id });
  }
}

function checkConditions(context: ResolveContext, entity: EntitySource, { def, path }: FieldSource): void {
  for (const key of ['visible', 'readonly', 'required', 'choices'] as const) {
    const source = def[key];
    if (typeof source !== 'string') continue;
    context.compile(source, pointer(path, key), { scope: context.scopeOf(entity), as: { kind: 'bool' } });
  }
}

function checkAttributes(context: ResolveContext, { def, path }: FieldSource, type: FieldType): void {
  const spec = fieldKindSpec(type.kind);
  for (const attribute of TYPED_ATTRIBUTES) {
    if (def[attribute] === undefined || def[attribute] === false || spec.attributes.includes(attribute)) continue;
    context.add('MODEL_ATTRIBUTE_NOT_ALLOWED', pointer(path, attribute), {
      attribute,
      type: type.kind,
      allowed: spec.attributes,
    });
  }
  if (def.secret === true && def.unique === true)
    context.add('MODEL_SECRET_UNIQUE', pointer(path, 'unique'), { id: def.id });
}

function checkOptions(context: ResolveContext, { def, path }: FieldSource, type: FieldType): void {
  if (type.kind !== 'enum' && type.kind !== 'multiEnum') return;
  if (type.options.length === 0) context.add('MODEL_OPTIONS_MISSING', path, { id: def.id });
  for (const [index, { id }] of type.options.entries())
    checkEnumValue(context, id, pointer(path, 'options', index, 'id'));
}

/** GraphQL keeps `true`, `false`, `null` and names with `__` for itself (spec §3.9, §2.1.9). */
export function checkEnumValue(context: ResolveContext, id: string, path: string): void {
  if (['true', 'false', 'null'].includes(id) || id.includes('__')) context.add('MODEL_OPTION_RESERVED', path, { id });
}

function checkBounds(context: ResolveContext, { def, path }: FieldSource, type: FieldType): void {
  const { bounds } = fieldKindSpec(type.kind);
  if (bounds === 'none') return;
  for (const key of ['min', 'max'] as const) {
    const value = def[key];
    if (value !== undefined && boundText(value, type) === undefined) {
      context.add('MODEL_BOUND_INVALID', pointer(path, key), { value: String(value), type: type.kind });
    }
  }
  const [min, max] = [def.min, def.max].map((value) => (value === undefined ? undefined : boundText(value, type)));
  if (min === undefined || max === undefined) return;
  const reversed = isReversed(min, max, type);
  if (reversed) context.add('MODEL_BOUNDS_REVERSED', pointer(path, 'max'), { min, max }, [pointer(path, 'min')]);
}

function isReversed(min: string, max: string, type: FieldType): boolean {
  if (type.kind === 'datetime') return Date.parse(min) > Date.parse(max);
  const [low, high] = [decimalFrom(min), decimalFrom(max)];
  return low === undefined || high === undefined ? min > max : compareDecimal(low, high) > 0;
}

/** A bound as exact text, or `undefined` when it is none for the type. */
export function boundText(value: string | number, type: FieldType): string | undefined {
  const text = String(value);
  switch (fieldKindSpec(type.kind).bounds) {
    case 'number':
      if (type.kind === 'int') return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= INT_MAX ? text : undefined;
      return TEXT_FORMS.decimal.pattern.test(text) ? text : undefined;
    case 'length':
      return /^\d{1,5}$/.test(text) && Number(text) <= LIMITS.textBytesMax ? text : undefined;
    case 'rows':
      return /^\d{1,4}$/.test(text) && Number(text) <= LIMITS.linesPerDocumentMax ? text : undefined;
    case 'files':
      return /^[1-9]\d?$/.test(text) && Number(text) <= LIMITS.filesPerFieldMax ? text : undefined;
    case 'moment':
      return literalDefault(text, type) === undefined ? undefined : text;
    default:
      return undefined;
  }
}

/** PostgreSQL `integer`, which GraphQL's `Int` matches. */
const INT_MAX = 2_147_483_647;

function checkTarget(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const { def, path } = field;
  if (type.kind === 'ref' || type.kind === 'multiRef') {
    if (context.entities.get(type.to)?.def.kind === 'line')
      context.add('MODEL_REF_TO_LINE', pointer(path, 'to'), { id: type.to });
    if (def.onDelete === 'setNull' && def.required === true) {
      context.add('MODEL_SET_NULL_REQUIRED', pointer(path, 'onDelete'), { id: def.id }, [pointer(path, 'required')]);
    }
  }
  if (type.kind !== 'lines') return;
  if (context.entities.get(type.of)?.def.kind !== 'line')
    context.add('MODEL_LINES_OF_NO_LINE', pointer(path, 'of'), { id: type.of });
  if (entity.def.kind === 'line' || entity.def.kind === 'log') {
    context.add('MODEL_LINES_NOT_HERE', pointer(path, 'type'), { kind: entity.def.kind });
  }
}

function checkComputed(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const { def, path } = field;
  if (def.formula !== undefined && def.rollup !== undefined)
    context.add('MODEL_COMPUTED_TWICE', pointer(path, 'rollup'), { id: def.id });
  if (def.balance !== undefined && (def.formula ?? def.rollup) !== undefined)
    context.add('MODEL_COMPUTED_TWICE', pointer(path, 'balance'), { id: def.id });
  if (def.stored !== undefined && def.formula === undefined)
    context.add('MODEL_STORED_WITHOUT_FORMULA', pointer(path, 'stored'), { id: def.id });
  const how = (['formula', 'rollup', 'balance'] as const).find((key) => def[key] !== undefined);
  if (how === undefined) return;
  for (const attribute of ['required', 'default', 'unique', 'min', 'max', 'pattern'] as const) {
    if (def[attribute] === undefined || def[attribute] === false) continue;
    if (attribute === 'unique' && def.stored === true) continue;
    context.add('MODEL_COMPUTED_ATTRIBUTE', pointer(path, attribute), { attribute, how });
  }
  if (def.formula !== undefined) checkFormula(context, entity, { field, type });
  if (def.rollup !== undefined) checkRollup(context, entity, { field, type });
  checkBalance(context, entity, { field, type });
}

/** Kinds of fields that hold what has digits behind the point. */
const FRACTIONAL = ['decimal', 'quantity', 'money', 'percent'] as const;

/** One balance of a ledger that has balances: each of its dimensions that is not optional is named (SPEC [MOD-17]). */
function checkBalance(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const { balance } = field.def;
  if (balance === undefined) return;
  const path = pointer(field.path, 'balance');
  const ledgers = (context.template.ledgers ?? []).filter((one) => one.mode === 'balance');
  const ledger = ledgers.find(({ id }) => id === balance.ledger);
  if (ledger === undefined) {
    const known = ledgers.map(({ id }) => id);
    context.addUnknown('MODEL_LEDGER_UNKNOWN', pointer(path, 'ledger'), { id: balance.ledger, known });
    return;
  }
  const measures = ledger.measures.map(({ id }) => id);
  const measure = ledger.measures.find(({ id }) => id === balance.measure);
  if (measure === undefined)
    context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(path, 'measure'), { id: balance.measure, known: measures });
  else if (type.kind === 'int' && measure.type !== 'int')
    context.add('MODEL_FIELD_KIND_UNFIT', pointer(field.path, 'type'), {
      id: field.def.id,
      type: type.kind,
      wanted: FRACTIONAL,
    });
  const dimensions = ledger.dimensions.map(({ id }) => id);
  for (const [id, source] of Object.entries(balance.key)) {
    const here = pointer(path, 'key', id);
    const dimension = ledger.dimensions.find((one) => one.id === id);
    const as = dimension?.ref === undefined ? 'any' : ({ kind: 'row', entity: dimension.ref } as const);
    if (dimension === undefined) context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', here, { id, known: dimensions });
    else context.compile(source, here, { scope: context.scopeOf(entity), as });
  }
  for (const { id, optional } of ledger.dimensions)
    if (optional !== true && !Object.hasOwn(balance.key, id))
      context.add('MODEL_BALANCE_KEY_MISSING', pointer(path, 'key'), { id, ledger: ledger.id });
}

function checkFormula(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const path = pointer(field.path, 'formula');
  context.compile(field.def.formula ?? '', path, { scope: context.scopeOf(entity), as: exprTypeOf(type) });
  const expr = context.exprs.get(path);
  if (expr === undefined) return;
  if (expr.usesActor) context.add('MODEL_FORMULA_VOLATILE', path, { what: 'actor' });
  if (expr.usesClock && field.def.stored === true) context.add('MODEL_FORMULA_VOLATILE', path, { what: 'now()' });
}

function checkRollup(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const { rollup } = field.def;
  if (rollup === undefined) return;
  const path = pointer(field.path, 'rollup');
  const found = rollup.mode === 'ledger' ? ledgerSide(context, rollup, path) : entitySide(context, rollup, path);
  if (found === undefined) return;
  const { source, pointing } = found;
  const via = rollupKey(context, entity, { rollup, path });
  if (via === undefined) return;
  if (pointing !== via) {
    context.add('MODEL_ROLLUP_OF_UNRELATED', pointer(path, 'of'), { of: rollup.of, entity: entity.def.id });
  }
  if (rollup.where !== undefined) {
    context.compile(rollup.where, pointer(path, 'where'), { scope: context.scopeOf(source), as: { kind: 'bool' } });
    const where = context.exprs.get(pointer(path, 'where'));
    // What is kept must not change by itself.
    if (rollup.mode === 'stored' && (where?.usesActor === true || where?.usesClock === true))
      context.add('MODEL_ROLLUP_STORED_CLOCK', pointer(path, 'where'));
  }
  if (rollup.fn === 'count') {
    if (rollup.field !== undefined)
      context.add('MODEL_ROLLUP_FIELD', pointer(path, 'field'), { fn: rollup.fn, why: 'unneeded' });
    if (type.kind !== 'int')
      context.add('MODEL_ROLLUP_TYPE', pointer(field.path, 'type'), { fn: 'count', type: type.kind });
    return;
  }
  if (rollup.field === undefined) return context.add('MODEL_ROLLUP_FIELD', path, { fn: rollup.fn, why: 'missing' });
  const summed = context.field(source, rollup.field, pointer(path, 'field'));
  if (summed?.type === undefined) return;
  const fits = fieldKindSpec(summed.type.kind).aggregates.includes(rollup.fn);
  const sameKind = exprTypeOf(summed.type).kind === exprTypeOf(type).kind || exprTypeOf(type).kind === 'decimal';
  if (!fits || !sameKind)
    context.add('MODEL_ROLLUP_TYPE', pointer(path, 'field'), { fn: rollup.fn, type: summed.type.kind });
}

/** What the rollup's rows must point at: this entity, or what the field `via` of this entity points at. */
function rollupKey(
  context: ResolveContext,
  entity: EntitySource,
  { rollup, path }: { readonly rollup: RollupDef; readonly path: JsonPointer },
): string | undefined {
  if (rollup.via === undefined) return entity.def.id;
  const here = pointer(path, 'via');
  const field = context.field(entity, rollup.via, here);
  if (field?.type === undefined) return undefined;
  const target = refTarget(field.type);
  if (rollup.mode === 'ledger' && target !== undefined) return target;
  context.add('MODEL_FIELD_KIND_UNFIT', here, {
    id: rollup.via,
    type: field.type.kind,
    wanted: ['ref', 'user', 'org'],
  });
  return undefined;
}

interface RollupSide {
  readonly source: EntitySource;
  /** What the rows point at: the id of an entity, `user`, or `org`. */
  readonly pointing: string | undefined;
}

function entitySide(context: ResolveContext, { of }: RollupDef, path: JsonPointer): RollupSide | undefined {
  const [sourceId = '', by = ''] = of.split('.');
  const source = context.entity(sourceId, pointer(path, 'of'));
  if (source === undefined) return undefined;
  return {
    source,
    pointing: by === 'parent' ? source.owners[0]?.entity : refTarget(source.fields.get(by)?.type),
  };
}

/** `stock.item`, or with the account of a double ledger `points.wallet.user` (SPEC [LGQ-8]). */
function ledgerSide(context: ResolveContext, { of }: RollupDef, path: JsonPointer): RollupSide | undefined {
  const parts = ledgerRollupOf(context.template, of);
  const source = context.ledger(parts?.ledger ?? of, pointer(path, 'of'));
  return source === undefined || parts === undefined
    ? undefined
    : { source, pointing: refTarget(source.fields.get(parts.by)?.type) };
}

function refTarget(type: FieldType | undefined): string | undefined {
  if (type?.kind === 'user' || type?.kind === 'org') return type.kind;
  return type?.kind === 'ref' ? type.to : undefined;
}

function checkDefault(context: ResolveContext, entity: EntitySource, { field, type }: Typed): void {
  const { def } = field;
  const path = pointer(field.path, 'default');
  if (def.default === undefined || !fieldKindSpec(type.kind).attributes.includes('default')) return;
  const literal = literalDefault(def.default, type);
  if (literal !== undefined) {
    context.exprs.set(path, literal);
    return;
  }
  if (typeof def.default !== 'string') {
    context.add('MODEL_DEFAULT_TYPE', path, { value: String(def.default), type: type.kind });
    return;
  }
  const wanted = exprTypeOf(type);
  context.compile(def.default, path, {
    scope: context.scopeOf(entity),
    as: wanted.kind === 'row' ? { kind: 'text' } : wanted,
  });
}

function checkCurrency(context: ResolveContext, entity: EntitySource, { def, path }: FieldSource): void {
  if (def.currency === undefined || /^[A-Z]{3}$/.test(def.currency)) return;
  context.field(entity, def.currency, pointer(path, 'currency'));
}
