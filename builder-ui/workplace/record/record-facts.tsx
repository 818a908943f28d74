import { useMemo, type ReactNode } from 'react';
import { viewsFor } from '../../../schema/model/views.ts';
import type { CompiledForm, FormField } from '../../form-runtime/form-plan.ts';
import { useFormText } from '../../form-runtime/form-texts.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import { shownText, unitOf } from '../../form-runtime/shown-value.tsx';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';

interface FactsProps {
  readonly columning: Columning;
  readonly form: CompiledForm;
  /** As it is on the screen. */
  readonly value: RecordValue;
  readonly reading: Reading;
}

/** What tells the record from others at a glance, as it is typed: whom it is about, how much, until when (SPEC [WRK-101]). */
export function RecordFacts({ columning, form, value, reading }: FactsProps): ReactNode {
  const t = useFormText();
  const facts = useMemo(() => factsOf(columning, form), [columning, form]);
  const told = facts.flatMap((field) => {
    const text = shownText(field, value[field.apiName], { t, locale: reading.locale, timeZone: reading.timeZone });
    return text === '' ? [] : [{ field, text }];
  });
  if (told.length === 0) return null;
  return (
    <dl className="record-facts">
      {told.map(({ field, text }) => (
        <div key={field.field}>
          <dt>{field.label}</dt>
          <dd className={field.kind === 'money' ? 'is-money' : ''}>
            {text} {field.kind === 'money' ? unitOf(field) : ''}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * Of the columns of the list: the first record it refers to, the last amount of money, the first date. What other
 * records come to together (`rollup`) is told only where there is no amount of its own.
 */
function factsOf({ model, entity }: Columning, form: CompiledForm): readonly FormField[] {
  const columns = viewsFor(model, entity.id).list.columns.flatMap(({ id, field = id }) => {
    const found = form.fields.find((one) => one.field === field);
    return found === undefined || found.field === entity.title || found.lock === 'masked' ? [] : [found];
  });
  const whom = columns.find(({ widget }) => widget === 'reference');
  const amounts = columns.filter(({ kind }) => kind === 'money');
  const own = entity.fields.filter(({ rollup }) => rollup === undefined).map(({ id }): string => id);
  const amount = amounts.findLast(({ field }) => own.includes(field)) ?? amounts.at(-1);
  const until = columns.find(({ widget }) => widget === 'date' || widget === 'datetime');
  return [whom, amount, until].filter((field) => field !== undefined);
}
