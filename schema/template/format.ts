import { LIMITS } from '../core/limits.ts';
import { FORMAT_RULE_SECTIONS } from './format-rules.ts';
import { LAYOUT_NODE, REPORT_BODY, VIEW } from './format-views.ts';
import { WORKFLOW } from './format-workflows.ts';
import { PRESET_PATTERN_NAMES } from './patterns.ts';
import {
  choice,
  EXPRESSION,
  FLAG,
  form,
  JSON_VALUE,
  keyed,
  LABELS,
  list,
  map,
  may,
  need,
  object,
  PROSE,
  type Shape,
} from './shape.ts';
import {
  DELETE_RULES,
  ENTITY_KINDS,
  NUMBER_PERIODS,
  RIGHTS,
  ROLLUP_FNS,
  ROLLUP_MODES,
  type BalanceDef,
  type CheckDef,
  type EntityDef,
  type EntityExtendDef,
  type FieldDef,
  type GrantDef,
  type KeyDef,
  type NumberDef,
  type OptionDef,
  type PackRef,
  type RecordSetDef,
  type RoleDef,
  type RoleExtendDef,
  type RollupDef,
  type Template,
} from './template.ts';
import type { ReportDef } from './template-rules.ts';

const ORIGIN = may(form('packName'));

const OPTION = object<OptionDef>({
  id: need(form('optionId')),
  label: may(LABELS),
  color: may(form('color')),
  origin: ORIGIN,
});

const ROLLUP = object<RollupDef>({
  of: need(form('refPath')),
  via: may(form('fieldId')),
  fn: need(choice(ROLLUP_FNS)),
  field: may(form('fieldId')),
  where: may(EXPRESSION),
  mode: may(choice(ROLLUP_MODES)),
});

const BALANCE = object<BalanceDef>({
  ledger: need(form('itemId')),
  measure: need(form('fieldId')),
  key: need(map('fieldId', EXPRESSION)),
});

const FIELD = object<FieldDef>({
  id: need(form('fieldId')),
  type: need(form('type')),
  label: may(LABELS),
  help: may(LABELS),
  apiName: may(form('apiField')),
  formerApiNames: may(list(form('formerName'))),
  required: may({ kind: 'scalar', of: ['string', 'boolean'] }),
  default: may({ kind: 'scalar', of: ['string', 'number', 'boolean'] }),
  formula: may(EXPRESSION),
  stored: may(FLAG),
  rollup: may(ROLLUP),
  unique: may(FLAG),
  min: may({ kind: 'scalar', of: ['string', 'number'] }),
  max: may({ kind: 'scalar', of: ['string', 'number'] }),
  pattern: may(choice(PRESET_PATTERN_NAMES)),
  secret: may(FLAG),
  readonly: may({ kind: 'scalar', of: ['string', 'boolean'] }),
  visible: may(EXPRESSION),
  editableAfterPost: may(FLAG),
  to: may(form('entityId')),
  of: may(form('entityId')),
  onDelete: may(choice(DELETE_RULES)),
  choices: may(EXPRESSION),
  balance: may(BALANCE),
  options: may(keyed(OPTION, { max: LIMITS.optionsPerEnumMax })),
  unit: may(PROSE),
  currency: may(form('currency')),
  origin: ORIGIN,
});

const KEY = object<KeyDef>({
  id: need(form('itemId')),
  fields: need(list(form('fieldId'), { min: 1, max: LIMITS.keyFieldsMax })),
  origin: ORIGIN,
});

const CHECK = object<CheckDef>({
  id: need(form('itemId')),
  when: need(EXPRESSION),
  unless: may(object<{ readonly role: string }>({ role: need(form('itemId')) })),
  message: may(LABELS),
  origin: ORIGIN,
});

const NUMBER = object<NumberDef>({
  field: need(form('fieldId')),
  pattern: need({ kind: 'text', charsMax: LIMITS.nameCharsMax }),
  per: may(list(choice(NUMBER_PERIODS), { max: NUMBER_PERIODS.length })),
  gapless: may(FLAG),
});

const FIELDS = keyed(FIELD, { max: LIMITS.fieldsPerEntityMax });

const ENTITY = object<EntityDef>({
  id: need(form('entityId')),
  kind: need(choice(ENTITY_KINDS)),
  label: may(LABELS),
  help: may(LABELS),
  apiName: may(form('apiType')),
  plural: may(form('apiField')),
  formerApiNames: may(list(form('formerName'))),
  title: may(form('fieldId')),
  number: may(NUMBER),
  fields: need(FIELDS),
  unique: may(keyed(KEY)),
  indexes: may(keyed(KEY)),
  checks: may(keyed(CHECK)),
  origin: ORIGIN,
});

const GRANT = object<GrantDef>({
  id: may(form('itemId')),
  entity: may(form('entityOrAll')),
  ledger: may(form('itemId')),
  can: need(list(choice(RIGHTS), { max: RIGHTS.length })),
  rows: may(EXPRESSION),
  hide: may(list(form('fieldId'))),
  mask: may(list(form('fieldId'))),
  lock: may(list(form('fieldId'))),
  origin: ORIGIN,
});

const ROLE = object<RoleDef>({
  id: need(form('itemId')),
  label: may(LABELS),
  help: may(LABELS),
  grants: need(keyed(GRANT)),
  origin: ORIGIN,
});

const RECORDS = object<RecordSetDef>({
  id: may(form('itemId')),
  entity: need(form('entityId')),
  by: need(list(form('fieldId'), { min: 1, max: LIMITS.keyFieldsMax })),
  rows: need(list(map('fieldId', JSON_VALUE), { max: LIMITS.recordsPerSetMax })),
  ifPack: ORIGIN,
  origin: ORIGIN,
});

const EXTEND: Shape = {
  kind: 'byKey',
  of: {
    entity: object<EntityExtendDef>({
      id: may(form('itemId')),
      entity: need(form('entityId')),
      ifPack: ORIGIN,
      fields: may(FIELDS),
      unique: may(keyed(KEY)),
      indexes: may(keyed(KEY)),
      checks: may(keyed(CHECK)),
    }),
    role: object<RoleExtendDef>({
      id: may(form('itemId')),
      role: need(form('itemId')),
      ifPack: ORIGIN,
      grants: need(keyed(GRANT)),
    }),
  },
};

const REPORT = object<ReportDef>({
  ...REPORT_BODY,
  id: need(form('itemId')),
  label: may(LABELS),
  help: may(LABELS),
  roles: may(list(form('itemId'))),
  ifPack: ORIGIN,
  origin: ORIGIN,
});

/** The whole format: what `parseTemplate` checks and `templateJsonSchema` publishes. */
export const TEMPLATE_SHAPE = object<Template>({
  format: need(choice([1])),
  pack: need(form('packName')),
  version: need(form('version')),
  label: may(LABELS),
  requires: may(map('packName', form('versionRange'))),
  packs: may(
    list(object<PackRef>({ pack: need(form('packName')), version: need(form('version')) }), { max: LIMITS.packsMax }),
  ),
  entities: may(keyed(ENTITY, { max: LIMITS.entitiesPerTemplateMax })),
  views: may(keyed(VIEW)),
  workflows: may(keyed(WORKFLOW)),
  ...FORMAT_RULE_SECTIONS,
  reports: may(keyed(REPORT)),
  roles: may(keyed(ROLE)),
  records: may(keyed(RECORDS)),
  extends: may(keyed(EXTEND)),
});

/** Shapes that contain themselves, by name. */
export const NAMED_SHAPES: Readonly<Record<string, Shape>> = { layoutNode: LAYOUT_NODE };
