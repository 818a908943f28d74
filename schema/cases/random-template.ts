import * as fc from 'fast-check';
import { ledgersOf } from './random-ledgers.ts';
import { awardsOf, RANDOM_TABLES } from './random-rules.ts';
import type { CheckDef, EntityDef, FieldDef, KeyDef, Template } from '../template/template.ts';

/** What a generated field is made from; everything about it follows from these. */
interface FieldSeed {
  readonly type: string;
  readonly required: boolean;
  readonly unique: boolean;
  readonly bounded: boolean;
  readonly target: number;
  readonly extra: number;
}

interface EntitySeed {
  readonly kind: 'master' | 'document';
  readonly fields: readonly FieldSeed[];
  readonly lines: readonly FieldSeed[] | undefined;
  readonly workflow: boolean;
  readonly numbered: boolean;
  readonly checked: boolean;
}

const TYPES = [
  ...[
    'text',
    'longtext',
    'richtext',
    'int',
    'decimal',
    'decimal(9,2)',
    'decimal(38,18)',
    'money',
    'quantity',
    'percent',
  ],
  ...['bool', 'date', 'time', 'datetime', 'duration', 'enum', 'multiEnum', 'ref', 'multiRef', 'user', 'org'],
  ...['file', 'image', 'signature', 'geo', 'json', 'sum', 'double'],
] as const;

const FIELD_SEED: fc.Arbitrary<FieldSeed> = fc.record({
  type: fc.constantFrom(...TYPES),
  required: fc.boolean(),
  unique: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  bounded: fc.boolean(),
  target: fc.nat(20),
  extra: fc.nat(20),
});

const ENTITY_SEED: fc.Arbitrary<EntitySeed> = fc.record({
  kind: fc.constantFrom('master', 'document'),
  fields: fc.array(FIELD_SEED, { minLength: 1, maxLength: 10 }),
  lines: fc.option(fc.array(FIELD_SEED, { minLength: 1, maxLength: 4 }), { nil: undefined }),
  workflow: fc.boolean(),
  numbered: fc.boolean(),
  checked: fc.boolean(),
});

/** Words that inflect oddly, are reserved in SQL, or are long: names are where generators of code go wrong. */
const NAMES = [
  'Order',
  'Person',
  'Aircraft',
  'Category',
  'Select',
  'UserGroup',
  'BOM',
  'Series',
  'Day',
  'Box',
  'AVeryLongNameThatFillsTheWholeLengthOfAnIdNow',
];
const WORDS = [
  'name',
  'code',
  'group',
  'order',
  'select',
  'from',
  'value',
  'note',
  'fooBar',
  'unitPrice',
  'aVeryLongFieldNameThatFillsTheLengthOfAnId',
];

/**
 * Valid, diverse templates: every field type, references in any direction, child lines, formulas, rollups, uniques,
 * indexes, checks, numbers, workflows and roles. Each resolves to a model.
 */
export function randomTemplate(): fc.Arbitrary<Template> {
  return fc.array(ENTITY_SEED, { minLength: 1, maxLength: 6 }).map(templateOf);
}

function templateOf(seeds: readonly EntitySeed[]): Template {
  const ids = seeds.map((_, index) => `${NAMES[index % NAMES.length] ?? 'Thing'}${index < NAMES.length ? '' : index}`);
  const entities = seeds.flatMap((seed, index) => entitiesOf(seed, ids, index));
  const workflows = seeds.flatMap((seed, index) => (seed.workflow ? [workflowOf(ids[index] ?? '')] : []));
  return {
    format: 1,
    pack: 'random',
    version: '1.0.0',
    entities,
    ...(workflows.length === 0 ? {} : { workflows }),
    tables: RANDOM_TABLES,
    ...(seeds[0]?.numbered === true
      ? { ledgers: ledgersOf(ids[0] ?? ''), awards: awardsOf(ids[0] ?? '', seeds[0].workflow) }
      : {}),
    roles: [
      { id: 'all', grants: [{ entity: '*', can: ['read', 'create', 'update', 'delete', 'export'] }] },
      { id: 'reader', grants: ids.map((entity) => ({ entity, can: ['read'], rows: 'doc.createdBy == actor.id' })) },
    ],
  };
}

function workflowOf(of: string): NonNullable<Template['workflows']>[number] {
  return {
    id: `${of}.flow`,
    of,
    initial: 'draft',
    states: [{ id: 'draft' }, { id: 'done', class: 'posted' }],
    transitions: [{ id: 'finish', from: ['draft'], to: 'done', roles: ['all'] }],
  };
}

function entitiesOf(seed: EntitySeed, ids: readonly string[], index: number): readonly EntityDef[] {
  const id = ids[index] ?? '';
  const own = fieldsOf(seed.fields, ids, 'doc');
  const lineFields = seed.lines === undefined ? undefined : fieldsOf(seed.lines, ids, 'line');
  const number: FieldDef = { id: 'docNumber', type: 'sequence' };
  const lines: FieldDef = { id: 'items', type: 'lines', of: `${id}Item`, min: 0, max: 200 };
  const fields = [...(seed.numbered ? [number] : []), ...own, ...(lineFields === undefined ? [] : [lines])];
  const keyable = own.filter(isKeyable).map((field) => field.id);
  const uniques: readonly KeyDef[] = seed.numbered ? [{ id: 'byNumber', fields: ['docNumber'] }] : [];
  const indexes: readonly KeyDef[] =
    keyable.length === 0 ? [] : [{ id: 'main', fields: [...keyable.slice(0, 2), 'createdAt'] }];
  const entity: EntityDef = {
    id,
    kind: seed.kind,
    label: { en: id, 'zh-CN': `表${index}` },
    ...(seed.numbered ? { number: { field: 'docNumber', pattern: 'N{yyyy}-{seq:4}', per: ['year'] } } : {}),
    fields,
    ...(uniques.length === 0 ? {} : { unique: uniques }),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...(seed.checked ? { checks: checksOf(own) } : {}),
  };
  return lineFields === undefined ? [entity] : [entity, { id: `${id}Item`, kind: 'line', fields: lineFields }];
}

function isKeyable(field: FieldDef): boolean {
  if (field.secret === true || (field.formula !== undefined && field.stored !== true)) return false;
  return ['text', 'int', 'date', 'datetime', 'bool', 'enum', 'ref', 'user', 'org', 'money', 'quantity'].includes(
    field.type,
  );
}

function checksOf(fields: readonly FieldDef[]): readonly CheckDef[] {
  return fields
    .filter((field) => field.type === 'int' && field.formula === undefined)
    .slice(0, 2)
    .map((field, index) => ({ id: `check${index}`, when: `doc.${field.id} <= 1000000`, message: { en: 'Too much' } }));
}

function fieldsOf(seeds: readonly FieldSeed[], ids: readonly string[], row: 'doc' | 'line'): readonly FieldDef[] {
  const fields: FieldDef[] = [];
  for (const [index, seed] of seeds.entries()) {
    const id = `${WORDS[index % WORDS.length] ?? 'field'}${index < WORDS.length ? '' : index}`;
    fields.push(fieldOf(seed, { id, ids, row, before: fields }));
  }
  return fields;
}

interface FieldPlace {
  readonly id: string;
  readonly ids: readonly string[];
  readonly row: 'doc' | 'line';
  readonly before: readonly FieldDef[];
}

function fieldOf(seed: FieldSeed, { id, ids, row, before }: FieldPlace): FieldDef {
  const base = { id, ...(seed.extra % 3 === 0 ? { label: { en: id, 'zh-CN': '字段' } } : {}) };
  const required = seed.required ? { required: true } : {};
  const unique = seed.unique ? { unique: true } : {};
  const to = ids[seed.target % ids.length] ?? '';
  switch (seed.type) {
    case 'sum':
    case 'double': {
      const ints = before.filter(({ type, formula }) => type === 'int' && formula === undefined);
      const [first] = ints;
      if (first === undefined) return { ...base, type: 'int', ...required };
      const formula = seed.extra % 3 === 1 ? `table('tiers', ${row}.${first.id})` : `${row}.${first.id} * 2`;
      return { ...base, type: 'int', formula, ...(seed.bounded ? { stored: true } : {}) };
    }
    case 'text':
      return {
        ...base,
        type: 'text',
        ...required,
        ...unique,
        ...(seed.bounded ? { max: 100 } : {}),
        ...(seed.unique || seed.extra !== 1 ? {} : { secret: true }),
      };
    case 'int':
      return {
        ...base,
        type: 'int',
        ...required,
        ...unique,
        ...(seed.bounded ? { min: 0, max: 1000 } : {}),
        ...(seed.extra % 2 === 0 ? { default: 7 } : {}),
      };
    case 'enum':
      return {
        ...base,
        type: 'enum',
        ...required,
        options: optionsOf(seed),
        ...(seed.bounded ? { default: 'a' } : {}),
      };
    case 'multiEnum':
      return { ...base, type: 'multiEnum', options: optionsOf(seed) };
    case 'ref':
      return { ...base, type: 'ref', to, ...required, onDelete: seed.required ? 'restrict' : 'setNull' };
    case 'multiRef':
      return { ...base, type: 'multiRef', to };
    case 'date':
      return { ...base, type: 'date', ...required, ...(seed.bounded ? { default: 'today()' } : {}) };
    case 'datetime':
      return { ...base, type: 'datetime', ...required, ...(seed.bounded ? { default: 'now()' } : {}) };
    case 'money':
    case 'quantity':
    case 'percent':
      return { ...base, type: seed.type, ...required, ...(seed.bounded ? { min: '0', default: '0.5' } : {}) };
    default:
      return {
        ...base,
        type: seed.type,
        ...(['geo', 'json', 'file', 'image', 'signature'].includes(seed.type) ? {} : required),
      };
  }
}

function optionsOf(seed: FieldSeed): NonNullable<FieldDef['options']> {
  return ['a', 'b', 'c', 'd'].slice(0, 2 + (seed.extra % 3)).map((id) => ({ id, label: { en: id.toUpperCase() } }));
}

/**
 * A later version of the template as a key user would make it: labels and API names changed, fields and entities added,
 * moved, removed, retyped, made required, optional or unique. Still valid: what it removes, nothing needs.
 */
export function randomChange(template: Template): fc.Arbitrary<Template> {
  const step = fc.record({
    kind: fc.constantFrom(
      'relabel',
      'rename',
      'renameField',
      'addField',
      'removeField',
      'retype',
      'required',
      'unique',
      'option',
      'addEntity',
      'move',
      'index',
      'table',
    ),
    entity: fc.nat(30),
    field: fc.nat(30),
    seed: FIELD_SEED,
    tag: fc.integer({ min: 0, max: 999 }),
  });
  return fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
    let changed = template;
    for (const one of steps) changed = applyStep(changed, one);
    return changed;
  });
}

interface Step {
  readonly kind: string;
  readonly entity: number;
  readonly field: number;
  readonly seed: FieldSeed;
  readonly tag: number;
}

function applyStep(template: Template, step: Step): Template {
  const entities = template.entities ?? [];
  const at = step.entity % Math.max(1, entities.length);
  const entity = entities[at];
  if (entity === undefined) return template;
  if (step.kind === 'table') {
    const tables = (template.tables ?? []).map((table) =>
      table.id === 'tiers' ? { ...table, rows: [...table.rows.slice(0, -1), ['>= 100', step.tag]] } : table,
    );
    return { ...template, tables };
  }
  if (step.kind === 'addEntity') {
    const id = `x_Extra${step.tag}`;
    if (entities.some((one) => one.id === id)) return template;
    return {
      ...template,
      entities: [...entities, { id, kind: 'master', fields: [{ id: 'x_name', type: 'text', required: true }] }],
    };
  }
  return { ...template, entities: entities.with(at, changeEntity(entity, step, template)) };
}

function changeEntity(entity: EntityDef, step: Step, template: Template): EntityDef {
  const ids = (template.entities ?? []).filter(({ kind }) => kind !== 'line').map(({ id }) => id);
  switch (step.kind) {
    case 'relabel':
      return { ...entity, label: { en: `Label ${step.tag}` } };
    case 'rename':
      return { ...entity, apiName: `Renamed${step.tag}Of${entity.id.replaceAll('_', '')}` };
    case 'index':
      return {
        ...entity,
        indexes: [
          ...(entity.indexes ?? []).filter(({ id }) => id !== 'x_when'),
          { id: 'x_when', fields: ['updatedAt'] },
        ],
      };
    case 'addField': {
      const id = `x_new${step.tag}`;
      if (entity.fields.some((field) => field.id === id)) return entity;
      const row = entity.kind === 'line' ? 'line' : 'doc';
      return { ...entity, fields: [...entity.fields, fieldOf(step.seed, { id, ids, row, before: entity.fields })] };
    }
    default:
      return changeField(entity, step, template);
  }
}

function changeField(entity: EntityDef, step: Step, template: Template): EntityDef {
  const at = step.field % Math.max(1, entity.fields.length);
  const field = entity.fields[at];
  if (field === undefined) return entity;
  const free = !isNeeded(field.id, entity, template);
  const plain = field.formula === undefined && !['sequence', 'lines'].includes(field.type);
  const put = (next: FieldDef): EntityDef => ({ ...entity, fields: entity.fields.with(at, next) });
  switch (step.kind) {
    case 'renameField':
      return put({ ...field, apiName: `renamed${step.tag}${field.id.replaceAll('_', '')}` });
    case 'removeField':
      return free && plain ? { ...entity, fields: entity.fields.toSpliced(at, 1) } : entity;
    case 'retype':
      return free && plain
        ? put({
            id: field.id,
            type: ['text', 'longtext', 'int', 'decimal(18,6)', 'date', 'bool'][step.tag % 6] ?? 'text',
          })
        : entity;
    case 'required':
      return plain && !['geo', 'json', 'multiRef', 'multiEnum'].includes(field.type) && field.onDelete !== 'setNull'
        ? put({ ...field, required: field.required !== true })
        : entity;
    case 'unique':
      return plain && isKeyable(field) && ['text', 'int', 'date'].includes(field.type)
        ? put({ ...field, unique: field.unique !== true })
        : entity;
    case 'option':
      return field.options === undefined || field.options.some(({ id }) => id === `x_${step.tag}`)
        ? entity
        : put({
            ...field,
            options: [...field.options, { id: `o${step.tag}` }].filter(
              (option, index, all) => all.findIndex(({ id }) => id === option.id) === index,
            ),
          });
    case 'move':
      return { ...entity, fields: [field, ...entity.fields.toSpliced(at, 1)] };
    default:
      return entity;
  }
}

/** Whether a key, a check or a formula of the entity names the field. */
function isNeeded(id: string, entity: EntityDef, template: Template): boolean {
  const keys = [...(entity.unique ?? []), ...(entity.indexes ?? [])].flatMap(({ fields }) => fields);
  const sources = [
    ...(entity.checks ?? []).map(({ when }) => when),
    ...(template.entities ?? []).flatMap(({ fields }) => fields.map(({ formula }) => formula ?? '')),
  ];
  return keys.includes(id) || sources.some((source) => source.includes(`.${id}`));
}
