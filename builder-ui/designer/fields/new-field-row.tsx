import { Button } from 'antd';
import { useState, type ReactNode, type RefObject } from 'react';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { addField } from '../form/field-additions.ts';
import { pinyinWords } from '../form/pinyin-words.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useFieldText } from './field-texts.ts';

/** The row at the end, where a name makes a field: Enter adds it and waits for the next. */
export function NewFieldRow({
  entity,
  row,
  input,
}: {
  readonly entity: EntityDef;
  readonly row: number;
  readonly input: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const [label, setLabel] = useState('');
  const add = (): void => {
    const name = label.trim();
    if (name === '') return;
    const pinyin = pinyinWords(name);
    const added = addField(template, entity, {
      kind: 'text',
      label: { [locale]: name },
      ...(pinyin === undefined ? {} : { pinyin }),
    });
    if (added === undefined || !session.run(text('stepAdd', { field: name }), added.edits)) return;
    setLabel('');
    input.current?.focus();
  };
  return (
    <tr className="field-new">
      <td className="field-select" />
      <td colSpan={6} data-row={row} data-column={0}>
        <div className="field-new-cell">
          <input
            ref={input}
            type="text"
            aria-label={text('newField')}
            placeholder={text('newField')}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.stopPropagation();
              add();
            }}
          />
          <Button size="small" disabled={label.trim() === ''} onClick={add}>
            {text('add')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
