import { useRouterState } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';

/** A link of the rail, and the address that it leads to. */
export interface RailItem {
  readonly id: string;
  readonly path: string;
  readonly link: ReactNode;
}

interface RailGroupProps {
  /** Names what the reader folded, in this browser. */
  readonly place: string;
  readonly label: string;
  readonly items: readonly RailItem[];
  /** Whether it is open until the reader says otherwise. */
  readonly isOpenFirst: boolean;
}

/** Links under a heading that folds; folded, it still shows where one is (SPEC [WRK-23]). */
export function RailGroup({ place, label, items, isOpenFirst }: RailGroupProps): ReactNode {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const [chosen, choose] = useState(() => storedChoice(place));
  // How many links there are is known once the rights are.
  const isOpen = chosen ?? isOpenFirst;
  const listId = useId();
  if (items.length === 0) return null;
  const shown = isOpen ? items : items.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  const fold = (): void => {
    choose(!isOpen);
    localStorage.setItem(keyOf(place), isOpen ? 'closed' : 'open');
  };
  return (
    <div className="rail-part">
      <button type="button" className="rail-group" aria-expanded={isOpen} aria-controls={listId} onClick={fold}>
        <span>{label}</span>
        {!isOpen && <span className="rail-count">{items.length}</span>}
        <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" className="rail-fold">
          <path d="m3 4.5 3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
      </button>
      <div id={listId} className="rail-items">
        {shown.map(({ link }) => link)}
      </div>
    </div>
  );
}

const keyOf = (place: string): string => `formwork.rail.${place}`;

function storedChoice(place: string): boolean | undefined {
  const kept = localStorage.getItem(keyOf(place));
  return kept === null ? undefined : kept === 'open';
}
