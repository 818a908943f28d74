import { DeleteOutlined, FieldTimeOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useMistakeCount } from '../points/mistakes-at.tsx';
import { withoutTests } from '../rules/rule-rows.ts';
import { useRuleText } from '../rules/rule-texts.ts';
import { automationSentence } from './automation-words.ts';
import { useDeedsDesign } from './use-deeds.ts';
import type { Deeds } from './automation-words.ts';

/** What happens by itself, as one sentence in the list of rules; a click opens its settings. */
export function AutomationRow({
  list,
  id,
  isChosen,
  onChoose,
}: {
  readonly list: Deeds['list'];
  readonly id: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const ruleText = useRuleText();
  const design = useDeedsDesign(list, id);
  const mistakes = useMistakeCount(design?.path ?? '/');
  if (design === undefined) return null;
  const { deeds, wording, name, run } = design;
  const { text, template } = wording;
  const sentence = automationSentence(deeds, wording);
  const kind = list === 'automations' ? 'automation' : 'schedule';
  return (
    <li className={`rule-row is-${kind}`} data-item={id}>
      <div className="rule-head">
        <span className="rule-kind">{ruleText(`kind_${kind}`)}</span>
        <strong>{name}</strong>
        {mistakes > 0 && <Tag color="error">{text('mistakes', { count: mistakes })}</Tag>}
      </div>
      <Button
        block
        className="expression-open"
        icon={kind === 'automation' ? <ThunderboltOutlined aria-hidden /> : <FieldTimeOutlined aria-hidden />}
        aria-pressed={isChosen}
        aria-label={`${text('open', { name })}: ${sentence}`}
        onClick={onChoose}
      >
        <span className="expression-words">{sentence}</span>
      </Button>
      <Button
        type="text"
        className="rule-remove"
        size="small"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={`${ruleText('removeRule')}: ${name}`}
        title={ruleText('steps')}
        onClick={() =>
          run(text('stepRemove', { name }), [
            ...withoutTests(template, [list, id]),
            { kind: 'removeItem', list: [list], id },
          ])
        }
      />
    </li>
  );
}
