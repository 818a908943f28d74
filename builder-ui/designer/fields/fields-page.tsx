import { PlusOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { App, Button, Input } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, type ClipboardEvent, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { loadPinyin, loadPinyinWhenNeeded, pinyinWords } from '../form/pinyin-words.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useDraftEntity } from '../shell/entity-frame.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FieldRow } from './field-row.tsx';
import { FIELD_COLUMNS, pasteFields } from './field-rows.ts';
import { useFieldText } from './field-texts.ts';
import { NewFieldRow } from './new-field-row.tsx';
import { moveInGrid } from './grid-keys.ts';
import './fields.css';

/** All fields of an object in one grid: the fast lane for who knows what they want. */
export function FieldsPage(): ReactNode {
  const { entity: id } = useParams({ from: '/w/$tenant/design/o/$entity' });
  const entity = useDraftEntity(id);
  return entity === undefined ? null : <FieldGrid key={id} entity={entity} />;
}

function FieldGrid({ entity }: { readonly entity: EntityDef }): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const matches = usePinyinSearch();
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = entity.fields.filter(({ id, label }) => matches(typed, [textIn(label, locale), id]));
  const chosen = entity.fields.filter(({ id }) => selected.has(id));
  const isAll = chosen.length > 0 && shown.every(({ id }) => selected.has(id));
  const paste = usePaste(entity, shown);
  const newRow = useRef<HTMLInputElement>(null);
  useEffect(loadPinyinWhenNeeded, []);
  const select = (id: string, isOn: boolean): void => {
    // From what is selected by then: rows keep the function that they were first drawn with.
    setSelected((before) => (isOn ? new Set(before).add(id) : new Set([...before].filter((one) => one !== id))));
  };
  return (
    <div className="fields">
      <div className="fields-bar">
        <Input
          allowClear
          className="fields-search"
          value={typed}
          placeholder={text('search')}
          aria-label={text('search')}
          onChange={(event) => setTyped(event.target.value)}
        />
        {chosen.length > 0 ? (
          <BulkBar entity={entity} chosen={chosen} done={() => setSelected(new Set())} />
        ) : (
          <>
            <span className="fields-hint">{text('pasteHint')}</span>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => newRow.current?.focus()}>
              {text('toNew')}
            </Button>
          </>
        )}
      </div>
      <div className="fields-scroll">
        <table
          className="field-grid"
          aria-label={text('gridLabel', { name: textIn(entity.label, locale) })}
          onKeyDown={moveInGrid}
          onPaste={paste}
        >
          <thead>
            <tr>
              <th className="field-select">
                <input
                  type="checkbox"
                  aria-label={text('selectAll')}
                  checked={isAll}
                  ref={(box) => {
                    if (box !== null) box.indeterminate = chosen.length > 0 && !isAll;
                  }}
                  onChange={(event) => setSelected(new Set(event.target.checked ? shown.map(({ id }) => id) : []))}
                />
              </th>
              {FIELD_COLUMNS.map((column) => (
                <th key={column} scope="col" className={`field-${column}`}>
                  {text(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((field, row) => (
              <FieldRow
                key={field.id}
                entity={entity}
                field={field}
                row={row}
                isSelected={selected.has(field.id)}
                onSelect={select}
              />
            ))}
            <NewFieldRow entity={entity} row={shown.length} input={newRow} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** A block of cells goes into the grid from the cell on, or where none has the focus behind its end; a single text into its cell, as ever. */
function usePaste(entity: EntityDef, shown: readonly FieldDef[]): (event: ClipboardEvent) => void {
  const text = useFieldText();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const put = (block: string, { row, column }: { readonly row: number; readonly column: number }): void => {
    void loadPinyin().then(() => {
      const pasted = pasteFields(template, entity, { shown, block, row, column, locale, pinyinOf: pinyinWords });
      if (pasted.edits.length > 0) session.run(text('stepPaste'), pasted.edits);
      if (pasted.added > 0) void message.success(text('pasted', { count: pasted.added }));
      for (const misfit of pasted.misfits.slice(0, MISFITS_SHOWN)) {
        void message.warning(text('misfit', { row: misfit.row, text: misfit.text }));
      }
    });
  };
  const putBehind = useEffectEvent((event: globalThis.ClipboardEvent) => {
    const block = event.clipboardData?.getData('text/plain') ?? '';
    if (event.target !== document.body || !IS_BLOCK.test(block.trimEnd())) return;
    event.preventDefault();
    put(block, { row: shown.length, column: 0 });
  });
  useEffect(() => {
    const follow = (event: globalThis.ClipboardEvent): void => putBehind(event);
    document.addEventListener('paste', follow);
    return () => document.removeEventListener('paste', follow);
  }, []);
  return (event) => {
    const block = event.clipboardData.getData('text/plain');
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (cell === null || !IS_BLOCK.test(block.trimEnd())) return;
    event.preventDefault();
    put(block, { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) });
  };
}

const IS_BLOCK = /[\t\n]/;
const MISFITS_SHOWN = 3;
