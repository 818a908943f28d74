import { entityId, fieldId, type EntityId, type FieldId } from '../core/ids.ts';
import { must } from '../core/result.ts';
import type { Text } from '../core/text.ts';
import type { BookModel, DimensionModel, LedgerModel, MeasureModel } from './behaviour.ts';
import type { EntityAlias, EntityModel, FieldModel, FieldType, Model } from './model.ts';
import { nameLedgers, namesOfParts, upperFirst } from './names.ts';

/** What of a ledger is read like rows: what is there now, or each change. */
export const LEDGER_ROWS = ['balance', 'movement'] as const;
export type LedgerRows = (typeof LEDGER_ROWS)[number];

/** A ledger's balances or movements as an entity that is only read (SPEC [LGQ-1]). */
export interface LedgerEntity {
  readonly ledger: LedgerModel;
  readonly rows: LedgerRows;
  readonly entity: EntityModel;
}

/** Ids that no template's entity can have: `stock.balance`. */
export function ledgerEntityId(ledger: string, rows: LedgerRows): EntityId {
  return entityId(`${ledger}.${rows}`);
}

const made = new WeakMap<Model, readonly LedgerEntity[]>();

/**
 * The balances and movements of each ledger, in order. They are not in `model.entities`: nothing that makes tables or
 * writes rows may meet them.
 */
export function ledgerEntities(model: Model): readonly LedgerEntity[] {
  const known = made.get(model);
  if (known !== undefined) return known;
  const named = nameLedgers(model.behaviour.ledgers.map(({ id }) => id));
  const entities = model.behaviour.ledgers.flatMap((ledger) => {
    const names = must(named.get(ledger.id), 'names of a ledger');
    const sources = sourcesOf(model, ledger);
    return LEDGER_ROWS.map((rows) => ({
      ledger,
      rows,
      entity: { ...names[rows], ...entityFor(ledger, rows, sources) },
    }));
  });
  made.set(model, entities);
  return entities;
}

function entityFor(
  ledger: LedgerModel,
  rows: LedgerRows,
  sources: readonly EntityModel[],
): Omit<EntityModel, keyof EntityAlias> {
  const names = partNames(ledger);
  return {
    id: ledgerEntityId(ledger.id, rows),
    kind: 'log',
    aliases: [],
    label: suffixed(ledger.label, rows === 'balance' ? BALANCE : MOVEMENT),
    title: fieldId('id'),
    fields: [
      ...keyFields(ledger),
      ...measuresOf(ledger).flatMap((measure) => {
        const name = names.get(measure.id) ?? measure.id;
        return rows === 'balance' ? [measureField(measure, name)] : changes(measure, name);
      }),
      ...(rows === 'balance' ? [] : [...POSTING_FIELDS, ...sources.map(sourceField)]),
    ],
    uniques: [],
    indexes: [],
    checks: [],
    origin: 'ledger',
  };
}

const BALANCE: Text = { en: 'balance', 'zh-CN': '余额' };
const MOVEMENT: Text = { en: 'movement', 'zh-CN': '流水' };

function suffixed(label: Text, suffix: Text): Text {
  return Object.fromEntries(
    Object.entries(label).map(([language, text]) => [
      language,
      language.startsWith('zh')
        ? `${text}${suffix[language] ?? ''}`
        : `${text} ${suffix[language] ?? suffix['en'] ?? ''}`,
    ]),
  );
}

/** The dimensions of all books of the ledger by id, each once; of a double ledger some accounts lack some. */
export function dimensionsOf(ledger: LedgerModel): readonly DimensionModel[] {
  const byId = new Map(ledger.books.flatMap(({ dimensions }) => dimensions).map((one) => [one.id, one]));
  return [...byId.values()];
}

/** The measures of a ledger; all accounts of a double one have the same. */
export function measuresOf(ledger: LedgerModel): readonly MeasureModel[] {
  return ledger.books[0]?.measures ?? [];
}

/** The column-like id of a measure's change, and of the balance after it. */
export function changeFields(measure: string): { readonly change: FieldId; readonly after: FieldId } {
  return { change: fieldId(`${measure}Change`), after: fieldId(`${measure}After`) };
}

function keyFields(ledger: LedgerModel): readonly FieldModel[] {
  const dimensions = dimensionsOf(ledger);
  const names = partNames(ledger);
  const always = (id: string): boolean =>
    ledger.books.every((book) => book.dimensions.some((one) => one.id === id && !one.optional));
  return [
    ...(ledger.mode === 'double' ? [accountField(ledger.books)] : []),
    ...dimensions.map((one) =>
      field(one.id, one.label, dimensionType(one), {
        apiName: names.get(one.id) ?? one.id,
        // A row, person or department may be gone or out of sight.
        required: always(one.id) && !one.column.startsWith('u'),
      }),
    ),
  ];
}

/** API names of dimensions and measures together, since a balance shows both. */
function partNames(ledger: LedgerModel): ReadonlyMap<string, string> {
  return namesOfParts([...dimensionsOf(ledger), ...measuresOf(ledger)].map(({ id }) => id));
}

/** The field that tells the accounts of a double ledger apart. */
export const ACCOUNT_FIELD: FieldId = fieldId('account');

function accountField(books: readonly BookModel[]): FieldModel {
  const options = books.map(({ account = '', label }) => ({ id: account, label }));
  return field(ACCOUNT_FIELD, { en: 'Account', 'zh-CN': '科目' }, { kind: 'enum', options }, { required: true });
}

/** How a dimension's value is shown, compared and filtered. */
function dimensionType({ kind, entity }: DimensionModel): FieldType {
  switch (kind) {
    case 'row':
      return entity === undefined ? { kind: 'text' } : { kind: 'ref', to: entity, onDelete: 'restrict' };
    case 'decimal':
      return { kind, precision: 38, scale: 10 };
    default:
      return { kind };
  }
}

/** Whole numbers are exact texts too: a sum of them may pass what `Int` holds. */
function measureType({ kind, precision, scale }: MeasureModel): FieldType {
  return { kind: kind === 'int' ? 'decimal' : kind, precision, scale };
}

function measureField(measure: MeasureModel, apiName: string): FieldModel {
  return field(measure.id, measure.label, measureType(measure), { apiName, required: true });
}

function changes(measure: MeasureModel, name: string): readonly FieldModel[] {
  const ids = changeFields(measure.id);
  const type = measureType(measure);
  const both = (id: FieldId, apiName: string, suffix: Text): FieldModel =>
    field(id, suffixed(measure.label, suffix), type, { apiName, required: true });
  return [
    both(ids.change, `${name}Change`, { en: 'change', 'zh-CN': '变动' }),
    both(ids.after, `${name}After`, { en: 'after', 'zh-CN': '变动后' }),
  ];
}

const ID: FieldType = { kind: 'text', holds: 'id' };

/** What a movement tells of the posting that made it. */
const POSTING_FIELDS: readonly FieldModel[] = [
  field('effectiveAt', { en: 'Effective at', 'zh-CN': '业务时间' }, { kind: 'datetime' }, { required: true }),
  field('postedAt', { en: 'Posted at', 'zh-CN': '过账时间' }, { kind: 'datetime' }, { required: true }),
  field('postedBy', { en: 'Posted by', 'zh-CN': '过账人' }, { kind: 'user' }),
  field('postingId', { en: 'Posting', 'zh-CN': '过账' }, ID, { required: true }),
  field('postingKind', { en: 'Kind of posting', 'zh-CN': '过账类型' }, { kind: 'text' }),
  field('postingRule', { en: 'Posting rule', 'zh-CN': '过账规则' }, { kind: 'text' }),
  field('postingReason', { en: 'Reason', 'zh-CN': '原因' }, { kind: 'text' }),
  field('reversesId', { en: 'Reverses posting', 'zh-CN': '冲销的过账' }, ID),
  field('reversedById', { en: 'Reversed by posting', 'zh-CN': '被冲销于' }, ID),
  field('recordEntity', { en: 'Entity of the record', 'zh-CN': '来源实体' }, { kind: 'text' }),
  field('recordId', { en: 'Record', 'zh-CN': '来源单据' }, ID),
  field('transition', { en: 'Transition', 'zh-CN': '流转' }, { kind: 'text' }),
  field('templateVersion', { en: 'Version of the rules', 'zh-CN': '规则版本' }, { kind: 'int' }),
  field('lotId', { en: 'Lot', 'zh-CN': '批次' }, ID),
];

/** Ids that a movement needs for itself; no dimension and no measure may be called so. */
export const MOVEMENT_FIELD_IDS: readonly string[] = [ACCOUNT_FIELD, ...POSTING_FIELDS.map(({ id }) => id)];

/** Entities whose rows make movements in the ledger, so that a movement leads back to its document. */
function sourcesOf(model: Model, ledger: LedgerModel): readonly EntityModel[] {
  const { postings, awards } = model.behaviour;
  const ids = new Set<string>([
    ...postings.filter((posting) => posting.ledger === ledger.id).map(({ entity }) => entity),
    ...awards.flatMap((award) => (award.ledger === ledger.id && 'entity' in award.on ? [award.on.entity] : [])),
  ]);
  return model.entities.filter(({ id }) => ids.has(id));
}

/** The id of the field that leads from a movement to its document: `fromSalesOrder`. */
export function sourceFieldId(entity: EntityId): FieldId {
  return fieldId(`from${upperFirst(entity)}`);
}

function sourceField(entity: EntityModel): FieldModel {
  return field(
    sourceFieldId(entity.id),
    entity.label,
    { kind: 'ref', to: entity.id, onDelete: 'restrict' },
    {
      apiName: `from${entity.apiName}`,
      aliases: entity.aliases.map(({ apiName }) => `from${apiName}`),
    },
  );
}

function field(
  id: string,
  label: Text,
  type: FieldType,
  more: { readonly apiName?: string; readonly required?: boolean; readonly aliases?: readonly string[] } = {},
): FieldModel {
  return {
    id: fieldId(id),
    apiName: more.apiName ?? id,
    aliases: more.aliases ?? [],
    label,
    type,
    required: more.required ?? false,
    unique: false,
    secret: false,
    readonly: true,
    editableAfterPost: false,
    origin: 'ledger',
  };
}
