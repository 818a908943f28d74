import type { Edit } from '../../../../schema/model/edits.ts';
import type { BalanceLedgerDef, DimensionDef } from '../../../../schema/template/template-rules.ts';
import type { BalanceDef, EntityDef, FieldDef, Template } from '../../../../schema/template/template.ts';
import { toJson } from '../to-json.ts';
import { computedEdits, setOnField } from './field-setters.ts';

/** The ledgers that a number can be read from: those that have balances. */
export function balanceLedgers({ ledgers = [] }: Template): readonly BalanceLedgerDef[] {
  return ledgers.filter((ledger): ledger is BalanceLedgerDef => ledger.mode === 'balance');
}

/** A field that can say one part of what a balance is of, as formulas call it. */
export interface KeyField {
  readonly source: string;
  readonly of: EntityDef;
  readonly field: FieldDef;
}

/** The fields that fit a dimension, of the row itself first, of the document that a line stands in then. */
export function keyFields(template: Template, entity: EntityDef, { ref, type, id }: DimensionDef): readonly KeyField[] {
  const fits = (field: FieldDef): boolean =>
    ref === undefined ? field.type === type || field.id === id : field.type === 'ref' && field.to === ref;
  const named = (of: EntityDef, variable: string): readonly KeyField[] =>
    of.fields.filter(fits).map((field) => ({ source: `${variable}.${field.id}`, of, field }));
  if (entity.kind !== 'line') return named(entity, 'doc');
  const document = (template.entities ?? []).find((one) =>
    one.fields.some((field) => field.type === 'lines' && field.of === entity.id),
  );
  return [...named(entity, 'line'), ...(document === undefined ? [] : named(document, 'doc'))];
}

/** What a ledger's measure is read for, as far as fields that fit are there (SPEC [DSG-141]). */
export function balanceOf(
  template: Template,
  entity: EntityDef,
  { ledger, measure }: { readonly ledger: BalanceLedgerDef; readonly measure: string },
): BalanceDef {
  const key = ledger.dimensions.flatMap((dimension): readonly (readonly [string, string])[] => {
    const [first] = keyFields(template, entity, dimension);
    return first === undefined ? [] : [[dimension.id, first.source]];
  });
  return { ledger: ledger.id, measure, key: Object.fromEntries(key) };
}

/** A balance to begin with: of the first ledger of which all is known that it is kept by, else of the first. */
export function firstBalance(template: Template, entity: EntityDef): BalanceDef | undefined {
  const all = balanceLedgers(template).flatMap((ledger) => {
    const [measure] = ledger.measures;
    return measure === undefined ? [] : [balanceOf(template, entity, { ledger, measure: measure.id })];
  });
  const isWhole = ({ ledger, key }: BalanceDef): boolean =>
    balanceLedgers(template).some(
      ({ id, dimensions }) => id === ledger && dimensions.every((one) => one.optional === true || one.id in key),
    );
  return all.find(isWhole) ?? all[0];
}

/** The edits by which a field is read from the books, from others, or filled in again. */
export function balanceEdits(entity: EntityDef, field: FieldDef, balance: BalanceDef | undefined): readonly Edit[] {
  const value = balance === undefined ? undefined : toJson(balance);
  return field.balance === undefined && value !== undefined
    ? computedEdits(entity.id, field, { key: 'balance', value })
    : [setOnField(entity.id, field.id, { key: 'balance', value })];
}
