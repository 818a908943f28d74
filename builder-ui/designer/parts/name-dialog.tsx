import { Modal } from 'antd';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { LOCALES, type Text } from '../../../schema/core/text.ts';
import { loadPinyinWhenNeeded } from '../form/pinyin-words.ts';
import { BilingualInput } from './bilingual-input.tsx';

/** Asks for a name, a new one or one that is there; nothing is done before it is confirmed. */
export function NameDialog({
  title,
  label,
  confirm,
  cancel,
  name,
  onDone,
}: {
  readonly title: string;
  /** What is named. */
  readonly label: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly name: Text | undefined;
  /** Without a name where the dialog was left. */
  readonly onDone: (name: Text | undefined) => void;
}): ReactNode {
  const form = useId();
  const [typed, setTyped] = useState(name);
  useEffect(loadPinyinWhenNeeded, []);
  const isNamed = LOCALES.some((locale) => (typed?.[locale] ?? '').trim() !== '');
  return (
    <Modal
      open
      title={title}
      okText={confirm}
      cancelText={cancel}
      okButtonProps={{ htmlType: 'submit', form, disabled: !isNamed }}
      onCancel={() => onDone(undefined)}
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed) onDone(typed);
        }}
      >
        <BilingualInput autoFocus label={label} value={typed} onCommit={setTyped} />
      </form>
    </Modal>
  );
}
