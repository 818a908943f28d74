import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { TransitionModel } from '../../../schema/model/behaviour.ts';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { compileForm } from '../../form-runtime/form-plan.ts';
import { RecordForm } from '../../form-runtime/record-form.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById, pathEnd, statesOf } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { ApiRow } from '../documents/row-values.ts';
import { Cell, Tag, type Reading } from '../list/cell.tsx';
import { usePhone } from '../list/use-phone.ts';
import { formRights } from '../record/field-rights.ts';
import { useRecordRow } from '../record/use-record-row.ts';
import { useApiRights } from '../use-api-rights.ts';
import { useEvalContext } from '../use-clock.ts';
import { useRowsLive } from '../use-rows-live.ts';
import { useSources } from '../use-sources.ts';
import type { ApprovalItem } from './inbox-items.ts';
import { useInboxText } from './inbox-texts.ts';
import { useTitlesOf } from './use-titles-of.ts';
import '../record/record.css';

interface InboxRecordProps {
  readonly item: ApprovalItem;
  readonly reading: Reading;
}

/** What the request would change, and the record it is about, as far as the reader may see it. */
export function InboxRecord({ item, reading }: InboxRecordProps): ReactNode {
  const tenant = useTenant();
  const text = useInboxText();
  const entity = tenant.model.entities.find(({ apiName }) => apiName === item.entity);
  const { rights, error, retry } = useApiRights(tenant, entity);
  if (entity === undefined) return null;
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (rights.reads(entity)) return <ReadableRecord {...{ item, reading, entity, rights }} />;
  return (
    <>
      <Changes {...{ item, reading, entity }} row={undefined} />
      <p className="inbox-note">{text('recordHidden')}</p>
    </>
  );
}

interface ReadableProps extends InboxRecordProps {
  readonly entity: EntityModel;
  readonly rights: ApiRights;
}

function ReadableRecord({ item, reading, entity, rights }: ReadableProps): ReactNode {
  const tenant = useTenant();
  const text = useInboxText();
  const { model, timeZone, name } = tenant;
  const { locale } = reading;
  const phone = usePhone();
  useRowsLive(name, entity);
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const { query, stored } = useRecordRow({ tenant: name, columning, reading, id: item.recordId, isWanted: true });
  const sources = useSources(tenant, rights);
  const { actor } = useEvalContext(tenant);
  const state = stored?.row['state'];
  const form = useMemo(
    () =>
      compileForm(model, entity.id, {
        locale,
        phone,
        rights: formRights(model, entity, { rights, isNew: false }),
        ...(typeof state === 'string' ? { state } : {}),
      }),
    [model, entity, rights, locale, phone, state],
  );
  const transition = transitionOf(model.behaviour.workflows, entity, item);
  const changed = useMemo(
    () => [
      ...item.input.map(({ field }) => field),
      ...(transition?.set ?? []).flatMap(({ field }) => entity.fields.find(({ id }) => id === field)?.apiName ?? []),
    ],
    [item, transition, entity],
  );
  const sheet = useHighlight(changed);
  if (stored === undefined)
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  if (stored === null)
    return (
      <>
        <Changes {...{ item, reading, entity }} row={undefined} />
        <p className="inbox-note">{text('recordHidden')}</p>
      </>
    );
  return (
    <>
      <Changes {...{ item, reading, entity }} row={stored.row} />
      <section className="inbox-part inbox-form" ref={sheet}>
        <h3>{text('record')}</h3>
        <RecordForm
          key={`${item.recordId} ${stored.version}`}
          {...{ form, sources, actor, timeZone }}
          value={stored.value}
          stored={stored.value}
          onChange={unchanged}
          readOnly
        />
      </section>
    </>
  );
}

/** Nothing can be typed here. */
function unchanged(): void {}

/** Marks the fields that the request changes, also those of a tab that is opened later. */
function useHighlight(changed: readonly string[]) {
  // Known as soon as it is drawn, whatever else is drawn again after it.
  const [sheet, setSheet] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (sheet === null) return undefined;
    const mark = (): void => {
      for (const field of sheet.querySelectorAll<HTMLElement>('[data-field]')) {
        const isChanged = changed.includes(field.dataset['field'] ?? '');
        if (isChanged !== 'changed' in field.dataset) field.toggleAttribute('data-changed', isChanged);
      }
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(sheet, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [changed, sheet]);
  return setSheet;
}

interface ChangesProps extends InboxRecordProps {
  readonly entity: EntityModel;
  readonly row: ApiRow | undefined;
}

/** State and fields: as they are, and as they will be. */
function Changes({ item, reading, entity, row }: ChangesProps): ReactNode {
  const { model, name } = useTenant();
  const text = useInboxText();
  const { locale } = reading;
  const titles = useTitlesOf(
    name,
    item.input.map(({ field, value }) => {
      const type = entity.fields.find(({ apiName }) => apiName === field)?.type;
      return { value, entity: type?.kind === 'ref' ? entityById(model, type.to) : undefined };
    }),
  );
  const transition = transitionOf(model.behaviour.workflows, entity, item);
  const states = statesOf(model, entity, locale);
  const stateTag = (value: unknown): ReactNode => {
    const state = states.find((one) => one.value === value);
    return state === undefined ? null : <Tag label={state.label} color={state.color} />;
  };
  const given = new Set(item.input.map(({ field }) => field));
  const set = (transition?.set ?? []).flatMap(({ field }) => entity.fields.find(({ id }) => id === field) ?? []);
  return (
    <section className="inbox-part">
      <h3>{text('changes')}</h3>
      <div className="changes-scroll">
        <table className="changes">
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{text('changes')}</span>
              </th>
              <th scope="col">{text('before')}</th>
              <th scope="col">{text('after')}</th>
            </tr>
          </thead>
          <tbody>
            {transition !== undefined && (
              <tr>
                <th scope="row">{text('status')}</th>
                <td>{stateTag(row?.['state'] ?? (transition.from.length === 1 ? transition.from[0] : undefined))}</td>
                <td>{stateTag(transition.to)}</td>
              </tr>
            )}
            {item.input.map(({ field, label, value }) => (
              <tr key={field}>
                <th scope="row">{label}</th>
                <td className="changes-before">
                  <Shown {...{ entity, reading }} field={field} value={row?.[field]} />
                </td>
                <td className="changes-after">
                  {typeof value === 'string' && titles.has(value) ? (
                    titles.get(value)
                  ) : (
                    <Shown {...{ entity, reading, field, value }} />
                  )}
                </td>
              </tr>
            ))}
            {set
              .filter(({ apiName }) => !given.has(apiName))
              .map((field) => (
                <tr key={field.id}>
                  <th scope="row">{textIn(field.label, locale)}</th>
                  <td className="changes-before">
                    <Shown {...{ entity, reading }} field={field.apiName} value={row?.[field.apiName]} />
                  </td>
                  <td className="changes-none">{text('byStep')}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface ShownProps {
  readonly entity: EntityModel;
  /** API name. */
  readonly field: string;
  readonly value: unknown;
  readonly reading: Reading;
}

function Shown({ entity, field, value, reading }: ShownProps): ReactNode {
  const { model } = useTenant();
  const text = useInboxText();
  const path = entity.fields.find(({ apiName }) => apiName === field)?.id ?? field;
  const end = pathEnd(model, entity, { path, locale: reading.locale });
  if (end === undefined || value === null || value === undefined || value === '')
    return <span className="changes-none">{text('none')}</span>;
  return <Cell end={end} value={value} reading={reading} />;
}

function transitionOf(
  workflows: readonly { readonly id: string; readonly transitions: readonly TransitionModel[] }[],
  entity: EntityModel,
  { transition }: ApprovalItem,
): TransitionModel | undefined {
  return workflows.find(({ id }) => id === entity.workflow)?.transitions.find(({ id }) => id === transition);
}
