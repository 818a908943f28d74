import { Checkbox, Input, Modal, Radio } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { useSavedText } from './saved-texts.ts';
import type { SavedView } from './use-saved-views.ts';
import './save-view-dialog.css';

interface SaveViewDialogProps {
  readonly tenant: TenantModel;
  /** The view that is renamed or shared; none for a new one. */
  readonly view: SavedView | undefined;
  /** Gives what was refused. */
  readonly onSave: (given: Pick<SavedView, 'name' | 'sharedWith'>) => Promise<readonly string[]>;
  readonly onClose: () => void;
}

type Who = 'me' | 'all' | 'roles';

/** A name for the view, and for who may share, who sees it. */
export function SaveViewDialog({ tenant, view, onSave, onClose }: SaveViewDialogProps): ReactNode {
  const text = useSavedText();
  const nameId = useId();
  const given = view?.sharedWith ?? null;
  const [name, setName] = useState(view?.name ?? '');
  const [who, setWho] = useState<Who>(given === null ? 'me' : given.length === 0 ? 'all' : 'roles');
  const [roles, setRoles] = useState<readonly string[]>(given ?? []);
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const mayShare = tenant.myRoles.some((role) => role === 'owner' || role === 'template.publish');
  const isReady = name.trim() !== '' && (who !== 'roles' || roles.length > 0);
  const save = async (): Promise<void> => {
    if (!isReady) return;
    setSaving(true);
    const told = await onSave({ name: name.trim(), sharedWith: who === 'me' ? null : who === 'all' ? [] : roles });
    setSaving(false);
    setRefused(told);
    if (told.length === 0) onClose();
  };
  return (
    <Modal
      open
      title={text(view === undefined ? 'saveAs' : 'edit')}
      okText={text('save')}
      cancelText={text('cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={isSaving}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="save-view">
        <label htmlFor={nameId}>{text('name')}</label>
        <Input
          id={nameId}
          value={name}
          maxLength={64}
          autoFocus
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => void save()}
        />
        {mayShare && (
          <Radio.Group
            aria-label={text('sharing')}
            value={who}
            onChange={(event) => setWho(WHO.find((one) => one === event.target.value) ?? 'me')}
            options={[
              { value: 'me', label: text('onlyMe') },
              { value: 'all', label: text('everybody') },
              { value: 'roles', label: text('someRoles') },
            ]}
          />
        )}
        {mayShare && who === 'roles' && (
          <Checkbox.Group
            className="save-view-roles"
            aria-label={text('roles')}
            value={[...roles]}
            onChange={(next) => setRoles(next.map(String))}
            options={tenant.roles.filter(({ isBuiltIn }) => !isBuiltIn).map(({ id, label }) => ({ value: id, label }))}
          />
        )}
        {refused.map((one) => (
          <p key={one} className="is-bad" role="alert">
            {one}
          </p>
        ))}
      </div>
    </Modal>
  );
}

const WHO: readonly Who[] = ['me', 'all', 'roles'];
