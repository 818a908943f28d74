import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import {
  ArrowLeftOutlined,
  ArrowRightOutlined,
  ColumnWidthOutlined,
  DeleteOutlined,
  PlusOutlined,
  ShrinkOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { Template } from '../../../schema/template/template.ts';
import { TILE_WIDTHS, type DashboardViewDef, type TileDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { DEFAULT_WIDTHS } from '../../reports/tiles/tile-frame.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useBoardText } from './board-texts.ts';
import { moveTile, reportTargets, resizeTile, setOnTile, tilesPath } from './board-target.ts';
import { TilePreview } from './tile-preview.tsx';

interface StageProps {
  readonly board: DashboardViewDef;
  readonly chosen: string | undefined;
  readonly onChoose: (tile: string | undefined) => void;
  readonly onAdd: () => void;
}

/** A dashboard as it is designed: its tiles with real figures, to be chosen, moved and resized (SPEC [RPT-12]). */
export function BoardStage({ board, chosen, onChoose, onAdd }: StageProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  return (
    <div className="board-stage">
      <div className="board-stage-bar">
        <h1>{textIn(board.label, locale) || board.id}</h1>
        <span className="board-keys">{text('keys')}</span>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={onAdd}>
          {text('addTile')}
        </Button>
      </div>
      {board.tiles.length === 0 ? (
        <button type="button" className="board-empty" onClick={onAdd}>
          <PlusOutlined aria-hidden /> {text('noTiles')}
        </button>
      ) : (
        <ul className="tiles">
          {board.tiles.map((tile, index) => (
            <Shell
              key={tile.id}
              {...{ board, tile, index, onChoose }}
              name={tileName(tile, template, locale)}
              isChosen={tile.id === chosen}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What a tile is called: by itself, else by what it shows. */
export function tileName(tile: TileDef, template: Template, locale: Locale): string {
  const own = textIn(tile.label, locale);
  if (own !== '') return own;
  const view =
    (template.views ?? []).find(({ id }) => id === tile.view) ??
    reportTargets(template).find(({ id }) => id === tile.view);
  return textIn(view?.label, locale) || (tile.kind === 'text' ? textIn(tile.text, locale).slice(0, 24) : tile.id);
}

interface ShellProps {
  readonly board: DashboardViewDef;
  readonly tile: TileDef;
  readonly index: number;
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: (tile: string | undefined) => void;
}

function Shell({ board, tile, index, name, isChosen, onChoose }: ShellProps): ReactNode {
  const text = useBoardText();
  const session = useDraftSession();
  const home = useRef<HTMLLIElement>(null);
  const [pulled, setPulled] = useState<(typeof TILE_WIDTHS)[number]>();
  const width = tile.width ?? DEFAULT_WIDTHS[tile.kind];
  const count = board.tiles.length;
  const run = (edits: readonly Edit[], label: string, said?: string): void => {
    if (edits.length > 0 && session.run(label, edits) && said !== undefined) announce(said);
  };
  const place = (at: number): string => text('tileNamed', { name, kind: text(tile.kind), place: at + 1, count });
  const move = (by: 1 | -1): void =>
    run(moveTile(board, tile.id, { by }), text('didMove', { name }), place(index + by));
  const resize = (by: 1 | -1): void =>
    run(resizeTile(board.id, tile, by), text('didSet', { name, setting: text('width') }));
  const remove = (): void => {
    run([{ kind: 'removeItem', list: tilesPath(board.id), id: tile.id }], text('didRemoveTile', { name }));
    onChoose(undefined);
  };
  const drag = useTileDrag(home, { board, tile, run: (edits) => run(edits, text('didMove', { name })) });
  const press = (event: KeyboardEvent): void => {
    const by =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? -1
          : undefined;
    if (event.altKey && by !== undefined) (event.shiftKey ? resize : move)(by);
    else if (event.key === 'Delete') remove();
    else return;
    event.preventDefault();
  };
  return (
    <li
      ref={home}
      className={`tile-shell${isChosen ? ' is-chosen' : ''}${drag.isDragged ? ' is-dragged' : ''}`}
      data-width={pulled ?? width}
      data-side={drag.side}
    >
      <button
        type="button"
        className="tile-choose"
        aria-pressed={isChosen}
        aria-label={place(index)}
        onClick={() => onChoose(tile.id)}
        onKeyDown={press}
      />
      <TilePreview tile={{ ...tile, width: pulled ?? width }} board={board.id} />
      <div className="tile-tools">
        <ShellTool
          icon={<ArrowLeftOutlined aria-hidden />}
          label={text('earlier', { name })}
          isOff={index === 0}
          onClick={() => move(-1)}
        />
        <ShellTool
          icon={<ArrowRightOutlined aria-hidden />}
          label={text('later', { name })}
          isOff={index === count - 1}
          onClick={() => move(1)}
        />
        <ShellTool
          icon={<ShrinkOutlined aria-hidden />}
          label={text('narrower', { name })}
          isOff={width === TILE_WIDTHS[0]}
          onClick={() => resize(-1)}
        />
        <ShellTool
          icon={<ColumnWidthOutlined aria-hidden />}
          label={text('wider', { name })}
          isOff={width === 'full'}
          onClick={() => resize(1)}
        />
        <ShellTool
          icon={<DeleteOutlined aria-hidden />}
          label={text('removeTile', { name })}
          isOff={false}
          onClick={remove}
        />
      </div>
      <Edge
        home={home}
        onPull={setPulled}
        onDone={(to) => {
          setPulled(undefined);
          if (to !== width)
            run(
              setOnTile(board.id, tile.id, { key: 'width', value: to }),
              text('didSet', { name, setting: text('width') }),
            );
        }}
      />
    </li>
  );
}

interface ToolProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function ShellTool({ icon, label, isOff, onClick }: ToolProps): ReactNode {
  return (
    <Button size="small" type="text" icon={icon} aria-label={label} title={label} disabled={isOff} onClick={onClick} />
  );
}

function useTileDrag(
  home: React.RefObject<HTMLLIElement | null>,
  {
    board,
    tile,
    run,
  }: { readonly board: DashboardViewDef; readonly tile: TileDef; readonly run: (edits: readonly Edit[]) => void },
): { readonly isDragged: boolean; readonly side: 'before' | 'after' | undefined } {
  const [isDragged, setDragged] = useState(false);
  const [side, setSide] = useState<'before' | 'after'>();
  const dropped = useEffectEvent((id: string, to: 'before' | 'after') => {
    const at = board.tiles.findIndex((one) => one.id === tile.id);
    const before = to === 'before' ? tile.id : board.tiles[at + 1]?.id;
    run(moveTile(board, id, { before }));
  });
  const { id } = tile;
  useEffect(() => {
    const element = home.current;
    if (element === null) return undefined;
    const sideAt = (x: number): 'before' | 'after' => {
      const { left, width } = element.getBoundingClientRect();
      return x < left + width / 2 ? 'before' : 'after';
    };
    return combine(
      draggable({
        element,
        // The edge pulls the width and is no place to drag by.
        canDrag: ({ input }) => element.getBoundingClientRect().right - input.clientX > EDGE_PX,
        getInitialData: () => ({ tile: id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data['tile'] === 'string' && source.data['tile'] !== id,
        onDrag: ({ location }) => setSide(sideAt(location.current.input.clientX)),
        onDragLeave: () => setSide(undefined),
        onDrop: ({ source, location }) => {
          setSide(undefined);
          const from = source.data['tile'];
          if (typeof from === 'string') dropped(from, sideAt(location.current.input.clientX));
        },
      }),
    );
  }, [home, id]);
  return { isDragged, side };
}

const EDGE_PX = 14;
const COLUMNS = { quarter: 3, third: 4, half: 6, twoThirds: 8, full: 12 } as const;

interface EdgeProps {
  readonly home: React.RefObject<HTMLLIElement | null>;
  readonly onPull: (width: (typeof TILE_WIDTHS)[number]) => void;
  readonly onDone: (width: (typeof TILE_WIDTHS)[number]) => void;
}

/** The right edge, pulled to another width. The buttons and keys do the same. */
function Edge({ home, onPull, onDone }: EdgeProps): ReactNode {
  const [isPulled, setPulled] = useState(false);
  const widthAt = (event: PointerEvent): (typeof TILE_WIDTHS)[number] => {
    const shell = home.current;
    const grid = shell?.parentElement;
    if (shell === null || grid === null || grid === undefined) return 'half';
    const column = grid.getBoundingClientRect().width / 12;
    const wanted = (event.clientX - shell.getBoundingClientRect().left) / column;
    return TILE_WIDTHS.reduce((best, one) =>
      Math.abs(COLUMNS[one] - wanted) < Math.abs(COLUMNS[best] - wanted) ? one : best,
    );
  };
  return (
    <div
      className="tile-edge"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setPulled(true);
      }}
      onPointerMove={(event) => {
        if (isPulled) onPull(widthAt(event));
      }}
      onPointerUp={(event) => {
        if (!isPulled) return;
        setPulled(false);
        onDone(widthAt(event));
      }}
    />
  );
}
