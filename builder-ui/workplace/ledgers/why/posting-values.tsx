import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { PostingModel } from '../../../../schema/model/behaviour.ts';
import { dimensionsOf, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import type { ApiRights } from '../../documents/api-rights.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { isApiRow, textOf, type ApiRow } from '../../documents/row-values.ts';
import type { Reading } from '../../list/cell.tsx';
import { useWhyRow, WhyInputs } from '../../record/why/why-inputs.tsx';
import { inputsOf } from '../../record/why/why-plan.ts';
import { useApiRights } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import type { MovementDocument } from '../ledger-view.ts';
import { useMovementText } from './movement-why-texts.ts';
import { linesBehind, postingReads } from './posting-inputs.ts';

interface PostingValuesProps {
  readonly tenant: TenantModel;
  readonly reading: Reading;
  readonly shown: LedgerEntity;
  readonly document: MovementDocument;
  readonly row: ApiRow;
  /** Whether one movement was asked about, not all of the posting. */
  readonly isOne: boolean;
}

/** What the rule read of the document, and of the lines that made the movement. */
export function PostingValues(props: PostingValuesProps): ReactNode {
  const { tenant, document, row } = props;
  const rule = textOf(row['postingRule']);
  const posting = tenant.model.behaviour.postings.find(({ id }) => id === rule);
  const { rights } = useApiRights(tenant, document.entity);
  if (posting?.entity !== document.entity.id || rights === undefined) return null;
  return <Values {...props} posting={posting} rights={rights} />;
}

interface ValuesProps extends PostingValuesProps {
  readonly posting: PostingModel;
  readonly rights: ApiRights;
}

function Values({ tenant, reading, shown, document, row, isOne, posting, rights }: ValuesProps): ReactNode {
  const { locale } = useLanguage();
  const text = useMovementText();
  const context = useEvalContext(tenant);
  const { model } = tenant;
  const { entity } = document;
  const { reads, lines } = postingReads(model, entity, posting);
  const columning: Columning = { model, entity, rights, locale };
  const all = lines === undefined ? reads : [...reads, ...lines.reads.map((path) => [lines.field.id, ...path])];
  const { data } = useWhyRow(tenant.name, columning, {
    id: document.id,
    expr: { reads: all, lineReads: [] },
    names: [],
  });
  if (data === undefined) return null;
  const inputs = inputsOf({ model, entity, reading }, { reads }, data.row);
  const behind =
    lines === undefined
      ? []
      : linesBehind({ model, entity, posting, lines, context }, data.row, isOne ? keysOf(shown, row) : new Map());
  const table =
    lines === undefined ? [] : behind.map((line) => inputsOf({ model, entity: lines.entity, reading }, lines, line));
  if (inputs.length === 0 && table.length === 0) return null;
  return (
    <>
      <h2>{text('values')}</h2>
      <p className="why-differs">{text('valuesNow')}</p>
      {inputs.length > 0 && <WhyInputs inputs={inputs} tenant={tenant.name} />}
      {lines !== undefined && table.length > 0 && (
        // A table that scrolls is reached by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="movement-why-lines" role="region" aria-label={textIn(lines.field.label, locale)} tabIndex={0}>
          <table>
            <caption className="unseen">{textIn(lines.field.label, locale)}</caption>
            <thead>
              <tr>
                {table[0]?.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.map((cells, index) => (
                // Lines stand in their order.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={index}>
                  {cells.map(({ label, values }) => (
                    <td key={label}>{values.join(' · ')}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** The key of a movement, by dimension: ids of rows, people and departments. */
function keysOf({ ledger, entity }: LedgerEntity, row: ApiRow): ReadonlyMap<string, string> {
  return new Map(
    dimensionsOf(ledger).flatMap(({ id }) => {
      const name = entity.fields.find((field) => field.id === id)?.apiName ?? id;
      const value = row[name];
      const known = isApiRow(value) ? textOf(value['id']) : textOf(value);
      return known === '' ? [] : [[id, known] as const];
    }),
  );
}
