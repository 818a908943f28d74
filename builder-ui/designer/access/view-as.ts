import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';

/** What a role has of an object, as the server answers it. */
export interface RoleView {
  /** Fields that it sees, in their order. */
  readonly fields: readonly { readonly field: FieldModel; readonly isEditable: boolean }[];
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const ROWS = 12;

/** An object's list and form as `role:<id>` or `user:<id>` has them; `null` where they do not see the object at all. */
export function useRoleView(
  tenant: string,
  { as, entity }: { readonly as: string | undefined; readonly entity: EntityModel | undefined },
): UseQueryResult<RoleView | null, ServerError> {
  const { locale } = useLanguage();
  return useQuery<RoleView | null, ServerError>({
    queryKey: ['viewAs', tenant, as, entity?.id, locale],
    enabled: as !== undefined && entity !== undefined,
    retry: false,
    queryFn: async () => {
      if (as === undefined || entity === undefined) return null;
      const ask = (query: string): Promise<unknown> => askAs(tenant, { as, query, locale });
      const shape = await ask(
        `{ seen: __type(name: ${JSON.stringify(entity.apiName)}) { fields { name } } patch: __type(name: ${JSON.stringify(`${entity.apiName}Patch`)}) { inputFields { name } } root: __type(name: "Query") { fields { name } } }`,
      );
      const seen = namesIn(shape, 'seen', 'fields');
      const editable = namesIn(shape, 'patch', 'inputFields');
      if (!namesIn(shape, 'root', 'fields').has(entity.plural)) return null;
      const fields = entity.fields
        .filter(({ apiName, type }) => seen.has(apiName) && PLAIN.has(type.kind))
        .map((field) => ({ field, isEditable: editable.has(field.apiName) && !field.readonly }));
      const columns = fields.map(({ field }) => field.apiName).join(' ');
      const answer = await ask(`{ list: ${entity.plural}(first: ${ROWS}) { totalCount nodes { id ${columns} } } }`);
      const list = isRecord(answer) && isRecord(answer['list']) ? answer['list'] : {};
      const nodes = Array.isArray(list['nodes']) ? list['nodes'].filter(isRecord) : [];
      return { fields, count: Number(list['totalCount'] ?? nodes.length), rows: nodes };
    },
  });
}

/** Fields that are one value in the API, not an object with fields of its own. */
const PLAIN: ReadonlySet<string> = new Set([
  'text',
  'longtext',
  'sequence',
  'int',
  'bool',
  'date',
  'time',
  'datetime',
  'duration',
  'decimal',
  'money',
  'quantity',
  'percent',
  'enum',
  'multiEnum',
]);

function namesIn(answer: unknown, key: string, list: string): ReadonlySet<string> {
  const type = isRecord(answer) ? answer[key] : undefined;
  const items = isRecord(type) ? type[list] : undefined;
  return new Set(
    (Array.isArray(items) ? items : []).flatMap((item: unknown) =>
      isRecord(item) && typeof item['name'] === 'string' ? [item['name']] : [],
    ),
  );
}

/** The data of a query that the server answers as if a role or a person had asked; it answers so to designers alone. */
async function askAs(
  tenant: string,
  { as, query, locale }: { readonly as: string; readonly query: string; readonly locale: string },
): Promise<unknown> {
  const response = await fetch(`/t/${tenant}/graphql`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Content-Type': 'application/json',
      'Accept-Language': locale,
      'X-Formwork-View-As': as,
    },
    body: JSON.stringify({ query }),
  }).catch(() => undefined);
  const answer: unknown = await response?.json().catch(() => undefined);
  const errors = isRecord(answer) && Array.isArray(answer['errors']) ? answer['errors'] : [];
  const first: unknown = errors[0];
  if (response === undefined || !isRecord(answer) || isRecord(first)) {
    const extensions = isRecord(first) && isRecord(first['extensions']) ? first['extensions'] : {};
    const said = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
    throw new ServerError(
      isRecord(first) ? said(first['message'], '') : (response?.statusText ?? ''),
      said(extensions['code'], 'NETWORK'),
      said(extensions['cure'], ''),
    );
  }
  return answer['data'];
}
