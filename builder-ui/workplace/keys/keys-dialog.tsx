import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useReaderSettings } from '../../shell/reader-settings.ts';
import { useToolsText } from '../tools/tools-texts.ts';
import { KeyNames } from './key-names.tsx';
import { useKnownActions, type PageAction } from './page-keys.ts';
import { usePartKeys, type KeyLine } from './part-keys.ts';

/** The keys of the page and of every page (SPEC [WRK-80]). */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const text = useToolsText();
  const { keys } = useReaderSettings();
  const known = useKnownActions().filter((action) => (action.keys ?? []).length > 0);
  const isGeneral = ({ id }: PageAction): boolean => id.startsWith('frame.');
  const parts = usePartKeys();
  const groups: readonly { readonly label: string; readonly own: readonly KeyLine[] }[] = [
    { label: text('keysHere'), own: known.filter((action) => !isGeneral(action)) },
    ...parts,
    { label: text('keysAll'), own: known.filter(isGeneral) },
  ];
  return (
    <Modal open title={text('keys')} footer={null} onCancel={onClose} closable={{ 'aria-label': text('close') }}>
      {!keys && <p>{text('keysOff')}</p>}
      {groups.map(({ label, own }) =>
        own.length === 0 ? null : (
          <section key={label}>
            <h3 className="key-group">{label}</h3>
            <dl className="key-list">
              {own.map((action) => (
                <div key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    <KeyNames keys={action.keys ?? []} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ),
      )}
    </Modal>
  );
}
