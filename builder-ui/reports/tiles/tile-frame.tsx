import { FilterOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useId, type ReactNode } from 'react';
import type { TileDef } from '../../../schema/template/template-views.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { useBoard } from '../board-context.ts';
import { useReportText } from '../report-texts.ts';

interface TileFrameProps {
  readonly tile: TileDef;
  readonly label: ReactNode;
  /** Filters of the dashboard that say nothing about this tile. */
  readonly missed?: readonly string[];
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A tile: its name, where it leads, what the dashboard's filters don't reach, and what it shows. */
export function TileFrame({ tile, label, missed = [], tools, children }: TileFrameProps): ReactNode {
  const text = useReportText();
  const { isScreen } = useBoard();
  const id = useId();
  return (
    <section
      className="tile"
      aria-labelledby={id}
      data-kind={tile.kind}
      data-width={tile.width ?? DEFAULT_WIDTHS[tile.kind]}
      data-height={tile.height ?? (tile.kind === 'number' || tile.kind === 'text' ? 'short' : 'normal')}
    >
      <header className="tile-head">
        <h2 id={id}>{label}</h2>
        {missed.length > 0 && !isScreen && (
          <Tooltip title={text('notFiltered', { what: missed.join(', ') })}>
            <span
              className="tile-missed"
              tabIndex={0}
              role="img"
              aria-label={text('notFiltered', { what: missed.join(', ') })}
            >
              <FilterOutlined aria-hidden="true" />
            </span>
          </Tooltip>
        )}
        {!isScreen && tools}
      </header>
      <div className="tile-body">{children}</div>
    </section>
  );
}

/** Where the template says nothing. */
export const DEFAULT_WIDTHS = { number: 'quarter', chart: 'half', list: 'half', text: 'full' } as const;

/** Something of a tile that will be there soon, in about its size. */
export function TileWaiting({ lines = 3 }: { readonly lines?: number }): ReactNode {
  const text = useReportText();
  return (
    <div className="tile-waiting" role="status" aria-label={text('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

/** What went wrong in one tile, and a way to ask again. The others are not concerned. */
export function TileTrouble({ error, retry }: { readonly error: ServerError; readonly retry: () => void }): ReactNode {
  const text = useReportText();
  return (
    <div className="tile-trouble" role="alert">
      <p>{error.message}</p>
      <p className="tile-soft">{error.cure}</p>
      <button type="button" className="button" onClick={retry}>
        {text('retry')}
      </button>
    </div>
  );
}
