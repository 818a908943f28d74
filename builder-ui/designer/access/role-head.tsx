import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn, type Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { RoleDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { NameDialog } from '../parts/name-dialog.tsx';
import { newId } from '../parts/new-id.ts';
import { toJson } from './to-json.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { useAccessText } from './access-texts.ts';
import { ViewAsDrawer } from './view-as-drawer.tsx';

/** A role at the head of its column, with what one can do with it. */
export function RoleHead({ role, roles }: { readonly role: RoleDef; readonly roles: readonly RoleDef[] }): ReactNode {
  const text = useAccessText();
  const { locale } = useLanguage();
  const { modal } = App.useApp();
  const session = useDraftSession();
  const [isRenaming, setRenaming] = useState(false);
  const [isViewing, setViewing] = useState(false);
  const name = textIn(role.label ?? humanText(role.id), locale);
  const duplicate = (): void => {
    const own = role.label ?? humanText(role.id);
    const label: Text = { en: `Copy of ${textIn(own, 'en')}`, 'zh-CN': `${textIn(own, 'zh-CN')} 副本` };
    const id = newId({ label, taken: roles.map((one) => one.id), style: 'camel', fallback: 'role' });
    const { origin: _origin, ...rest } = role;
    session.run(text('copyOf', { role: name }), [
      { kind: 'addItem', list: ['roles'], item: toJson({ ...rest, id, label }) },
    ]);
  };
  const remove = (): void => {
    modal.confirm({
      title: text('removeAsk', { role: name }),
      content: text('removeHint'),
      okText: text('remove'),
      okButtonProps: { danger: true },
      cancelText: text('cancel'),
      onOk: () => {
        session.run(text('removeAsk', { role: name }), [{ kind: 'removeItem', list: ['roles'], id: role.id }]);
      },
    });
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'view', label: text('viewAs', { role: name }), onClick: () => setViewing(true) },
            { type: 'divider' },
            { key: 'rename', label: text('rename'), onClick: () => setRenaming(true) },
            { key: 'duplicate', label: text('duplicate'), onClick: duplicate },
            { key: 'remove', label: text('remove'), danger: true, onClick: remove },
          ],
        }}
      >
        <Button type="text" size="small" className="role-name" aria-label={text('roleActions', { role: name })}>
          {name} <DownOutlined />
        </Button>
      </Dropdown>
      {isRenaming && (
        <NameDialog
          label={text('roleName')}
          cancel={text('cancel')}
          title={text('rename')}
          confirm={text('save')}
          name={role.label ?? humanText(role.id)}
          onDone={(label) => {
            setRenaming(false);
            if (label === undefined) return;
            session.run(text('rename'), [{ kind: 'setProperty', at: ['roles', role.id], key: 'label', value: label }]);
          }}
        />
      )}
      <ViewAsDrawer role={isViewing ? role.id : undefined} name={name} onClose={() => setViewing(false)} />
    </>
  );
}
