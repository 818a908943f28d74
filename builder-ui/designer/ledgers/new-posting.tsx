import { Button, Modal } from 'antd';
import { useRef, type ReactNode } from 'react';
import { LOCALES, textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import type { LedgerDef } from '../../../schema/template/template-rules.ts';
import { nameOf } from '../points/award-words.ts';
import { newPosting } from './ledger-edits.ts';
import { useLedgerDesign } from './use-ledgers.ts';

export interface NewPostingProps {
  readonly ledger: LedgerDef | undefined;
  readonly onClose: () => void;
  readonly onMade: (id: string) => void;
}

/** “New posting” to a ledger: one chooses the object, and the posting is there as far as it can be told. */
export function NewPosting({ ledger, onClose, onMade }: NewPostingProps): ReactNode {
  const { template, text, locale, run } = useLedgerDesign();
  // Told once the dialog is gone, which gives the focus back where it came from.
  const done = useRef<string>(undefined);
  const withFlow = (template.entities ?? []).filter(({ id }) => (template.workflows ?? []).some(({ of }) => of === id));
  const make = (entity: EntityDef): void => {
    if (ledger === undefined) return;
    const [of, to] = [entity.label ?? humanText(entity.id), ledger.label ?? humanText(ledger.id)];
    const label = Object.fromEntries(
      LOCALES.map((one) => [
        one,
        one === 'en' ? `${textIn(of, one)}: ${textIn(to, one)}` : `${textIn(of, one)}记入${textIn(to, one)}`,
      ]),
    );
    const made = newPosting(template, { ledger, entity, label });
    if (run(`${text('newPosting')}: ${textIn(label, locale)}`, [made.edit])) done.current = made.id;
    onClose();
  };
  return (
    <Modal
      open={ledger !== undefined}
      destroyOnHidden
      footer={null}
      title={ledger === undefined ? '' : text('newPostingTo', { ledger: nameOf(ledger, locale) })}
      onCancel={onClose}
      afterClose={() => {
        const id = done.current;
        done.current = undefined;
        if (id !== undefined) onMade(id);
      }}
    >
      <div className="award-choice-list">
        {withFlow.map((entity) => (
          <Button key={entity.id} onClick={() => make(entity)}>
            {nameOf(entity, locale)}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
