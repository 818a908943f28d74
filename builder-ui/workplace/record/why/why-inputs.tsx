import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Expr } from '../../../../schema/expr/ast.ts';
import type { EntityModel } from '../../../../schema/model/model.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { mergeSelections, pathSelection, selectionText, type Selection } from '../../documents/field-selection.ts';
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

/** A row of a record: its entity, the API name of the field that holds it, and its id. */
export interface WhyLine {
  readonly entity: EntityModel;
  readonly lines: string;
  readonly id: string;
}

interface WhyRowAsk {
  readonly id: string;
  readonly expr: Pick<Expr, 'reads' | 'lineReads'>;
  /** API names of further fields of the record, or of the row. */
  readonly names: readonly string[];
  readonly line?: WhyLine | undefined;
}

/** The values of a record that an expression reads, and those of the row that it is of. */
export interface WhyRows {
  readonly row: ApiRow;
  readonly ofLine: ApiRow;
}

/** The values that an expression reads, asked for as far as the reader may see them. */
export function useWhyRow(tenant: string, columning: Columning, { id, expr, names, line }: WhyRowAsk) {
  const { entity, locale } = columning;
  const named: Selection = { id: true, ...Object.fromEntries(names.map((name) => [name, true as const])) };
  const ofDocument = expr.reads.map((path) => pathSelection(columning, entity, path));
  const selection = mergeSelections(
    line === undefined
      ? [named, ...ofDocument]
      : [
          { id: true },
          ...ofDocument,
          {
            [line.lines]: mergeSelections([
              named,
              ...expr.lineReads.map((path) => pathSelection(columning, line.entity, path)),
            ]),
          },
        ],
  );
  const query = `query ($id: ID!) { rows: ${entity.plural}(where: { id: { eq: $id } }, first: 1, bin: INCLUDE) { nodes ${selectionText(selection)} } }`;
  return useQuery<WhyRows, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'why', id, line?.id, query],
    queryFn: async () => {
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { rows } = answer.data;
      const row = rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? {};
      const ofLine = line === undefined ? undefined : rowsOf(row[line.lines]).find((one) => one['id'] === line.id);
      return { row, ofLine: ofLine ?? {} };
    },
  });
}
