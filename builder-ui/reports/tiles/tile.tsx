import { memo, type ReactNode } from 'react';
import type { TileDef } from '../../../schema/template/template-views.ts';
import { ChartTile } from './chart-tile.tsx';
import { ListTile } from './list-tile.tsx';
import { NumberTile } from './number-tile.tsx';
import { TextTile } from './text-tile.tsx';

/** A tile asks for itself: a slow one keeps no other waiting. */
export const Tile = memo(function Tile({ tile }: { readonly tile: TileDef }): ReactNode {
  switch (tile.kind) {
    case 'number':
      return <NumberTile tile={tile} />;
    case 'chart':
      return <ChartTile tile={tile} />;
    case 'list':
      return <ListTile tile={tile} />;
    case 'text':
      return <TextTile tile={tile} />;
  }
});
