import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button, Input, Segmented } from 'antd';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { textIn } from '../../../schema/core/text.ts';
import { saveCsvText } from '../../data/save-file.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { entityName } from '../changes/place-link.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { missingIn, textsOf, wordsOf, type TextPlace } from './texts-of.ts';
import { importWords, pasteWords, textEdit, withText, wordsCsv, type Cells } from './words-file.ts';
import { WordsGrid } from './words-grid.tsx';
import { useWordsText, type WordsText } from './words-texts.ts';
import '../changes/changes.css';
import './words.css';
import { ChoiceSelect } from '../parts/choice-select.tsx';

type Filter = 'all' | 'missing' | 'changed';
const ELSEWHERE = '/';

/** All texts of the draft in both languages, as a table to type and paste into. */
export function WordsPage(): ReactNode {
  const text = useWordsText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const base = useDraft((state) => state.base.template);
  const places = useMemo(() => textsOf(template), [template]);
  const changed = useChanged(places, base);
  const missing = useMemo(() => places.filter((place) => missingIn(place).length > 0), [places]);
  const view = useWordsView({ places, missing, changed });
  const nameOf = (place: TextPlace): string => placeWords(place, { text, locale: locale });
  const set = (place: TextPlace, language: 'en' | 'zh-CN', typed: string): void => {
    const next = withText(place.text, language, typed);
    if ((next?.[language] ?? '') === (place.text?.[language] ?? '')) return;
    session.run(text('set', { place: nameOf(place) }), [textEdit(place, next)]);
  };
  const paste = (cells: Cells, from: number, language: 'en' | 'zh-CN'): void => {
    const edits = pasteWords(cells, { rows: view.shown, from, locale: language });
    if (edits.length > 0) session.run(text('pasted', { count: edits.length }), edits);
  };
  return (
    <div className="words-page">
      <header className="page-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="soft">{text('hint')}</p>
        </div>
        <WordsFiles places={places} nameOf={nameOf} />
      </header>
      <WordsFilter view={view} counts={{ all: places.length, missing: missing.length, changed: changed.size }} />
      {view.shown.length === 0 ? (
        <p className="words-none">{text(missing.length === 0 && view.filter === 'missing' ? 'allDone' : 'none')}</p>
      ) : (
        <WordsGrid
          rows={view.shown}
          onSet={set}
          onPaste={paste}
          onUndo={(isRedo) => (isRedo ? session.redo() : session.undo())}
          nameOf={nameOf}
        />
      )}
      <p className="soft words-keys">{text('keys')}</p>
    </div>
  );
}

/** Where a text is, in words: the object, the item, and what of it. */
function placeWords(
  place: TextPlace,
  { text, locale }: { readonly text: WordsText; readonly locale: 'en' | 'zh-CN' },
): string {
  const kind = KINDS[place.key] ?? 'text';
  const words = wordsOf(place, locale);
  const owner = words.length === 0 ? [text('wholeTemplate')] : words;
  return [...owner, ...(place.key === 'label' ? [] : [text(kind)])].join(' › ');
}

const KINDS: Readonly<Record<string, 'label' | 'help' | 'message' | 'explain'>> = {
  label: 'label',
  help: 'help',
  message: 'message',
  explain: 'explain',
};

/** Places whose text is another than in the version in force. */
function useChanged(places: readonly TextPlace[], base: Parameters<typeof textsOf>[0]): ReadonlySet<string> {
  const before = useMemo(() => new Map(textsOf(base).map((place) => [place.id, place.text])), [base]);
  return useMemo(
    () =>
      new Set(
        places
          .filter(({ id, text }) => canonicalJson(before.get(id) ?? null) !== canonicalJson(text ?? null))
          .map(({ id }) => id),
      ),
    [places, before],
  );
}

interface WordsView {
  readonly filter: Filter;
  readonly typed: string;
  readonly object: string;
  readonly shown: readonly TextPlace[];
  readonly choose: (choice: Partial<Choice>) => void;
}

interface Choice {
  readonly filter: Filter;
  readonly typed: string;
  readonly object: string;
}

interface Words {
  readonly places: readonly TextPlace[];
  readonly missing: readonly TextPlace[];
  readonly changed: ReadonlySet<string>;
}

/**
 * What is shown stays while one works on it: a text that is no longer missing does not vanish under the cursor. It is
 * chosen anew with the filter.
 */
function useWordsView(words: Words): WordsView {
  const matches = usePinyinSearch();
  const pick = (choice: Choice, { places, missing, changed }: Words): ReadonlySet<string> => {
    const gaps = new Set(missing.map(({ id }) => id));
    return new Set(
      places
        .filter(({ id }) => choice.filter === 'all' || (choice.filter === 'missing' ? gaps : changed).has(id))
        .filter(({ entity }) => choice.object === '' || (entity ?? ELSEWHERE) === choice.object)
        .filter((place) => choice.typed.trim() === '' || matches(choice.typed, searched(place)))
        .map(({ id }) => id),
    );
  };
  const [state, setState] = useState(() => {
    const choice: Choice = { filter: words.missing.length > 0 ? 'missing' : 'all', typed: '', object: '' };
    return { choice, ids: pick(choice, words), matches };
  });
  // The table of pinyin comes after something was typed: it is looked for once more.
  if (state.matches !== matches) {
    const { choice, ids } = state;
    setState({ choice, ids: choice.typed.trim() === '' ? ids : pick(choice, words), matches });
  }
  const shown = useMemo(() => words.places.filter(({ id }) => state.ids.has(id)), [words.places, state.ids]);
  return {
    ...state.choice,
    shown,
    choose: (part) => {
      const choice = { ...state.choice, ...part };
      setState({ choice, ids: pick(choice, words), matches });
    },
  };
}

function searched(place: TextPlace): readonly string[] {
  return [...Object.values(place.text ?? {}), ...place.owners.flatMap(({ label }) => Object.values(label))];
}

function WordsFilter({
  view,
  counts,
}: {
  readonly view: WordsView;
  readonly counts: Readonly<Record<Filter, number>>;
}): ReactNode {
  const text = useWordsText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const id = useId();
  const objects = (template.entities ?? []).map((entity) => ({
    value: entity.id,
    label: textIn(entity.label, locale) || entityName(template, entity.id, locale),
  }));
  return (
    <div className="words-filter" role="search">
      <Input.Search
        allowClear
        className="words-search"
        aria-label={text('search')}
        placeholder={text('search')}
        value={view.typed}
        onChange={(event) => view.choose({ typed: event.target.value })}
      />
      <Segmented<Filter>
        value={view.filter}
        onChange={(filter) => view.choose({ filter })}
        options={[
          { value: 'missing', label: text('missing', { count: counts.missing }) },
          { value: 'all', label: text('all', { count: counts.all }) },
          { value: 'changed', label: text('changed', { count: counts.changed }) },
        ]}
      />
      <label htmlFor={id} className="unseen">
        {text('object')}
      </label>
      <ChoiceSelect
        id={id}
        className="words-object"
        value={view.object}
        onChange={(object) => view.choose({ object })}
        options={[{ value: '', label: text('everything') }, ...objects, { value: ELSEWHERE, label: text('elsewhere') }]}
      />
    </div>
  );
}

function WordsFiles({
  places,
  nameOf,
}: {
  readonly places: readonly TextPlace[];
  readonly nameOf: (place: TextPlace) => string;
}): ReactNode {
  const text = useWordsText();
  const { message } = App.useApp();
  const session = useDraftSession();
  const { name: tenant } = useTenant();
  const file = useRef<HTMLInputElement>(null);
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const { edits, unknown, isUnreadable } = importWords(await chosen.text(), places);
    if (isUnreadable) {
      message.error(text('importUnreadable'));
      return;
    }
    if (edits.length === 0) message.info(text('importedNothing'));
    else if (session.run(text('imported', { count: edits.length }), edits))
      message.success(text('imported', { count: edits.length }));
    if (unknown.length > 0) message.warning(text('importUnknown', { count: unknown.length }));
  };
  return (
    <div className="words-files">
      <Button icon={<DownloadOutlined />} onClick={() => saveCsvText(wordsCsv(places, nameOf), `${tenant}-words.csv`)}>
        {text('exportFile')}
      </Button>
      <Button icon={<UploadOutlined />} onClick={() => file.current?.click()}>
        {text('importFile')}
      </Button>
      <input
        ref={file}
        type="file"
        className="unseen"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={text('importFile')}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
