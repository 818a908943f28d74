import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Word } from '../../../schema/expr/condition-words.ts';
import { textIn } from '../../../schema/core/text.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft } from '../session/draft-context.tsx';
import { searchableFunctions } from './function-words.ts';
import { TYPE_NAMES, useRuleText } from './rule-texts.ts';

const SHOWN_MAX = 60;

/** Fields and functions to put into a formula, searched by plain words and by pinyin. */
export function InsertList({
  words,
  onInsert,
}: {
  readonly words: readonly Word[];
  readonly onInsert: (text: string) => void;
}): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const matches = usePinyinSearch();
  const entities = useDraft(({ log }) => log.template.entities);
  const [typed, setTyped] = useState('');
  // A reference is called by what it leads to.
  const typeText = (type: ExprType): string =>
    (type.kind === 'row' ? textIn(entities?.find(({ id }) => id === type.entity)?.label, locale) : '') ||
    TYPE_NAMES[type.kind][locale];
  const fields = words.filter(({ label, path }) => matches(typed, [label, path.join('.')])).slice(0, SHOWN_MAX);
  const functions = searchableFunctions(locale).filter(({ texts }) => matches(typed, texts));
  return (
    <div className="insert-list">
      <Input
        allowClear
        value={typed}
        placeholder={text('searchFunctions')}
        aria-label={text('searchFunctions')}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="insert-groups">
        {fields.length > 0 && <h2>{text('fieldsGroup')}</h2>}
        <ul>
          {fields.map(({ path, label, type }) => (
            <li key={path.join('.')}>
              <button type="button" onClick={() => onInsert(path.join('.'))}>
                <span>{label}</span>
                <small>{typeText(type)}</small>
              </button>
            </li>
          ))}
        </ul>
        {functions.length > 0 && <h2>{text('functionsGroup')}</h2>}
        <ul>
          {functions.map(({ name, signature, doc }) => (
            <li key={`${name} ${signature}`}>
              <button type="button" onClick={() => onInsert(insertedText(name, signature))}>
                <code>{signature}</code>
                <span>{doc}</span>
              </button>
            </li>
          ))}
        </ul>
        {fields.length + functions.length === 0 && <p>{text('nothingFound')}</p>}
      </div>
    </div>
  );
}

/** A literal is put in whole, as its example; all else with the brackets to fill. */
function insertedText(name: string, signature: string): string {
  if (/^\w+\('/.test(signature)) return signature;
  return signature.startsWith('list.') ? signature.slice('list'.length) : `${name}()`;
}
