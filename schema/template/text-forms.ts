import { ENTITY_ID_PATTERN, FIELD_ID_PATTERN, ITEM_ID_PATTERN } from '../core/ids.ts';

export type TextForm =
  | 'entityId'
  | 'fieldId'
  | 'itemId'
  | 'optionId'
  | 'entityOrAll'
  | 'packName'
  | 'version'
  | 'versionRange'
  | 'apiType'
  | 'apiField'
  | 'formerName'
  | 'fieldPath'
  | 'refPath'
  | 'decimal'
  | 'duration'
  | 'language'
  | 'color'
  | 'time'
  | 'timeZone'
  | 'instant'
  | 'type'
  | 'currency';

/** What a form of text looks like: its pattern (also in the JSON Schema), its length, and an example for the cure. */
export interface TextFormSpec {
  readonly pattern: RegExp;
  readonly charsMax: number;
  readonly example: string;
}

const IDENTIFIER = 'x?_?[A-Za-z][A-Za-z0-9_]*';

/** Every form of text in a template. Patterns are anchored and linear: no nested repetition. */
export const TEXT_FORMS: Readonly<Record<TextForm, TextFormSpec>> = {
  entityId: { pattern: ENTITY_ID_PATTERN, charsMax: 50, example: 'SalesOrder' },
  fieldId: { pattern: FIELD_ID_PATTERN, charsMax: 50, example: 'dueAt' },
  itemId: { pattern: ITEM_ID_PATTERN, charsMax: 64, example: 'sales.manager' },
  /** GraphQL enum values (spec §3.9): names, but `true`, `false` and `null` are refused by the model's rules. */
  optionId: { pattern: /^(x_)?[A-Za-z][A-Za-z0-9_]{0,47}$/, charsMax: 50, example: 'web' },
  entityOrAll: { pattern: /^(\*|(x_)?[A-Z][A-Za-z0-9]{0,47})$/, charsMax: 50, example: 'SalesOrder' },
  packName: { pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, charsMax: 40, example: 'finance-lite' },
  version: {
    pattern: /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(-[0-9A-Za-z.-]+)?$/,
    charsMax: 64,
    example: '1.0.0',
  },
  versionRange: { pattern: /^[\^~<>=|0-9A-Za-z.*\- ]+$/, charsMax: 64, example: '^1.2' },
  apiType: { pattern: /^[A-Z][A-Za-z0-9]*$/, charsMax: 64, example: 'SalesOrder' },
  apiField: { pattern: /^[a-z][A-Za-z0-9]*$/, charsMax: 64, example: 'salesOrders' },
  formerName: { pattern: /^[A-Za-z][A-Za-z0-9]*(:[a-z][A-Za-z0-9]*)?$/, charsMax: 129, example: 'Order' },
  fieldPath: {
    pattern: new RegExp(`^${IDENTIFIER}(\\.${IDENTIFIER}){0,5}$`),
    charsMax: 300,
    example: 'customer.city',
  },
  /** A field of an entity, or a dimension of a ledger or of one of its accounts: `stock.item`, `points.wallet.user`. */
  refPath: {
    pattern: /^(x_)?[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*\.(x_)?[a-z][A-Za-z0-9]*$/,
    charsMax: 166,
    example: 'SalesOrder.customer',
  },
  decimal: { pattern: /^-?(0|[1-9]\d{0,37})(\.\d{1,18})?$/, charsMax: 60, example: '0.30' },
  /** ISO 8601 durations of calendar and clock units, or weeks. */
  duration: {
    pattern: /^P(?=\d|T\d)(\d{1,6}W|(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?)$/,
    charsMax: 60,
    example: 'P7D',
  },
  language: { pattern: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, charsMax: 35, example: 'zh-CN' },
  color: {
    pattern: /^(gray|red|orange|amber|green|teal|blue|indigo|purple|pink|#[0-9a-fA-F]{6})$/,
    charsMax: 7,
    example: 'green',
  },
  time: { pattern: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, charsMax: 8, example: '02:30' },
  timeZone: { pattern: /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/, charsMax: 64, example: 'Asia/Shanghai' },
  instant: {
    pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/,
    charsMax: 35,
    example: '2026-03-01T09:00:00+08:00',
  },
  type: { pattern: /^[a-zA-Z]+(\( *\d{1,3} *(, *\d{1,3} *)?\))?$/, charsMax: 40, example: 'decimal(18,4)' },
  currency: { pattern: /^([A-Z]{3}|[a-z][A-Za-z0-9]*)$/, charsMax: 50, example: 'CNY' },
};
