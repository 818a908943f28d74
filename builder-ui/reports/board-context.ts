import { createContext, use } from 'react';
import type { Condition } from '../workplace/documents/list-search.ts';
import type { CommonField } from './common-fields.ts';
import type { DaySpan } from './period.ts';

/** What a tile says of itself to its dashboard. */
export interface TileNews {
  /** When its figures came, in milliseconds; 0 before. */
  readonly at: number;
  readonly state: 'waiting' | 'shown' | 'refused' | 'failed';
}

/** What a dashboard tells its tiles. */
export interface Board {
  readonly id: string;
  readonly span: DaySpan | undefined;
  /** What the period is compared with. */
  readonly former: DaySpan | undefined;
  readonly periodLabel: string;
  readonly where: readonly Condition[];
  readonly fields: readonly CommonField[];
  /** On a wall: nothing to click, numbers as large as they fit. */
  readonly isScreen: boolean;
  readonly tell: (tile: string, news: TileNews) => void;
}

export const BoardContext = createContext<Board | undefined>(undefined);

/** The dashboard that a tile stands on. */
export function useBoard(): Board {
  const board = use(BoardContext);
  if (board === undefined) throw new Error('Broken invariant: no dashboard');
  return board;
}
