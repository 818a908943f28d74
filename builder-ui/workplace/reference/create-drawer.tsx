import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { compileForm } from '../../form-runtime/form-plan.ts';
import type { Choice } from '../../form-runtime/form-sources.ts';
import type { FormIssue, RecordValue } from '../../form-runtime/form-value.ts';
import { RecordForm, type RecordFormHandle } from '../../form-runtime/record-form.tsx';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { createDocument } from '../documents/record-document.ts';
import type { ApiRow } from '../documents/row-values.ts';
import { createInput, formIssues } from '../documents/write-input.ts';
import { formRights } from '../record/field-rights.ts';
import { initialValue } from '../record/initial-value.ts';
import { renewRows, useApiRights } from '../use-api-rights.ts';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import { useReferenceText } from './reference-texts.ts';
import { choicesById, titlesKey } from './search-references.ts';
import './reference.css';

interface CreateProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  /** What was sought and not found. */
  readonly text: string;
  readonly onDone: (made: Choice | undefined) => void;
}

/** A new row for a reference, made beside the form that needs it (SPEC [FORM-25]). */
export function CreateDrawer(props: CreateProps): ReactNode {
  const { tenant, entity, onDone } = props;
  const { locale } = useLanguage();
  const t = useReferenceText();
  const { rights, error, retry } = useApiRights(tenant, entity);
  const title = t('newOf', { what: textIn(entity.label, locale) });
  return (
    <Drawer
      open
      title={title}
      size={480}
      onClose={() => onDone(undefined)}
      destroyOnHidden
      className="reference-drawer"
    >
      {rights === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Failure error={error} retry={retry} />
        )
      ) : (
        <CreateForm {...props} rights={rights} />
      )}
    </Drawer>
  );
}

function CreateForm({ tenant, entity, text, rights, onDone }: CreateProps & { readonly rights: ApiRights }): ReactNode {
  const { locale } = useLanguage();
  const t = useReferenceText();
  const client = useQueryClient();
  const sources = useSources(tenant, rights);
  const context = useEvalContext(tenant);
  const { model, name, timeZone } = tenant;
  const columning = { model, entity, rights, locale };
  const form = useMemo(
    () =>
      compileForm(model, entity.id, {
        locale,
        phone: true,
        rights: formRights(model, entity, { rights, isNew: true }),
      }),
    [model, entity, locale, rights],
  );
  const [value, setValue] = useState<RecordValue>(() => ({
    ...initialValue(entity, context),
    ...titled(entity, text),
  }));
  const [issues, setIssues] = useState<readonly FormIssue[]>([]);
  const [isSaving, setSaving] = useState(false);
  const handle = useRef<RecordFormHandle>(null);
  const words = useWorkText();
  const reading = { text: words, locale, timeZone };
  // One key for one drawer: an answer that was lost on the way makes no second record.
  const key = useRef(crypto.randomUUID());
  const save = async (): Promise<void> => {
    if ((handle.current?.validate() ?? []).length > 0) {
      handle.current?.focusFirstIssue();
      return;
    }
    const typed = handle.current?.flush() ?? value;
    setSaving(true);
    try {
      const variables = { input: createInput({ model, rights }, entity, typed), key: key.current };
      const answer = await askTenant<{ readonly row: ApiRow }>(name, {
        query: createDocument(entity),
        variables,
        locale,
      });
      if (!answer.ok) {
        key.current = crypto.randomUUID();
        setIssues(formIssues(answer.issues, { value: typed }));
        return;
      }
      const id = String(answer.data.row['id']);
      await client.invalidateQueries({ queryKey: titlesKey(name, entity.id) });
      await renewRows(client, name, entity.id);
      const [made] = await choicesById({ client, tenant: name, columning, reading }, [id]);
      onDone(made ?? { id, title: text });
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <RecordForm
        ref={handle}
        {...{ form, value, issues, sources, timeZone }}
        actor={context.actor}
        onChange={setValue}
      />
      <div className="reference-buttons">
        <Button onClick={() => onDone(undefined)}>{t('cancel')}</Button>
        <Button type="primary" loading={isSaving} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </>
  );
}

/** What was sought is most likely the name of what is made. */
function titled(entity: EntityModel, text: string): RecordValue {
  const field = entity.fields.find(({ id }) => id === entity.title);
  return field?.type.kind === 'text' && text !== '' ? { [field.apiName]: text } : {};
}
