import { EllipsisOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { MenuButton } from '../../shell/menu-button.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useDesignText } from './design-texts.ts';

/** Windows come when one is opened: whoever designs a form waits for none. */
const NameDialog = lazy(async () => ({ default: (await import('../parts/name-dialog.tsx')).NameDialog }));
const ArchiveObject = lazy(async () => ({ default: (await import('../map/archive-object.tsx')).ArchiveObject }));

/** What one can do with an object as a whole, beside its name (SPEC [DSG-140]). */
export function ObjectMenu({ entity }: { readonly entity: EntityDef }): ReactNode {
  const text = useDesignText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const [open, setOpen] = useState<'rename' | 'archive'>();
  const name = textIn(entity.label, locale) || entity.id;
  return (
    <>
      <MenuButton
        menu={{
          items: [
            { key: 'rename', label: text('renameObject'), onClick: () => setOpen('rename') },
            { key: 'archive', label: text('archiveObject'), danger: true, onClick: () => setOpen('archive') },
          ],
        }}
      >
        <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={text('objectActions', { name })} />
      </MenuButton>
      {open === 'rename' && (
        <Suspense>
          <NameDialog
            title={text('renameTitle', { name })}
            label={text('objectName')}
            confirm={text('rename')}
            cancel={text('cancel')}
            name={entity.label}
            onDone={(label) => {
              setOpen(undefined);
              if (label === undefined) return;
              const value = { ...label };
              session.run(text('renameTitle', { name }), [
                { kind: 'setProperty', at: ['entities', entity.id], key: 'label', value },
              ]);
            }}
          />
        </Suspense>
      )}
      {open === 'archive' && (
        <Suspense>
          <ArchiveObject entity={entity} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </>
  );
}
