import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Template } from '../../../schema/template/template.ts';
import type { TileDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { BoardContext, type Board, type TileNews } from '../../reports/board-context.ts';
import { Tile } from '../../reports/tiles/tile.tsx';
import { TenantScope, useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { useBoardText } from './board-texts.ts';

/** The company with the draft in the place of what is in force, so that what is designed is shown with real records. */
export function DraftScope({
  template,
  children,
}: {
  /** The draft's, unless something is tried out that is not in it yet. */
  readonly template?: Template;
  readonly children: ReactNode;
}): ReactNode {
  const tenant = useTenant();
  const drafted = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const shown = template ?? drafted;
  const scoped = useMemo<TenantModel>(
    () => ({ ...tenant, template: shown, model: { ...model, views: shown.views ?? [] } }),
    [tenant, shown, model],
  );
  return <TenantScope tenant={scoped}>{children}</TenantScope>;
}

/** A tile as readers will see it, with today's records; nothing in it can be used. */
export function TilePreview({ tile, board }: { readonly tile: TileDef; readonly board: string }): ReactNode {
  const text = useBoardText();
  const [news, setNews] = useState<TileNews>();
  const tell = useCallback((_tile: string, next: TileNews) => setNews(next), []);
  const value = useMemo<Board>(
    () => ({
      id: board,
      span: undefined,
      former: undefined,
      periodLabel: '',
      where: [],
      fields: [],
      isScreen: false,
      tell,
    }),
    [board, tell],
  );
  return (
    <BoardContext value={value}>
      <div className="tile-preview" inert>
        <Tile tile={tile} />
        {news?.state === 'refused' && <p className="tile tile-not-shown">{text('notShown')}</p>}
      </div>
    </BoardContext>
  );
}
