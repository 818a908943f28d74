import { useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Word } from '../../../schema/expr/condition-words.ts';
import type { RuleCaseDef } from '../../../schema/template/template-tests.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { recordDocument } from '../../workplace/documents/record-document.ts';
import { expressionRow, isApiRow, rowsOf } from '../../workplace/documents/row-values.ts';
import { useApiRights } from '../../workplace/use-api-rights.ts';
import { useSources } from '../../workplace/use-sources.ts';
import { previewOf } from '../form/preview-values.ts';
import { useDraft } from '../session/draft-context.tsx';
import { valuesAt } from './rule-rows.ts';
import { useRuleText } from './rule-texts.ts';

const RECORDS_OFFERED = 20;

interface RowSourcesProps {
  readonly entity: string;
  readonly columns: readonly Word[];
  readonly onRow: (values: Pick<RuleCaseDef, 'doc'>) => void;
}

/** Makes rows of a record that is there, or of what was typed into the preview. */
export function RowSources({ entity, columns, onRow }: RowSourcesProps): ReactNode {
  const text = useRuleText();
  const tenant = useTenant();
  const model = useDraft(({ compiled }) => compiled.model);
  const typed = previewOf(tenant.name, entity);
  const drafted = model.entities.find(({ id }) => id === entity);
  return (
    <>
      <FromRecord entity={entity} columns={columns} onRow={onRow} />
      {typed !== undefined && drafted !== undefined && (
        <Button size="small" onClick={() => onRow(valuesAt(expressionRow(model, drafted, typed), columns))}>
          {text('fromPreview')}
        </Button>
      )}
    </>
  );
}

/** Records of the version in force: one of an object that is not published yet has none. */
function FromRecord({ entity, columns, onRow }: RowSourcesProps): ReactNode {
  const text = useRuleText();
  const tenant = useTenant();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const inForce = tenant.model.entities.find(({ id }) => id === entity);
  const { rights } = useApiRights(tenant, inForce);
  const sources = useSources(tenant, rights);
  const [typed, setTyped] = useState('');
  const { data = [] } = useQuery({
    queryKey: ['rule-records', tenant.name, entity, typed],
    enabled: rights !== undefined && inForce !== undefined && inForce.kind !== 'line',
    queryFn: () => sources.searchReference(entity, typed, { limit: RECORDS_OFFERED }),
  });
  if (inForce === undefined || inForce.kind === 'line' || rights === undefined) return null;
  const take = async (id: string): Promise<void> => {
    const paths = columns.flatMap(({ path }) => apiPath(tenant.model, entity, path) ?? []);
    const query = recordDocument({ model: tenant.model, rights }, inForce, paths);
    const answer = await askTenant<{ readonly rows?: unknown }>(tenant.name, { query, variables: { id }, locale });
    const [row] = answer.ok && isApiRow(answer.data.rows) ? rowsOf(answer.data.rows['nodes']) : [];
    if (row === undefined) void message.warning(text('recordGone'));
    else onRow(valuesAt(expressionRow(tenant.model, inForce, row), columns));
  };
  return (
    <Select
      size="small"
      className="try-out-record"
      aria-label={text('fromRecord')}
      placeholder={text('fromRecord')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={null}
      options={data.map(({ id, title }) => ({ value: id, label: title }))}
      onChange={(id: string | null) => {
        if (id !== null) void take(id);
      }}
    />
  );
}

/** `doc.customer.credit` by the API names of the version in force; none where a step is not published yet. */
function apiPath(
  model: ReturnType<typeof useTenant>['model'],
  entityId: string,
  [, ...steps]: readonly string[],
): string | undefined {
  let entity = model.entities.find(({ id }) => id === entityId);
  const names: string[] = [];
  for (const step of steps) {
    const field = entity?.fields.find(({ id }) => id === step);
    if (field === undefined) return undefined;
    names.push(field.apiName);
    const { type } = field;
    entity = type.kind === 'ref' ? model.entities.find(({ id }) => id === type.to) : undefined;
  }
  return names.length === 0 ? undefined : names.join('.');
}
