import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAdminText } from './admin-texts.ts';
import { HandOverPart, NO_CHOICE } from './hand-over-part.tsx';
import { useHandOverText } from './hand-over-texts.ts';
import { Issues } from './parts.tsx';
import { useHandOver } from './use-hand-over.tsx';
import type { DirectoryPerson } from './use-directory.ts';

interface Props {
  readonly person: DirectoryPerson;
  readonly people: readonly DirectoryPerson[];
  readonly onClose: () => void;
}

/** Hands over what is in somebody's hands, who may have left already. */
export function HandOverDialog({ person, people, onClose }: Props): ReactNode {
  const text = useHandOverText();
  const adminText = useAdminText();
  const [choice, setChoice] = useState(NO_CHOICE);
  const { run, issues, isBusy } = useHandOver(person, people);
  return (
    <Modal
      open
      title={text('title', { name: person.name })}
      okText={text('handOver')}
      cancelText={adminText('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: choice.to === undefined }}
      onOk={() => void run(choice).then((isDone) => isDone && onClose())}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        <p>{text('lead')}</p>
        <HandOverPart person={person} people={people} choice={choice} onChoice={setChoice} />
      </div>
    </Modal>
  );
}
