import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { TileDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTileNews } from '../use-tile.ts';
import { TileFrame } from './tile-frame.tsx';

/** What its designer wrote, a paragraph for each line. */
export function TextTile({ tile }: { readonly tile: TileDef }): ReactNode {
  const { locale } = useLanguage();
  useTileNews(tile.id, { at: 0, state: 'shown' });
  const lines = textIn(tile.text, locale)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return (
    <TileFrame tile={tile} label={textIn(tile.label, locale)}>
      {lines.map((line, index) => (
        // Paragraphs have no other identity than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index}>{line}</p>
      ))}
    </TileFrame>
  );
}
