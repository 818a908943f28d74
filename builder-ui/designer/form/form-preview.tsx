import { useQuery } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { compileForm } from '../../form-runtime/form-plan.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import { RecordForm } from '../../form-runtime/record-form.tsx';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { recordDocument } from '../../workplace/documents/record-document.ts';
import { formRecord, isApiRow, rowsOf } from '../../workplace/documents/row-values.ts';
import { useApiRights } from '../../workplace/use-api-rights.ts';
import { useSources } from '../../workplace/use-sources.ts';
import { useDraft } from '../session/draft-context.tsx';
import { useFormDesign, useFormTarget, useStage } from './form-context.tsx';
import { madeUpRecord } from './made-up-record.ts';
import { rememberPreview } from './preview-values.ts';
import { usePreviewText } from './preview-texts.ts';
import { rightsOfRoles } from './preview-rights.ts';
import { usePreviewActor, ViewerPicker } from './viewer-picker.tsx';

const MADE_UP = '';
const RECORDS_OFFERED = 20;

/** The form as people will have it: with a record of theirs or made-up values, as a role, in a state, on a screen. */
export function FormPreview(): ReactNode {
  const { entity: entityId } = useFormDesign();
  const { locale } = useLanguage();
  const text = usePreviewText();
  const tenant = useTenant();
  const target = useFormTarget();
  const device = useStage((state) => state.device);
  const { model, issues } = useDraft(({ compiled }) => compiled);
  const template = useDraft(({ log }) => log.template);
  const [record, setRecord] = useState(MADE_UP);
  const [viewer, setViewer] = useState('');
  const [state, setState] = useState('');
  const actor = usePreviewActor(viewer);
  const { roles } = actor;
  const inForce = tenant.model.entities.find(({ id }) => id === entityId);
  const { rights } = useApiRights(tenant, inForce);
  const sources = useSources(tenant, rights);
  const stored = useStoredRecord(record, { inForce, model, entityId });
  const entity = model.entities.find(({ id }) => id === entityId);
  const view = target?.view;
  const form = useMemo(() => {
    if (entity === undefined || view === undefined) return undefined;
    return compileForm(model, entity.id, {
      locale,
      form: view,
      phone: device === 'phone',
      ...(viewer === '' ? {} : { rights: rightsOfRoles(template, roles) }),
      ...(state === '' ? {} : { state }),
    });
  }, [model, entity, view, locale, device, viewer, roles, state, template]);
  const value = useMemo(() => {
    if (entity === undefined) return {};
    const base = stored ?? madeUpRecord(model, entity, locale);
    return state === '' ? base : { ...base, state };
  }, [model, entity, stored, locale, state]);
  const [typed, setTyped] = useState<RecordValue>();
  useEffect(() => rememberPreview(tenant.name, entityId, typed ?? value), [tenant.name, entityId, typed, value]);
  if (form === undefined || entity === undefined) return <p className="form-notice">{text('noPreview')}</p>;
  return (
    <div className="preview">
      <div className="preview-bar">
        <RecordPicker
          isReady={rights !== undefined}
          inForce={inForce}
          value={record}
          onChange={setRecord}
          search={sources.searchReference}
        />
        <ViewerPicker value={viewer} onChange={setViewer} />
        <StatePicker model={model} entity={entity} value={state} onChange={setState} />
      </div>
      {issues.length > 0 && <Alert banner type="warning" title={text('lastGood', { count: issues.length })} />}
      <div className="stage-ground">
        <div className={`paper preview-paper is-${device}`}>
          <RecordForm
            key={`${record} ${viewer} ${state} ${device} ${locale}`}
            form={form}
            value={value}
            onChange={setTyped}
            sources={sources}
            actor={actor}
            timeZone={tenant.timeZone}
          />
        </div>
        <p className="preview-note">{text(typed === undefined ? 'tryIt' : 'notSaved')}</p>
      </div>
    </div>
  );
}

/** A record of the version in force, in the terms of the draft: fields are known by their ids, whatever they are called. */
function useStoredRecord(
  id: string,
  {
    inForce,
    model,
    entityId,
  }: { readonly inForce: EntityModel | undefined; readonly model: Model; readonly entityId: string },
): RecordValue | undefined {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const { rights } = useApiRights(tenant, inForce);
  const { data } = useQuery({
    queryKey: ['preview', tenant.name, entityId, id, tenant.version],
    enabled: id !== MADE_UP && inForce !== undefined && rights !== undefined,
    queryFn: async () => {
      if (inForce === undefined || rights === undefined) return null;
      const query = recordDocument({ model: tenant.model, rights }, inForce, []);
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant.name, { query, variables: { id }, locale });
      const [row] = answer.ok && isApiRow(answer.data.rows) ? rowsOf(answer.data.rows['nodes']) : [];
      return row === undefined ? null : formRecord(tenant.model, inForce, row);
    },
  });
  return useMemo(() => {
    const drafted = model.entities.find((entity) => entity.id === entityId);
    if (data === null || data === undefined || inForce === undefined || drafted === undefined) return undefined;
    const names = new Map(inForce.fields.map((field) => [field.apiName, field.id]));
    const now = new Map(drafted.fields.map((field) => [String(field.id), field.apiName]));
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [now.get(names.get(name) ?? '') ?? name, value]),
    );
  }, [data, inForce, model, entityId]);
}

function RecordPicker({
  isReady,
  inForce,
  value,
  onChange,
  search,
}: {
  /** What the reader may ask is known. */
  readonly isReady: boolean;
  readonly inForce: EntityModel | undefined;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly search: (
    entity: string,
    text: string,
    options: { readonly limit: number },
  ) => Promise<readonly { readonly id: string; readonly title: string }[]>;
}): ReactNode {
  const text = usePreviewText();
  const tenant = useTenant();
  const [typed, setTyped] = useState('');
  const { data = [] } = useQuery({
    queryKey: ['preview-records', tenant.name, inForce?.id, typed],
    enabled: isReady && inForce !== undefined && inForce.kind !== 'line',
    queryFn: () => search(inForce?.id ?? '', typed, { limit: RECORDS_OFFERED }),
  });
  return (
    <Select
      className="preview-record"
      aria-label={text('record')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value}
      options={[
        { value: MADE_UP, label: text('madeUp') },
        ...data.map(({ id, title }) => ({ value: id, label: title })),
      ]}
      onChange={onChange}
    />
  );
}

function StatePicker({
  model,
  entity,
  value,
  onChange,
}: {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly value: string;
  readonly onChange: (state: string) => void;
}): ReactNode {
  const text = usePreviewText();
  const { locale } = useLanguage();
  const workflow = model.workflows.find(({ id }) => id === entity.workflow);
  if (workflow === undefined) return null;
  return (
    <Select
      className="preview-choice"
      aria-label={text('inState')}
      value={value}
      options={[
        { value: '', label: text('anyState') },
        ...workflow.states.map(({ id, label }) => ({
          value: id,
          label: text('in', { state: textIn(label, locale) || id }),
        })),
      ]}
      onChange={onChange}
    />
  );
}
