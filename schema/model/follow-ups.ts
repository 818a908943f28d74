import { fieldId, type FieldId } from '../core/ids.ts';
import type { ExprNode } from '../expr/ast.ts';
import type { PostingModel } from './behaviour.ts';
import { dimensionsOf, measuresOf } from './ledger-entities.ts';
import type { EntityModel, FieldModel, Model } from './model.ts';

/** A document that follows from a record: what it takes over of it (SPEC [MOD-18]). */
export interface FollowUp {
  readonly entity: EntityModel;
  /** Where the document refers to the record: itself, or in its lines. */
  readonly by: FieldModel;
  readonly isByLine: boolean;
  /** References that both have, under one id. */
  readonly shared: readonly FieldId[];
  readonly lines?: FollowLines;
}

export interface FollowLines {
  /** The lines of the document that follows. */
  readonly field: FieldModel;
  /** What the books keep open of the record, and the document takes from there. */
  readonly open?: OpenBalance;
  /** The lines of the record, where they fill in all that the document's lines need. */
  readonly copied?: { readonly from: FieldModel; readonly fields: readonly FieldId[] };
}

/** Balances of a ledger that belong to the record: a line for each that is above zero. */
export interface OpenBalance {
  readonly ledger: string;
  /** The dimension that the record stands in. */
  readonly dimension: string;
  readonly measure: string;
  /** The line's field that takes what is open. */
  readonly amount: FieldId;
  /** Which dimension begins which field of the line, and of the document. */
  readonly ofLine: readonly Filled[];
  readonly ofDocument: readonly Filled[];
}

interface Filled {
  readonly dimension: string;
  readonly field: FieldId;
}

/**
 * The documents that can be made of a record, in the order of the model: those that must refer to it or take lines of
 * it, and those whose lines take from what the books keep open of it. Nothing is declared for it: references and
 * postings say it already.
 */
export function followUps(model: Model, source: EntityModel): readonly FollowUp[] {
  if (source.kind !== 'document' && source.kind !== 'master') return [];
  return model.entities.flatMap((entity): readonly FollowUp[] => {
    if (entity.kind !== 'document' || entity.id === source.id) return [];
    const open = source.kind === 'document' ? openLines(model, entity, source) : undefined;
    const by = entity.fields.find((field) => refersTo(field, source) && isGiven(field));
    if (by !== undefined) {
      const copied = source.kind === 'document' ? copiedLines(model, entity, source) : undefined;
      const lines = open === undefined ? copied : { ...copied, ...open };
      if (!by.required && lines === undefined) return [];
      const shared = sharedReferences(entity, source, by);
      return [{ entity, by, isByLine: false, shared, ...(lines === undefined ? {} : { lines }) }];
    }
    const ofLine = open === undefined ? undefined : lineFields(model, open.field).find((one) => refersTo(one, source));
    return open === undefined || ofLine === undefined
      ? []
      : [{ entity, by: ofLine, isByLine: true, shared: sharedReferences(entity, source, ofLine), lines: open }];
  });
}

function refersTo({ type }: FieldModel, source: EntityModel): boolean {
  return type.kind === 'ref' && type.to === source.id;
}

function isGiven({ readonly, secret }: FieldModel): boolean {
  return !readonly && !secret;
}

function sharedReferences(entity: EntityModel, source: EntityModel, by: FieldModel): readonly FieldId[] {
  return entity.fields
    .filter(({ id, type, ...field }) => {
      const own = source.fields.find((one) => one.id === id);
      const isSame = type.kind === 'ref' && own?.type.kind === 'ref' && own.type.to === type.to;
      return isSame && id !== by.id && isGiven({ id, type, ...field });
    })
    .map(({ id }) => id);
}

function lineFields(model: Model, { type }: FieldModel): readonly FieldModel[] {
  const line = type.kind === 'lines' ? model.entities.find(({ id }) => id === type.of) : undefined;
  return line?.fields ?? [];
}

function linesOf(entity: EntityModel): readonly FieldModel[] {
  return entity.fields.filter(({ type }) => type.kind === 'lines');
}

/** Lines with the same fields; not where a field would stay empty that has to be filled in. */
function copiedLines(model: Model, entity: EntityModel, source: EntityModel): FollowLines | undefined {
  const [field, from] = [linesOf(entity)[0], linesOf(source)[0]];
  if (field === undefined || from === undefined) return undefined;
  const theirs = new Map(lineFields(model, from).map((one) => [one.id, one]));
  const own = lineFields(model, field);
  const fields = own.filter((one) => isGiven(one) && !one.unique && isAlike(one, theirs.get(one.id)));
  const ids = fields.map(({ id }) => id);
  const isWhole = own.every(
    (one) => !one.required || !isGiven(one) || one.default !== undefined || ids.includes(one.id),
  );
  return isWhole && ids.length > 0 ? { field, copied: { from, fields: ids } } : undefined;
}

function isAlike({ type }: FieldModel, other: FieldModel | undefined): boolean {
  if (other === undefined || other.secret || type.kind !== other.type.kind) return false;
  return type.kind !== 'ref' || (other.type.kind === 'ref' && type.to === other.type.to);
}

/** Lines that take from balances of the record: `move: { qty: -line.qty }` under a key that names it. */
function openLines(model: Model, entity: EntityModel, source: EntityModel): FollowLines | undefined {
  for (const posting of model.behaviour.postings) {
    if (posting.entity !== entity.id || posting.each === undefined) continue;
    for (const field of linesOf(entity)) {
      const open = openBalance(model, posting, { field, source });
      if (open !== undefined) return { field, open };
    }
  }
  return undefined;
}

function openBalance(
  model: Model,
  { ledger: id, key, move }: PostingModel,
  { field, source }: { readonly field: FieldModel; readonly source: EntityModel },
): OpenBalance | undefined {
  const ledger = model.behaviour.ledgers.find((one) => one.id === id && one.mode === 'balance');
  if (ledger === undefined || field.type.kind !== 'lines') return undefined;
  const { of } = field.type;
  const taken = move.flatMap(({ measure, value: { root } }) => {
    const given = root.kind === 'negate' ? pathOf(root.arg, of) : undefined;
    const name = measuresOf(ledger).find(({ index }) => index === measure)?.id;
    return given?.isLine === true && name !== undefined ? [{ measure: name, amount: given.field }] : [];
  });
  const filled = key.flatMap(({ dimension, value: { root } }) => {
    const path = pathOf(root, of);
    return path === undefined ? [] : [{ dimension, ...path }];
  });
  const own = dimensionsOf(ledger).find(({ entity }) => entity === source.id);
  const [first] = taken;
  if (first === undefined || own === undefined || filled.length < key.length) return undefined;
  const ofPart = (isLine: boolean): readonly Filled[] =>
    filled.filter((one) => one.isLine === isLine).map(({ dimension, field: to }) => ({ dimension, field: to }));
  return { ledger: id, dimension: own.id, ...first, ofLine: ofPart(true), ofDocument: ofPart(false) };
}

/** A field of the document or of its line, and nothing behind it. */
function pathOf(node: ExprNode, line: string): { readonly field: FieldId; readonly isLine: boolean } | undefined {
  if (node.kind !== 'field' || node.of.kind !== 'variable' || node.of.type.kind !== 'row') return undefined;
  const isLine = node.of.type.entity === line;
  return isLine || node.of.name === 'doc' ? { field: fieldId(node.field), isLine } : undefined;
}
