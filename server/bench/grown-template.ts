import { must } from '../../schema/core/result.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';

/** How large a company's template is, and which of its kind. */
export interface GrownOptions {
  readonly entities: number;
  readonly pack?: string;
  /** Templates of other variants have other tables: another shape. */
  readonly variant?: number;
}

const both = (text: string): { en: string; 'zh-CN': string } => ({ en: text, 'zh-CN': text });

const field = (id: string, type: string, more: Partial<FieldDef> = {}): FieldDef => ({
  id,
  type,
  label: both(id),
  ...more,
});

const STAGES = ['first', 'second', 'third'].map((id) => ({ id, label: both(id) }));

/** What any entity of a company has: a dozen fields of the usual types. */
const usual = (): readonly FieldDef[] => [
  field('name', 'text', { required: true }),
  field('remark', 'longtext'),
  field('city', 'text'),
  field('quantity', 'int', { default: '1' }),
  field('rate', 'decimal(12,4)'),
  field('amount', 'decimal(14,2)', { min: '0' }),
  field('isActive', 'bool', { default: 'true' }),
  field('since', 'date'),
  field('calledAt', 'datetime'),
  field('stage', 'enum', { options: STAGES }),
  field('owner', 'user'),
  field('worth', 'decimal(18,4)', { formula: 'doc.rate * doc.quantity' }),
];

const entity = (id: string, kind: EntityDef['kind'], fields: readonly FieldDef[]): EntityDef => ({
  id,
  kind,
  label: both(id),
  ...(kind === 'line' ? {} : { title: 'name' }),
  fields,
  ...(kind === 'line' ? {} : { indexes: [{ id: 'byCity', fields: ['city', 'since'] }] }),
});

/** Six entities that belong together: 12 to 14 fields each, references, a document with its lines. */
function group(index: number): readonly EntityDef[] {
  const id = (name: string): string => `${name}${index}`;
  const reference = (name: string, to: string): FieldDef => field(name, 'ref', { to: id(to) });
  return [
    entity(id('Party'), 'master', usual()),
    entity(id('Article'), 'master', [...usual(), field('sku', 'text', { unique: true }), reference('maker', 'Party')]),
    entity(id('Deal'), 'document', [
      ...usual(),
      reference('party', 'Party'),
      field('lines', 'lines', { of: id('DealLine') }),
      field('total', 'decimal(18,2)', { formula: 'sum(doc.lines.map(l, l.price * l.pieces))', stored: true }),
    ]),
    entity(id('DealLine'), 'line', [
      reference('article', 'Article'),
      field('pieces', 'int', { required: true }),
      field('price', 'decimal(12,2)', { required: true }),
      field('remark', 'text'),
    ]),
    entity(id('Visit'), 'log', [...usual(), reference('party', 'Party'), reference('deal', 'Deal')]),
    entity(id('Claim'), 'master', [...usual(), reference('deal', 'Deal'), reference('article', 'Article')]),
  ];
}

/** A template of so many entities, made by counting: the same for the same options. */
export function grownTemplate({ entities, pack = 'grown', variant = 0 }: GrownOptions): Template {
  const groups = Array.from({ length: Math.floor(entities / 6) }, (_, index) => group(index)).flat();
  const rest = Array.from({ length: entities - groups.length }, (_, index) =>
    entity(`Extra${index}`, 'master', usual()),
  );
  const [first, ...others] = [...groups, ...rest];
  const own = must(first, 'an entity');
  const marked = { ...own, fields: [...own.fields, field(`mark${variant}`, 'text')] };
  return { format: 1, pack, version: '1.0.0', label: both(pack), entities: [marked, ...others] };
}

/** Four levels: deals, their lines, the lines' articles, the articles' makers. */
export function deepQuery(index: number, first: number): string {
  return `{ deal${index}s(first: ${first}, orderBy: [{ name: ASC }]) { nodes { id name total stage party { name city } lines { pieces price article { sku name maker { name city } } } } } }`;
}
