import type { Text } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { EntityDef, FieldDef, Template, TransitionDef, WorkflowDef } from '../../../schema/template/template.ts';
import type {
  AccountDef,
  BalanceLedgerDef,
  DimensionDef,
  DoubleLedgerDef,
  EntryDef,
  LedgerDef,
  PostingDef,
} from '../../../schema/template/template-rules.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';
import { personFields } from '../points/award-starts.ts';

/** Something made, and what it is called in the draft. */
export interface Made {
  readonly id: string;
  readonly edit: Edit;
}

const STOCKED = /item|product|material|article|part|goods|sku/i;
const PLACE = /warehouse|location|store|depot|bin/i;

/** A ledger of balances: how much of each thing there is in each place, never below nothing (SPEC [DSG-90]). */
export function newBalanceLedger(template: Template, label: Text): Made | undefined {
  const masters = (template.entities ?? []).filter(({ kind }) => kind === 'master');
  const thing = masters.find(({ id }) => STOCKED.test(id)) ?? masters[0];
  if (thing === undefined) return undefined;
  const place = masters.find(({ id }) => id !== thing.id && PLACE.test(id));
  const ledger: BalanceLedgerDef = {
    id: ledgerId(template, label),
    mode: 'balance',
    label,
    dimensions: [thing, ...(place === undefined ? [] : [place])].map(dimensionOf),
    measures: [{ id: 'qty', label: { en: 'Quantity', 'zh-CN': '数量' }, type: 'decimal(18,4)', min: '0' }],
  };
  return { id: ledger.id, edit: { kind: 'addItem', list: ['ledgers'], item: toJson(ledger) } };
}

/** A ledger of accounts, where what leaves one comes into another. */
export function newDoubleLedger(template: Template, label: Text): Made {
  const ledger: DoubleLedgerDef = {
    id: ledgerId(template, label),
    mode: 'double',
    label,
    scale: 2,
    dimensions: [{ id: 'department', label: { en: 'Department', 'zh-CN': '部门' }, type: 'org' }],
    accounts: [
      { id: 'fund', label: { en: 'Common fund', 'zh-CN': '公共资金' }, by: [] },
      { id: 'account', label: { en: 'Department account', 'zh-CN': '部门账户' }, by: ['department'], min: '0' },
    ],
  };
  return { id: ledger.id, edit: { kind: 'addItem', list: ['ledgers'], item: toJson(ledger) } };
}

function ledgerId(template: Template, label: Text): string {
  const taken = (template.ledgers ?? []).map(({ id }) => id);
  return newId({ label, taken, style: 'camel', fallback: 'ledger' });
}

function dimensionOf({ id, label }: EntityDef): DimensionDef {
  const plain = id.replace(/^x_/, '');
  const name = `${plain.charAt(0).toLowerCase()}${plain.slice(1)}`;
  return { id: name, ref: id, ...(label === undefined ? {} : { label }) };
}

const NUMBER = /^(quantity|decimal|int|money)/;

/**
 * A posting of an object to a ledger, for each of its lines where it has some: keys by the references that fit, the
 * first number as the change (SPEC [DSG-91]). What can't be found is left for the panel to show as missing.
 */
export function newPosting(
  template: Template,
  { ledger, entity, label }: { readonly ledger: LedgerDef; readonly entity: EntityDef; readonly label: Text },
): Made {
  const list = entity.fields.find(({ type }) => type === 'lines');
  const line = template.entities?.find(({ id }) => id === list?.of);
  const source: Source = { entity, ...(line === undefined ? {} : { line }) };
  const id = newId({
    label,
    taken: (template.postings ?? []).map((posting) => posting.id),
    style: 'camel',
    fallback: `${entity.id.replace(/^x_/, '')} posting`,
  });
  const each = list === undefined || line === undefined ? {} : { each: `doc.${list.id}` };
  const posting: PostingDef = {
    id,
    label,
    of: entity.id,
    ledger: ledger.id,
    ...each,
    ...(ledger.mode === 'balance'
      ? { key: keyOf(ledger.dimensions, source), move: moveOf(ledger, source) }
      : { entries: entriesOf(ledger, source) }),
  };
  return { id, edit: { kind: 'addItem', list: ['postings'], item: toJson(posting) } };
}

interface Source {
  readonly entity: EntityDef;
  readonly line?: EntityDef;
}

function keyOf(dimensions: readonly DimensionDef[], source: Source): Readonly<Record<string, string>> {
  const found = dimensions.flatMap((dimension): readonly (readonly [string, string])[] => {
    const value = valueOf(dimension, source);
    return value === undefined ? [] : [[dimension.id, value]];
  });
  return Object.fromEntries(found);
}

/** What of a record says a dimension: the record itself, a reference to it, or the person who acts. */
function valueOf({ ref, type, id }: DimensionDef, { entity, line }: Source): string | undefined {
  if (ref === entity.id) return 'doc';
  const fits = (field: FieldDef): boolean =>
    ref === undefined ? field.id === id || field.type === type : field.type === 'ref' && field.to === ref;
  const ofLine = line?.fields.find(fits);
  if (ofLine !== undefined) return `line.${ofLine.id}`;
  const ofDoc = entity.fields.find(fits);
  if (ofDoc !== undefined) return `doc.${ofDoc.id}`;
  const [person] = personFields(entity);
  return type === 'user' ? (person === undefined ? 'actor.id' : `doc.${person.id}`) : undefined;
}

/** The first number of a record, of a line where it has lines. */
function numberOf({ entity, line }: Source): string {
  const ofLine = line?.fields.find(({ type }) => NUMBER.test(type));
  if (ofLine !== undefined) return `line.${ofLine.id}`;
  const ofDoc = entity.fields.find(({ type }) => NUMBER.test(type));
  return ofDoc === undefined ? "dec('1')" : `doc.${ofDoc.id}`;
}

function moveOf({ measures }: BalanceLedgerDef, source: Source): Readonly<Record<string, string>> {
  const [first] = measures;
  return first === undefined ? {} : { [first.id]: numberOf(source) };
}

function entriesOf(ledger: DoubleLedgerDef, source: Source): readonly EntryDef[] {
  const entry = (id: string, account: AccountDef | undefined, amount: string): readonly EntryDef[] => {
    if (account === undefined) return [];
    const dimensions = account.by.map((by) => ledger.dimensions?.find((one) => one.id === by) ?? { id: by, type: by });
    const key = keyOf(dimensions, source);
    return [{ id, account: account.id, amount, ...(Object.keys(key).length === 0 ? {} : { key }) }];
  };
  const amount = numberOf(source);
  const [from, to = from] = ledger.accounts;
  return [...entry('from', from, `-${amount}`), ...entry('to', to, amount)];
}

/** Sets a property of an item; without a value it goes. */
export function setAt(at: readonly string[], key: string, value: Json | undefined): Edit {
  const isNothing =
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return { kind: 'setProperty', at, key, ...(isNothing ? {} : { value }) };
}

/** What a step does with a posting. */
export type StepDoes = 'nothing' | 'posts' | 'reverses';

/** What a step does with a posting now. */
export function doesWith({ post, reverse }: TransitionDef, posting: string): StepDoes {
  if (post?.includes(posting) === true) return 'posts';
  return reverse?.includes(posting) === true ? 'reverses' : 'nothing';
}

/** The edits that make a step post, reverse, or leave a posting alone (SPEC [DSG-92]). */
export function stepEdits(
  flow: WorkflowDef,
  step: TransitionDef,
  { posting, does }: { readonly posting: string; readonly does: StepDoes },
): readonly Edit[] {
  const at = ['workflows', flow.id, 'transitions', step.id];
  const list = (key: 'post' | 'reverse', isIn: boolean): readonly Edit[] => {
    const before = step[key] ?? [];
    if (before.includes(posting) === isIn) return [];
    return [setAt(at, key, isIn ? [...before, posting] : before.filter((id) => id !== posting))];
  };
  return [...list('post', does === 'posts'), ...list('reverse', does === 'reverses')];
}

/** Takes a posting away, and out of every step that posts, reverses or uses it up. */
export function removedPosting(template: Template, id: string): readonly Edit[] {
  const steps = (template.workflows ?? []).flatMap((flow) =>
    flow.transitions.flatMap((step) => stepEdits(flow, step, { posting: id, does: 'nothing' })),
  );
  const users = (template.postings ?? [])
    .filter(({ consume }) => consume === id)
    .map((posting): Edit => ({ kind: 'setProperty', at: ['postings', posting.id], key: 'consume' }));
  return [...steps, ...users, { kind: 'removeItem', list: ['postings'], id }];
}
