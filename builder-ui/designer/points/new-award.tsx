import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { pinyinWords } from '../form/pinyin-words.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { newAward } from './award-edits.ts';
import { awardChoices, type AwardChoice } from './award-starts.ts';
import { nameOf, type AwardWording } from './award-words.ts';
import { useWording } from './use-award.ts';

/** “New points rule”: one chooses what happens, and the rule is there (SPEC [DSG-80]). */
export function NewAward({ onMade }: { readonly onMade: (id: string) => void }): ReactNode {
  const wording = useWording();
  const { text, template, locale } = wording;
  const session = useDraftSession();
  const [isOpen, setOpen] = useState(false);
  // Told once the dialog is gone, which gives the focus back where it came from.
  const made = useRef<string>(undefined);
  const make = ({ start }: AwardChoice): void => {
    const first = newAward(template, start);
    const pinyin = first === undefined ? undefined : pinyinWords(textIn(first.label, 'zh-CN'));
    const award = newAward(template, start, pinyin === undefined ? {} : { pinyin });
    if (award === undefined) return;
    if (session.run(text('stepAdd', { name: textIn(award.label, locale) }), [award.edit])) made.current = award.id;
    setOpen(false);
  };
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {text('newRule')}
      </Button>
      <Modal
        open={isOpen}
        destroyOnHidden
        width={640}
        footer={null}
        title={text('newRuleHint')}
        onCancel={() => setOpen(false)}
        afterClose={() => {
          const id = made.current;
          made.current = undefined;
          if (id !== undefined) onMade(id);
        }}
      >
        <Choices wording={wording} onChoose={make} />
      </Modal>
    </>
  );
}

function Choices({
  wording,
  onChoose,
}: {
  readonly wording: AwardWording;
  readonly onChoose: (choice: AwardChoice) => void;
}): ReactNode {
  const { template, text, locale } = wording;
  const [typed, setTyped] = useState('');
  const matches = usePinyinSearch();
  const choices = useMemo(() => awardChoices(template), [template]);
  const word = (choice: AwardChoice): string => {
    const { start, step } = choice;
    if (start.kind === 'signIn' || start.kind === 'manual') return text(start.kind);
    return step === undefined && start.kind === 'change' ? text(start.change) : textIn(step, locale);
  };
  const group = ({ entity }: AwardChoice): string =>
    entity === undefined ? text('groupAlways') : nameOf(entity, locale);
  const groups = new Map<string, AwardChoice[]>();
  for (const choice of choices) {
    const texts = [
      word(choice),
      group(choice),
      `${group(choice)} ${word(choice)}`,
      ...Object.values(choice.step ?? {}),
    ];
    if (!matches(typed, texts)) continue;
    groups.set(group(choice), [...(groups.get(group(choice)) ?? []), choice]);
  }
  return (
    <div className="award-choices">
      <Input
        allowClear
        autoFocus
        aria-label={text('search')}
        placeholder={text('search')}
        onChange={(event) => setTyped(event.target.value)}
      />
      {groups.size === 0 && <p className="flow-hint">{text('noneFound')}</p>}
      {[...groups].map(([name, list]) => (
        <section key={name}>
          <h3>{name}</h3>
          <div className="award-choice-list">
            {list.map((choice) => (
              <Button key={choice.key} aria-label={`${name}: ${word(choice)}`} onClick={() => onChoose(choice)}>
                {word(choice)}
              </Button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
