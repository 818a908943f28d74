import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReadPath } from '../../../../schema/expr/ast.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { mergeSelections, pathSelection, selectionText } from '../../documents/field-selection.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import type { WhyInput } from './why-plan.ts';
import { useWhyText } from './why-texts.ts';

/** So many values of one input are told. */
const VALUES_MAX = 6;

interface WhyInputsProps {
  readonly inputs: readonly WhyInput[];
  readonly tenant: string;
}

/** What an expression reads, each with its values and the record that they come from. */
export function WhyInputs({ inputs, tenant }: WhyInputsProps): ReactNode {
  return (
    <dl>
      {inputs.map((input) => (
        <Input key={input.label} input={input} tenant={tenant} />
      ))}
    </dl>
  );
}

function Input({ input, tenant }: { readonly input: WhyInput; readonly tenant: string }): ReactNode {
  const text = useWhyText();
  const { label, values, from } = input;
  const told = values.map((value) => (value === '' ? text('empty') : value));
  return (
    <div>
      <dt>
        {label}
        {from !== undefined && from.title !== '' && (
          <Link to="/w/$tenant/e/$entity/$id" params={{ tenant, entity: from.entity, id: from.id }}>
            {from.title}
          </Link>
        )}
      </dt>
      <dd>
        {told.length === 0 ? text('unseen') : told.slice(0, VALUES_MAX).join(' · ')}
        {told.length > VALUES_MAX && ` ${text('furtherValues', { count: told.length - VALUES_MAX })}`}
      </dd>
    </div>
  );
}

interface WhyRowAsk {
  readonly id: string;
  readonly reads: readonly ReadPath[];
  /** API names of further fields of the record. */
  readonly names: readonly string[];
}

/** The values that an expression reads, asked for as far as the reader may see them. */
export function useWhyRow(tenant: string, columning: Columning, { id, reads, names }: WhyRowAsk) {
  const { entity, locale } = columning;
  const selection = mergeSelections([
    { id: true, ...Object.fromEntries(names.map((name) => [name, true as const])) },
    ...reads.map((path) => pathSelection(columning, entity, path)),
  ]);
  const query = `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes ${selectionText(selection)} } }`;
  return useQuery<ApiRow, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'why', id, query],
    queryFn: async () => {
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { rows } = answer.data;
      return rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? {};
    },
  });
}
