import { App, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { RemovePersonDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { HandOverPart, NO_CHOICE } from './hand-over-part.tsx';
import { Issues } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { useAdminAction } from './use-admin.ts';
import { useHandOver } from './use-hand-over.tsx';
import type { DirectoryPerson } from './use-directory.ts';

interface Props {
  readonly person: DirectoryPerson;
  readonly people: readonly DirectoryPerson[];
  readonly isLastOwner: boolean;
  readonly onClose: () => void;
}

/** Ends a membership, after it was said what that means; what is in their hands may go to somebody first. */
export function AwayDialog({ person, people, isLastOwner, onClose }: Props): ReactNode {
  const tenant = useTenant();
  const text = usePeopleText();
  const adminText = useAdminText();
  const { message } = App.useApp();
  const [choice, setChoice] = useState(NO_CHOICE);
  const remove = useAdminAction(RemovePersonDocument, ({ removeMember }) => removeMember.issues);
  const handOver = useHandOver(person, people);
  const { name } = person;
  const end = async (): Promise<void> => {
    // While they are still here: what is refused can be put right with them.
    if (!(await handOver.run(choice))) return;
    setChoice(NO_CHOICE);
    if ((await remove.run({ tenant: tenant.name, user: person.id })) === undefined) return;
    void message.success(text('deactivated', { name }));
    onClose();
  };
  return (
    <Modal
      open
      title={text('deactivateTitle', { name })}
      okText={text(choice.to === undefined ? 'deactivate' : 'handOverAndDeactivate')}
      cancelText={adminText('cancel')}
      okButtonProps={{ danger: true, disabled: isLastOwner }}
      confirmLoading={remove.isBusy || handOver.isBusy}
      onOk={() => void end()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={[...handOver.issues, ...remove.issues]} />
        <p>{isLastOwner ? text('lastOwner') : text('deactivateHint')}</p>
        {!isLastOwner && <HandOverPart person={person} people={people} choice={choice} onChoice={setChoice} />}
      </div>
    </Modal>
  );
}
