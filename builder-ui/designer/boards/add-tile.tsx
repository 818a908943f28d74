import {
  BarChartOutlined,
  FieldNumberOutlined,
  FontSizeOutlined,
  SearchOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { Button, Input, Modal, Segmented } from 'antd';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { TILE_KINDS } from '../../../schema/template/template-views.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { DashboardViewDef, TileDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { toJson } from '../form/to-json.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useBoardText } from './board-texts.ts';
import { boardItemId, tilesPath } from './board-target.ts';
import { DraftScope, TilePreview } from './tile-preview.tsx';
import { isMeant, tileSuggestions, type Suggestion } from './tile-suggestions.ts';

const ICONS = {
  number: <FieldNumberOutlined aria-hidden />,
  chart: <BarChartOutlined aria-hidden />,
  list: <UnorderedListOutlined aria-hidden />,
  text: <FontSizeOutlined aria-hidden />,
} as const;
const SHOWN = 60;

interface AddTileProps {
  readonly board: DashboardViewDef;
  readonly onClose: () => void;
  readonly onAdded: (tile: string) => void;
}

/** What could be on the dashboard, found by plain words and seen with real figures before it is added (SPEC [RPT-11]). */
export function AddTile({ board, onClose, onAdded }: AddTileProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const matches = usePinyinSearch();
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<(typeof TILE_KINDS)[number] | 'every'>('every');
  const [at, setAt] = useState(0);
  const listId = useId();
  const all = useMemo(() => tileSuggestions({ template, model }, { locale, text }), [template, model, locale, text]);
  const found = all
    .filter((one) => (kind === 'every' || one.tile.kind === kind) && isMeant(typed, one, matches))
    .slice(0, SHOWN);
  const chosen = found[Math.min(at, found.length - 1)];
  const add = (one: Suggestion): void => {
    const id = boardItemId(
      one.tile.id.replace(/^x_/, ''),
      board.tiles.map((tile) => tile.id),
    );
    const tile: TileDef = { ...one.tile, id };
    const edits: readonly Edit[] = [
      ...(one.report === undefined ? [] : [{ kind: 'addItem', list: ['reports'], item: toJson(one.report) } as const]),
      { kind: 'addItem', list: tilesPath(board.id), item: toJson(tile) },
    ];
    if (session.run(text('didAddTile', { name: one.label }), edits)) onAdded(id);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && chosen !== undefined) add(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open title={text('addTile')} width={960} onCancel={onClose} footer={null} className="add-tile">
      <Input
        autoFocus
        size="large"
        prefix={<SearchOutlined aria-hidden />}
        placeholder={text('addHint')}
        role="combobox"
        aria-label={text('addHint')}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${found.indexOf(chosen)}`}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <Segmented
        aria-label={text('kinds')}
        value={kind}
        options={[
          { value: 'every' as const, label: text('every') },
          ...TILE_KINDS.map((one) => ({ value: one, label: text(one), icon: ICONS[one] })),
        ]}
        onChange={(next) => {
          setKind(next);
          setAt(0);
        }}
      />
      <div className="add-tile-body">
        <div className="add-tile-list" role="listbox" id={listId} aria-label={text('suggestions')}>
          {found.map((one, index) => (
            // The keys are those of the combobox above.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={one.key}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={one === chosen}
              className="add-tile-option"
              ref={one === chosen ? reveal : undefined}
              onClick={() => setAt(index)}
              onDoubleClick={() => add(one)}
            >
              {ICONS[one.tile.kind]}
              <span>{one.label}</span>
            </div>
          ))}
          {found.length === 0 && <p className="add-tile-none">{text('noSuggestion')}</p>}
        </div>
        <div className="add-tile-preview">
          <p>{text('preview')}</p>
          {chosen !== undefined && (
            <DraftScope
              key={chosen.key}
              template={
                chosen.report === undefined
                  ? template
                  : { ...template, reports: [...(template.reports ?? []), chosen.report] }
              }
            >
              <TilePreview tile={chosen.tile} board={board.id} />
            </DraftScope>
          )}
          {chosen !== undefined && (
            <Button type="primary" onClick={() => add(chosen)}>
              {text('addIt')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

function reveal(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
