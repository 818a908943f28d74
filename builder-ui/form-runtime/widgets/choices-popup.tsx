import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useFormText } from '../form-texts.ts';
import type { ColoredChoice } from './use-choices.ts';

/** Something in the list of a combobox. */
export interface Option extends ColoredChoice {
  readonly isChosen: boolean;
  /** Stands for a row that is yet to be made. */
  readonly isNew?: boolean;
}

export interface ChoicesProps {
  readonly listId: string;
  readonly label: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly options: readonly Option[];
  readonly active: number;
  /** Instead of options: why there are none. */
  readonly note: string | undefined;
  readonly isMany: boolean;
  readonly onPick: (option: Option) => void;
}

const GAP_PX = 4;
const HEIGHT_MAX_PX = 280;

/** The options of a combobox in the browser's top layer: no scroll box or dialog cuts it off. */
export function ChoicesPopup(props: ChoicesProps): ReactNode {
  const { listId, label, anchor, options, active, note, isMany, onPick } = props;
  const t = useFormText();
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = popup.current;
    if (element !== null && !element.matches(':popover-open')) element.showPopover();
  }, []);
  useLayoutEffect(() => place(popup.current, anchor.current));
  useEffect(() => {
    const follow = (event: Event): void => {
      if (event.target instanceof Node && popup.current?.contains(event.target) === true) return;
      place(popup.current, anchor.current);
    };
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    // The keyboard of a phone comes with the first touch: the list moves and stays open.
    const views = [window, window.visualViewport];
    const resize = (event: Event): void => {
      anchor.current?.scrollIntoView({ block: 'nearest' });
      follow(event);
    };
    for (const view of views) view?.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('scroll', follow, { capture: true });
      for (const view of views) view?.removeEventListener('resize', resize);
    };
  }, [anchor]);
  useLayoutEffect(() => {
    popup.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={popup} popover="manual" className="fw-choices">
      <ul id={listId} role="listbox" aria-label={label} aria-multiselectable={isMany ? true : undefined}>
        {options.map((option, index) => (
          <li
            key={option.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={option.isChosen}
            data-active={index === active ? '' : undefined}
            data-new={option.isNew === true ? '' : undefined}
            data-facts={option.facts === undefined ? undefined : ''}
            // The input keeps the focus: a click there must not take it.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(option)}
          >
            {option.color === undefined ? null : <span className="fw-dot" data-color={option.color} />}
            <span className="fw-choice-title">{option.title}</span>
            {option.subtitle === undefined ? null : <span className="fw-choice-more">{option.subtitle}</span>}
            {option.tag === undefined ? null : (
              <span className="fw-choice-state" data-color={option.tag.color}>
                <span className="fw-dot" />
                {option.tag.label}
              </span>
            )}
            {option.facts === undefined ? null : (
              <span className="fw-choice-facts">
                {option.facts.map((fact) => (
                  <span key={fact}>{fact}</span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {note === undefined ? null : <p className="fw-choices-note">{note}</p>}
      <span className="unseen" role="status">
        {note ?? (options.length === 0 ? '' : t('choicesFound', { count: options.length }))}
      </span>
    </div>
  );
}

/** Below the input, or above it where there is more room. */
function place(popup: HTMLElement | null, anchor: HTMLElement | null): void {
  if (popup === null || anchor === null) return;
  const box = anchor.getBoundingClientRect();
  // What a phone's keyboard leaves of the page.
  const seen = window.visualViewport;
  const bottom = seen === null ? window.innerHeight : seen.offsetTop + seen.height;
  const below = bottom - box.bottom - 2 * GAP_PX;
  const above = box.top - (seen?.offsetTop ?? 0) - 2 * GAP_PX;
  const isAbove = below < Math.min(HEIGHT_MAX_PX, popup.scrollHeight) && above > below;
  popup.style.maxHeight = `${Math.min(HEIGHT_MAX_PX, isAbove ? above : below)}px`;
  popup.style.minWidth = `${Math.max(box.width, 160)}px`;
  const left = Math.max(0, Math.min(box.left, document.documentElement.clientWidth - popup.offsetWidth));
  popup.style.left = `${left}px`;
  popup.style.top = isAbove ? `${box.top - GAP_PX - popup.offsetHeight}px` : `${box.bottom + GAP_PX}px`;
}
