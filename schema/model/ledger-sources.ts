import { entityId } from '../core/ids.ts';
import { pointer, type JsonPointer } from '../core/result.ts';
import { parseFieldType } from '../template/field-types.ts';
import type { FieldDef, Template } from '../template/template.ts';
import type { DimensionDef, LedgerDef, MeasureDef } from '../template/template-rules.ts';
import type { EntitySource, FieldSource } from './context.ts';
import { dimensionKind } from './dimension-kind.ts';
import { ACCOUNT_FIELD, ledgerEntityId } from './ledger-entities.ts';
import type { FieldType } from './model.ts';

/**
 * The balances of each ledger as rules see an entity: its fields are the account, the dimensions and the measures. Of
 * mistakes in a ledger nothing is told here; a dimension that is wrong is just not there.
 */
export function ledgerSources(template: Template): ReadonlyMap<string, EntitySource> {
  return new Map(
    (template.ledgers ?? []).map((ledger, index) => {
      const source = ledgerSource(ledger, pointer('/ledgers', index));
      return [source.def.id, source];
    }),
  );
}

/** The fields that tell balances apart, by which rows may be granted and chosen. */
export function keyFieldIds({ fields }: EntitySource): readonly string[] {
  return [...fields.values()].filter(({ path }) => !path.includes('/measures')).map(({ def }) => def.id);
}

function ledgerSource(ledger: LedgerDef, path: JsonPointer): EntitySource {
  const fields = [
    ...(ledger.mode === 'double' ? [accountField(ledger, path)] : []),
    ...dimensionDefs(ledger).map((def, index) => field(def, dimensionType(def), pointer(path, 'dimensions', index))),
    ...measureFields(ledger, path),
  ];
  return {
    def: { id: ledgerEntityId(ledger.id, 'balance'), kind: 'log', fields: fields.map(({ def }) => def) },
    path,
    fields: new Map(fields.map((one) => [one.def.id, one])),
    workflow: undefined,
    owners: [],
  };
}

/** What a ledger is kept by: as declared, and what accounts name besides. */
function dimensionDefs(ledger: LedgerDef): readonly DimensionDef[] {
  const declared = ledger.dimensions ?? [];
  if (ledger.mode === 'balance') return declared;
  const used = [...new Set(ledger.accounts.flatMap(({ by }) => by))];
  return used.map((id) => declared.find((one) => one.id === id) ?? { id });
}

function accountField(ledger: Extract<LedgerDef, { readonly mode: 'double' }>, path: JsonPointer): FieldSource {
  const options = [...ledger.accounts.map(({ id }) => ({ id })), { id: 'opening' }];
  return {
    def: { id: ACCOUNT_FIELD, type: 'enum', required: true, options },
    path: pointer(path, 'accounts'),
    type: { kind: 'enum', options },
  };
}

function dimensionType(def: DimensionDef): FieldType | undefined {
  const kind = dimensionKind(def);
  switch (kind) {
    case 'row':
      return def.ref === undefined ? undefined : { kind: 'ref', to: entityId(def.ref), onDelete: 'restrict' };
    case 'decimal':
      return { kind, precision: 38, scale: 10 };
    default:
      return { kind };
  }
}

function field({ id }: DimensionDef, type: FieldType | undefined, path: JsonPointer): FieldSource {
  const def: FieldDef = { id, type: type?.kind ?? 'text', ...(type?.kind === 'ref' ? { to: type.to } : {}) };
  return { def, path, type };
}

function measureFields(ledger: LedgerDef, path: JsonPointer): readonly FieldSource[] {
  const measures: readonly MeasureDef[] =
    ledger.mode === 'balance' ? ledger.measures : [{ id: 'amount', type: 'decimal' }];
  return measures.map((measure, index) => {
    const parsed = parseFieldType(measure.type);
    const { kind = 'decimal', precision = 38, scale = 10 } = parsed.ok ? parsed.value : {};
    const type: FieldType =
      kind === 'money' || kind === 'quantity' || kind === 'percent'
        ? { kind, precision, scale }
        : { kind: 'decimal', precision, scale };
    return {
      def: { id: measure.id, type: measure.type, required: true },
      path: pointer(path, 'measures', index),
      type,
    };
  });
}

/** What a rollup over a ledger is of: the ledger, the account of a double one, and the dimension that points here. */
export interface LedgerRollup {
  readonly ledger: string;
  readonly account?: string;
  readonly by: string;
}

/** Reads `stock.item` and `points.wallet.customer`; ids of ledgers may have dots themselves. */
export function ledgerRollupOf(template: Template, of: string): LedgerRollup | undefined {
  for (const ledger of template.ledgers ?? []) {
    if (!of.startsWith(`${ledger.id}.`)) continue;
    const rest = of.slice(ledger.id.length + 1).split('.');
    const [first = '', second] = rest;
    if (ledger.mode === 'balance' && rest.length === 1) return { ledger: ledger.id, by: first };
    const isAccount =
      ledger.mode === 'double' && (first === 'opening' || ledger.accounts.some(({ id }) => id === first));
    if (isAccount && second !== undefined && rest.length === 2)
      return { ledger: ledger.id, account: first, by: second };
  }
  return undefined;
}
