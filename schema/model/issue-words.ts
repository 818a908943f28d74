import { SYSTEM_FIELD_IDS } from '../core/ids.ts';
import type { IssueCode } from '../core/issues.ts';
import type { Issue, IssueParams } from '../core/result.ts';
import { textIn, type Locale, type Text } from '../core/text.ts';
import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';
import { SYSTEM_FIELD_LABELS } from './expr-words.ts';
import { humanText } from './labels.ts';

/** What the names in an issue are read by. */
export interface IssueReader {
  readonly template: Template;
  /** The version in force, for what the template no longer has. */
  readonly former?: Template | undefined;
  readonly locale: Locale;
}

/** What an id in an issue is the id of. */
type Kind =
  | 'entity'
  | 'field'
  | 'state'
  | 'transition'
  | 'role'
  | 'ledger'
  | 'table'
  | 'view'
  | 'workflow'
  | 'award'
  | 'automation'
  | 'posting'
  | 'check'
  | 'test'
  | 'ledgerPart';

/** What a param is, whatever the code. */
const PARAMS: Readonly<Record<string, Kind>> = {
  entity: 'entity',
  owner: 'entity',
  field: 'field',
  of: 'field',
  by: 'field',
  state: 'state',
  transition: 'transition',
  ledger: 'ledger',
  role: 'role',
  roles: 'role',
  posting: 'posting',
  check: 'check',
  dimension: 'ledgerPart',
  measure: 'ledgerPart',
  test: 'test',
  tests: 'test',
};

/** What `id`, and with it `known`, is: by the code that names it. */
const IDS: Readonly<Partial<Record<IssueCode, Kind>>> = {
  MODEL_ENTITY_UNKNOWN: 'entity',
  MODEL_REF_TO_LINE: 'entity',
  MODEL_LINES_OF_NO_LINE: 'entity',
  MODEL_LINE_WITHOUT_PARENT: 'entity',
  MODEL_LINE_SECOND_PARENT: 'entity',
  MODEL_WORKFLOW_SECOND: 'entity',
  MODEL_WORKFLOW_ENTITY_KIND: 'entity',
  MODEL_GRANT_LINE_ROWS: 'entity',
  MODEL_STATE_UNKNOWN: 'state',
  MODEL_STATE_UNREACHABLE: 'state',
  MODEL_TRANSITION_UNKNOWN: 'transition',
  MODEL_ROLE_UNKNOWN: 'role',
  MODEL_LEDGER_UNKNOWN: 'ledger',
  MODEL_LEDGER_PART_UNKNOWN: 'ledgerPart',
  MODEL_POSTING_KEY_MISSING: 'ledgerPart',
  MODEL_BALANCE_KEY_MISSING: 'ledgerPart',
  MODEL_TABLE_UNKNOWN: 'table',
  MODEL_TABLE_COLUMNS: 'table',
  MODEL_TABLE_COLLECT_EMPTY: 'table',
  MODEL_TABLE_OVERLAP: 'table',
  MODEL_TABLE_GAP: 'table',
  EXPR_TABLE_ARGUMENTS: 'table',
  EXPR_TABLE_ARGUMENT: 'table',
  MODEL_VIEW_UNKNOWN: 'view',
  MODEL_WORKFLOW_UNKNOWN: 'workflow',
  MODEL_POSTING_UNKNOWN: 'posting',
  MODEL_REVERSE_NEVER_POSTED: 'posting',
  MODEL_AWARD_TRIGGER: 'award',
  MODEL_AWARD_ATTRIBUTE_MISSING: 'award',
  MODEL_AWARD_ATTRIBUTE_UNFIT: 'award',
  MODEL_AWARD_LEDGER: 'award',
};

/** What is expected and found, where that is a thing with a name. */
const EXPECTED: Readonly<Partial<Record<IssueCode, Kind>>> = { TEST_STATE: 'state', TEST_AWAITS: 'transition' };

/** Codes whose `id` is somebody's to write and no name of a thing. */
const BARE: ReadonlySet<IssueCode> = new Set([
  'TEMPLATE_ID_DUPLICATE',
  'TEMPLATE_ID_INVALID',
  'MODEL_PACK_ID_RESERVED',
  'MODEL_ID_TAKEN',
  'MODEL_EDIT_ID_TAKEN',
  'MODEL_LEDGER_NAME_LONG',
  'MODEL_TIME_ZONE_UNKNOWN',
  'MODEL_FIELD_TYPE_UNKNOWN',
  'MODEL_AWARD_EVENT_UNKNOWN',
  'MODEL_TEST_NAME_UNKNOWN',
  'MODEL_TEST_RULE_UNKNOWN',
]);

/**
 * The issue with labels where its params have ids, for the text alone (SPEC [DSG-126]): what programs read keeps the
 * ids. What has no label, here or in the former template, keeps its id.
 */
export function issueInWords<Given extends Pick<Issue, 'code' | 'path' | 'params'>>(
  found: Given,
  reader: IssueReader,
): Given {
  const names = new Names(found, reader);
  const { id } = found.params;
  // What was there and is not any more has no other name that might be meant.
  const isGone = typeof id === 'string' && found.code.endsWith('_UNKNOWN') && names.isGone(id);
  const params: IssueParams = Object.fromEntries(
    Object.entries(found.params).map(([name, value]) => {
      if (name === 'known' && isGone) return [name, []];
      if (typeof value === 'number' || typeof value === 'boolean') return [name, value];
      return [name, typeof value === 'string' ? names.said(name, value) : value.map((one) => names.said(name, one))];
    }),
  );
  return { ...found, params };
}

interface Item {
  readonly id: string;
  readonly label?: Text | undefined;
}

/** What an issue is about, where ids mean one thing here and another there. */
interface Around {
  /** The nearest first. */
  readonly entities: readonly string[];
  readonly ledger?: string | undefined;
}

class Names {
  readonly #code: IssueCode;
  readonly #locale: Locale;
  readonly #templates: readonly Template[];
  readonly #around: Around;

  constructor({ code, path, params }: Pick<Issue, 'code' | 'path' | 'params'>, reader: IssueReader) {
    const { template, former, locale } = reader;
    this.#code = code;
    this.#locale = locale;
    this.#templates = former === undefined ? [template] : [template, former];
    const { entity, owner, known } = params;
    const told = [entity, owner].filter((one) => typeof one === 'string');
    const around = [...told, ...entitiesAt(template, path)];
    // What is chosen from says most surely whose fields they are.
    const listed = Array.isArray(known) ? [entityWith(template, known, around)] : [];
    this.#around = {
      entities: [...listed, ...around].filter((one) => one !== undefined),
      ledger: typeof params['ledger'] === 'string' ? params['ledger'] : ledgerWith(template, known),
    };
  }

  said(param: string, value: string): string {
    if (value === '') return value;
    if (param === 'cycle')
      return value
        .split(' → ')
        .map((one) => this.#cycled(one))
        .join(' → ');
    // In a formula an id is what one writes.
    if (this.#code.startsWith('EXPR_') && param === 'known') {
      const label = this.#label('field', value);
      return label === undefined ? value : bracketed(value, label, this.#locale);
    }
    const kind = this.#kindOf(param);
    if (kind === undefined) return value;
    if (kind === 'field' && /^\w+\.\w+$/.test(value)) return this.#cycled(value);
    if (kind === 'field') {
      const named = value.split(', ').map((id) => this.#label('field', id) ?? id);
      return named.join(this.#locale === 'en' ? ', ' : '、');
    }
    // Balances are summed by a dimension: `stock.item`.
    if (kind === 'ledger') return this.#label(kind, value.split('.')[0] ?? value) ?? value;
    return this.#label(kind, value) ?? value;
  }

  /** Whether the former template has it and the present one has not. */
  isGone(id: string): boolean {
    const kind = this.#kindOf('id');
    const has = (template: Template | undefined): boolean =>
      template !== undefined &&
      kind !== undefined &&
      itemsOf(template, kind, this.#around).some((one) => one.id === id);
    return !has(this.#templates[0]) && has(this.#templates[1]);
  }

  #kindOf(param: string): Kind | undefined {
    if (param === 'expected' || param === 'found') return EXPECTED[this.#code];
    if (param !== 'id' && param !== 'known') return PARAMS[param];
    if (BARE.has(this.#code)) return undefined;
    if (param === 'known' && !this.#code.endsWith('_UNKNOWN')) return undefined;
    return IDS[this.#code] ?? (this.#code.startsWith('MODEL_') ? 'field' : undefined);
  }

  /** `Entity.field`, or the id of a rule. */
  #cycled(one: string): string {
    const [entity = '', field] = one.split('.');
    if (field === undefined) return this.#label('automation', one) ?? one;
    const label = this.#label('field', field, { entities: [entity] }) ?? field;
    return `${this.#label('entity', entity) ?? entity} › ${label}`;
  }

  #label(kind: Kind, id: string, around = this.#around): string | undefined {
    const locale = this.#locale;
    for (const template of this.#templates) {
      const item = itemsOf(template, kind, around).find((one) => one.id === id);
      if (item !== undefined) return calledIn(item, locale);
    }
    for (const template of this.#templates) {
      const label = anywhere(template, kind, { id, locale });
      if (label !== undefined) return label;
    }
    const system = kind === 'field' ? SYSTEM_FIELD_IDS.find((one) => one === id) : undefined;
    return system === undefined ? undefined : SYSTEM_FIELD_LABELS[system][this.#locale];
  }
}

function calledIn({ id, label }: Item, locale: Locale): string {
  return textIn(label, locale) || textIn(humanText(id), locale);
}

/** What an id is called wherever it is, if all that have it are called alike. */
function anywhere(
  template: Template,
  kind: Kind,
  { id, locale }: { readonly id: string; readonly locale: Locale },
): string | undefined {
  const all = itemsOf(template, kind, { entities: template.entities?.map((one) => one.id) ?? [] });
  const [label, ...others] = new Set(all.filter((one) => one.id === id).map((one) => calledIn(one, locale)));
  return others.length === 0 ? label : undefined;
}

function bracketed(id: string, label: string, locale: Locale): string {
  return locale === 'en' ? `${id} (${label})` : `${id}（${label}）`;
}

function itemsOf(template: Template, kind: Kind, { entities, ledger }: Around): readonly Item[] {
  const { workflows = [] } = template;
  const near = workflows.filter(({ of }) => entities.includes(of));
  switch (kind) {
    case 'field':
      return entities.flatMap((id) => template.entities?.find((one) => one.id === id)?.fields ?? []);
    case 'check':
      // What a check says is all the name it has.
      return entities
        .flatMap((id) => template.entities?.find((one) => one.id === id)?.checks ?? [])
        .map(({ id, message }) => ({ id, label: message }));
    case 'state':
      return near.flatMap(({ states }) => states);
    case 'transition':
      return near.flatMap(({ transitions }) => transitions);
    case 'view':
      return [...(template.views ?? []), ...(template.reports ?? [])];
    case 'entity':
      return template.entities ?? [];
    case 'role':
      return template.roles ?? [];
    case 'ledger':
      return template.ledgers ?? [];
    case 'table':
      return template.tables ?? [];
    case 'workflow':
      return workflows;
    case 'award':
      return template.awards ?? [];
    case 'automation':
      return template.automations ?? [];
    case 'posting':
      return template.postings ?? [];
    case 'ledgerPart':
      return (template.ledgers ?? [])
        .toSorted((a, b) => Number(b.id === ledger) - Number(a.id === ledger))
        .flatMap(partsOf);
    case 'test':
      return template.tests ?? [];
  }
}

function partsOf(ledger: NonNullable<Template['ledgers']>[number]): readonly Item[] {
  return [...(ledger.dimensions ?? []), ...('measures' in ledger ? ledger.measures : ledger.accounts)];
}

/** The ledger that has all of these parts. */
function ledgerWith(template: Template, known: IssueParams[string] | undefined): string | undefined {
  if (!Array.isArray(known) || known.length === 0) return undefined;
  return template.ledgers?.find((ledger) => known.every((id) => partsOf(ledger).some((part) => part.id === id)))?.id;
}

/** The entities on the way to the place: it is inside of them or about them; the nearest first. */
function entitiesAt(template: Template, path: string): readonly string[] {
  const found: string[] = [];
  let node: unknown = template;
  for (const token of path.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(node)) {
      const list: readonly unknown[] = node;
      node = list.find((item) => itemKey(item) === name) ?? list[Number(name)];
    } else node = isRecord(node) ? node[name] : undefined;
    if (!isRecord(node)) continue;
    const on = isRecord(node['on']) ? node['on']['entity'] : undefined;
    for (const id of [node['id'], node['of'], node['entity'], on])
      if (typeof id === 'string' && template.entities?.some((one) => one.id === id) === true) found.unshift(id);
  }
  return found;
}

/** The entity that has all of these fields: one around the place before any other. */
function entityWith(template: Template, ids: readonly string[], around: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const has = (id: string): boolean => {
    const fields = template.entities?.find((one) => one.id === id)?.fields ?? [];
    return ids.every((one) => fields.some((field) => field.id === one));
  };
  return around.find(has) ?? template.entities?.find(({ id }) => has(id))?.id;
}
