import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined, SnippetsOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn, type Locale } from '../../../../schema/core/text.ts';
import type { Edit } from '../../../../schema/model/edits.ts';
import type { FieldDef, OptionDef } from '../../../../schema/template/template.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { EchoInput } from '../../parts/echo-input.tsx';
import { newId } from '../../parts/new-id.ts';
import { pinyinWords } from '../pinyin-words.ts';
import { toJson } from '../to-json.ts';
import { usePropertyText } from './property-texts.ts';

export const COLORS = ['gray', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink'] as const;

/** The options of a choice: their names, colours and order; a list can be pasted. */
export function OptionsEditor({
  entity,
  field,
  onPasting,
  run,
}: {
  readonly entity: string;
  readonly field: FieldDef;
  /** Told when the dialog for a list opens and closes: what the editor stands in stays meanwhile. */
  readonly onPasting?: (isPasting: boolean) => void;
  readonly run: (edits: readonly Edit[]) => void;
}): ReactNode {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const [isPasting, setIsPasting] = useState(false);
  const setPasting = (is: boolean): void => {
    setIsPasting(is);
    onPasting?.(is);
  };
  const options = field.options ?? [];
  const list = ['entities', entity, 'fields', field.id, 'options'];
  const add = (names: readonly string[]): void => run(optionEdits(options, names, { list, locale }));
  return (
    <div className="options">
      <ul>
        {options.map((option, index) => (
          <OptionRow key={option.id} option={option} number={index + 1} options={options} list={list} run={run} />
        ))}
      </ul>
      <div className="options-actions">
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => add([text('optionLabel', { number: options.length + 1 })])}
        >
          {text('optionAdd')}
        </Button>
        <Button size="small" icon={<SnippetsOutlined />} onClick={() => setPasting(true)}>
          {text('optionPaste')}
        </Button>
      </div>
      {isPasting && (
        <PasteDialog
          onDone={(names) => {
            setPasting(false);
            if (names.length > 0) add(names);
          }}
        />
      )}
    </div>
  );
}

/** Adds options for names that are not there yet, each with an id of its words. */
export function optionEdits(
  options: readonly OptionDef[],
  names: readonly string[],
  { list, locale }: { readonly list: readonly string[]; readonly locale: Locale },
): readonly Edit[] {
  const taken = options.map(({ id }) => id);
  const known = new Set(options.map(({ label }) => textIn(label, locale)));
  return names.flatMap((name): readonly Edit[] => {
    if (known.has(name)) return [];
    known.add(name);
    const pinyin = pinyinWords(name);
    const id = newId({
      label: { en: pinyin === undefined ? name : '' },
      ...(pinyin === undefined ? {} : { pinyin }),
      taken,
      style: 'camel',
      fallback: 'option',
    });
    taken.push(id);
    return [{ kind: 'addItem', list, item: toJson({ id, label: { [locale]: name } }) }];
  });
}

interface RowProps {
  readonly option: OptionDef;
  readonly number: number;
  readonly options: readonly OptionDef[];
  readonly list: readonly string[];
  readonly run: (edits: readonly Edit[]) => void;
}

function OptionRow({ option, number, options, list, run }: RowProps): ReactNode {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const name = textIn(option.label, locale) || option.id;
  const at = [...list, option.id];
  const move = (before: string | undefined): void =>
    run([{ kind: 'moveItem', list, id: option.id, ...(before === undefined ? {} : { before }) }]);
  return (
    <li className="option-row">
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [option.color ?? 'gray'],
          items: COLORS.map((color) => ({
            key: color,
            label: text(color),
            icon: <span className="swatch" data-color={color} />,
          })),
          onClick: ({ key }) => run([{ kind: 'setProperty', at, key: 'color', value: key }]),
        }}
      >
        <Button type="text" size="small" className="option-color" aria-label={text('optionColor', { name })}>
          <span className="swatch" data-color={option.color ?? 'gray'} />
        </Button>
      </Dropdown>
      <EchoInput
        size="small"
        value={textIn(option.label, locale)}
        placeholder={option.id}
        aria-label={text('optionLabel', { number })}
        onCommit={(typed) =>
          run([{ kind: 'setProperty', at, key: 'label', value: { ...option.label, [locale]: typed } }])
        }
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        disabled={number === 1}
        aria-label={text('optionUp', { name })}
        onClick={() => move(options[number - 2]?.id)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        disabled={number === options.length}
        aria-label={text('optionDown', { name })}
        onClick={() => move(options[number + 1]?.id)}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        disabled={options.length === 1}
        aria-label={text('optionRemove', { name })}
        onClick={() => run([{ kind: 'removeItem', list, id: option.id }])}
      />
    </li>
  );
}

function PasteDialog({ onDone }: { readonly onDone: (names: readonly string[]) => void }): ReactNode {
  const text = usePropertyText();
  const [typed, setTyped] = useState('');
  const names = [
    ...new Set(
      typed
        .split(/[\n\t]+/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
  return (
    <Modal
      open
      title={text('optionPaste')}
      okText={text('optionPasteDo', { count: names.length })}
      okButtonProps={{ disabled: names.length === 0 }}
      cancelText={text('cancel')}
      onOk={() => onDone(names)}
      onCancel={() => onDone([])}
    >
      <p>{text('optionPasteHint')}</p>
      <Input.TextArea
        autoFocus
        rows={8}
        aria-label={text('optionPaste')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Modal>
  );
}
