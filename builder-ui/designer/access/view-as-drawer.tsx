import { Alert, Drawer, Tag } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Model } from '../../../schema/model/model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { shown } from '../changes/change-item.tsx';
import { useChangesText } from '../changes/changes-texts.ts';
import { useAccessText } from './access-texts.ts';
import { useRoleView, type RoleView } from './view-as.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** What a role really gets of an object: its list and its form, as the server answers it. */
export function ViewAsDrawer({
  role,
  name,
  onClose,
}: {
  readonly role: string | undefined;
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const text = useAccessText();
  return (
    <Drawer
      open={role !== undefined}
      onClose={onClose}
      size={860}
      title={text('viewAs', { role: name })}
      destroyOnHidden
    >
      {role !== undefined && <ViewAsRole role={role} name={name} />}
    </Drawer>
  );
}

function ViewAsRole({ role, name }: { readonly role: string; readonly name: string }): ReactNode {
  const text = useAccessText();
  const { roles, model } = useTenant();
  if (!roles.some(({ id }) => id === role)) return <Alert type="info" showIcon title={text('viewAsNew')} />;
  return <ViewAs as={`role:${role}`} name={name} first={firstSeen(model, [role])} />;
}

/** What is looked at first: a document that one of the roles reads, which tells more than currencies do. */
export function firstSeen({ roles, entities }: Model, held: readonly string[]): string | undefined {
  const read = roles
    .filter(({ id }) => held.includes(id))
    .flatMap(({ grants }) =>
      grants.flatMap(({ entity, can }) => (entity !== undefined && can.includes('read') ? [entity] : [])),
    );
  const isDocument = (id: string): boolean => entities.some((one) => one.id === id && one.kind === 'document');
  return read.find(isDocument) ?? read[0];
}

interface ViewAsProps {
  /** `role:<id>` or `user:<id>`. */
  readonly as: string;
  readonly name: string;
  /** The object that is shown first. */
  readonly first?: string | undefined;
}

/** An object's list and form as somebody has them, and which object. */
export function ViewAs({ as, name, first }: ViewAsProps): ReactNode {
  const text = useAccessText();
  const id = useId();
  const { locale } = useLanguage();
  const tenant = useTenant();
  const objects = tenant.model.entities.filter(({ kind }) => kind !== 'line');
  const [chosen, setChosen] = useState<string | undefined>(
    () => (objects.find((one) => one.id === first) ?? objects[0])?.id,
  );
  const entity = objects.find((one) => one.id === chosen);
  const view = useRoleView(tenant.name, { as, entity });
  return (
    <div className="view-as">
      <p className="soft">{text('viewAsHint', { number: tenant.version })}</p>
      <label htmlFor={id}>{text('viewAsObject')}</label>
      <ChoiceSelect
        id={id}
        value={chosen}
        onChange={setChosen}
        options={objects.map((one) => ({ value: one.id, label: textIn(one.label, locale) }))}
      />
      {view.isPending && <Waiting />}
      {view.error !== null && (
        <Alert type="warning" showIcon title={view.error.message} description={view.error.cure} />
      )}
      {view.data === null && (
        <Alert
          type="info"
          showIcon
          title={text('viewAsNothing', { role: name, target: textIn(entity?.label, locale) })}
        />
      )}
      {view.data !== undefined && view.data !== null && <Seen view={view.data} />}
    </div>
  );
}

function Seen({ view }: { readonly view: RoleView }): ReactNode {
  const text = useAccessText();
  const words = useChangesText();
  const { locale } = useLanguage();
  const columns = view.fields.slice(0, 8);
  const [first] = view.rows;
  const value = (row: Readonly<Record<string, unknown>> | undefined, key: string): string =>
    row?.[key] === undefined || row[key] === null ? '' : shown(row[key], { text: words, locale });
  return (
    <>
      <h2>
        {text('theList')} <span className="soft">{text('recordCount', { count: view.count })}</span>
      </h2>
      {view.rows.length === 0 ? (
        <p className="soft">{text('noRecords')}</p>
      ) : (
        <div className="view-as-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                {columns.map(({ field }) => (
                  <th key={field.id} scope="col">
                    {textIn(field.label, locale)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row) => (
                <tr key={String(row['id'])}>
                  {columns.map(({ field }) => (
                    <td key={field.id}>{value(row, field.apiName)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>{text('theForm')}</h2>
      <dl className="view-as-form">
        {view.fields.map(({ field, isEditable }) => (
          <div key={field.id} className={isEditable ? 'is-editable' : ''}>
            <dt>
              {textIn(field.label, locale)} {!isEditable && <Tag>{text('see')}</Tag>}
            </dt>
            <dd>{value(first, field.apiName)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
