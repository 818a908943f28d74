import { issue, ok, refused, type Result } from '../core/result.ts';
import { isRecord } from './item-key.ts';

/** One step from a format to the next; it must be total over any JSON, since form is checked only after it. */
export interface FormatMigration {
  readonly from: number;
  /** What changed, for the changelog. */
  readonly why: string;
  readonly up: (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** The format that this version reads and writes. */
export const CURRENT_FORMAT = 1;

/** Every step, in order; `from` rises by one. A document without `format` is of format 0. */
export const FORMAT_MIGRATIONS: readonly FormatMigration[] = [
  {
    from: 0,
    why: 'several workflows in a pack; `posting` is a list of postings; numbers restart `per` period; approvals are due `within`',
    up: (document) => {
      const { workflow, posting, ...rest } = document;
      const workflows = [...listOf(rest['workflows']), ...(workflow === undefined ? [] : [workflow])];
      const postings = [...listOf(rest['postings']), ...listOf(posting)];
      return {
        ...rest,
        format: 1,
        ...(Object.hasOwn(rest, 'entities') ? { entities: mapList(rest['entities'], upgradeEntity) } : {}),
        ...(workflows.length === 0 ? {} : { workflows: workflows.map(upgradeWorkflow) }),
        ...(postings.length === 0 ? {} : { postings }),
        ...(Object.hasOwn(rest, 'views') ? { views: mapList(rest['views'], upgradeView) } : {}),
        ...(Object.hasOwn(rest, 'tables') ? { tables: mapList(rest['tables'], upgradeTable) } : {}),
      };
    },
  },
];

/**
 * The document in the current format (SPEC [TPL-9]); what is no object passes untouched for the form check to refuse.
 * `TEMPLATE_FORMAT_UNKNOWN` when it is newer than this version reads.
 */
export function migrateTemplate(json: unknown): Result<unknown> {
  if (!isRecord(json)) return ok(json);
  const format = Object.hasOwn(json, 'format') ? json['format'] : 0;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 0) return ok(json);
  if (format > CURRENT_FORMAT) {
    return refused([issue('TEMPLATE_FORMAT_UNKNOWN', '/format', { format, current: CURRENT_FORMAT })]);
  }
  return ok(FORMAT_MIGRATIONS.filter(({ from }) => from >= format).reduce((document, { up }) => up(document), json));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function mapList(value: unknown, change: (item: Readonly<Record<string, unknown>>) => unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown) => (isRecord(item) ? change(item) : item)) : value;
}

/** Numbers said `scope: ["tenant", "month"]`; every tenant has its own numbers anyway. System fields were listed. */
function upgradeEntity(entity: Readonly<Record<string, unknown>>): unknown {
  const fields = entity['fields'];
  const listed = Array.isArray(fields) ? { fields: fields.filter((field: unknown) => !isStampField(field)) } : {};
  const number = entity['number'];
  if (!isRecord(number)) return { ...entity, ...listed };
  const { scope, ...rest } = number;
  const per = listOf(scope).filter((part) => part !== 'tenant');
  return { ...entity, ...listed, number: per.length === 0 ? rest : { ...rest, per } };
}

function isStampField(field: unknown): boolean {
  return isRecord(field) && (field['id'] === 'createdBy' || field['id'] === 'updatedBy') && field['type'] === 'user';
}

function upgradeWorkflow(workflow: unknown): unknown {
  if (!isRecord(workflow)) return workflow;
  return {
    ...workflow,
    ...(Object.hasOwn(workflow, 'transitions')
      ? {
          transitions: mapList(workflow['transitions'], (transition) => ({
            ...transition,
            ...(Object.hasOwn(transition, 'approvals')
              ? { approvals: mapList(transition['approvals'], upgradeApproval) }
              : {}),
          })),
        }
      : {}),
  };
}

function upgradeApproval(approval: Readonly<Record<string, unknown>>): unknown {
  const { sla, ...rest } = approval;
  return sla === undefined ? approval : { ...rest, within: sla };
}

/** Layouts were rows of field ids, columns were ids; `visible` and `readonly` stood beside the layout. */
function upgradeView(view: Readonly<Record<string, unknown>>): unknown {
  const { visible, readonly, ...rest } = view;
  const columns = view['columns'];
  const layout = view['layout'];
  return {
    ...rest,
    ...(Array.isArray(columns)
      ? { columns: columns.map((column: unknown) => (typeof column === 'string' ? { id: column } : column)) }
      : {}),
    ...(Array.isArray(layout)
      ? { layout: layout.map((row: unknown, index) => upgradeRow(row, index, { visible, readonly })) }
      : {}),
  };
}

function upgradeRow(row: unknown, index: number, rules: Readonly<Record<'visible' | 'readonly', unknown>>): unknown {
  if (!Array.isArray(row)) return row;
  const children = row.map((field: unknown) => {
    if (typeof field !== 'string') return field;
    const rule = (key: 'visible' | 'readonly'): Readonly<Record<string, unknown>> => {
      const source = rules[key];
      return isRecord(source) && Object.hasOwn(source, field) ? { [key]: source[field] } : {};
    };
    return { kind: 'field', id: field, field, ...rule('visible'), ...rule('readonly') };
  });
  return { kind: 'columns', id: `row${index + 1}`, children };
}

/** Table columns said `string`. */
function upgradeTable(table: Readonly<Record<string, unknown>>): unknown {
  const columns = table['in'];
  if (!isRecord(columns)) return table;
  const upgraded = Object.entries(columns).map(([name, type]) => [name, type === 'string' ? 'text' : type]);
  return { ...table, in: Object.fromEntries(upgraded) };
}
