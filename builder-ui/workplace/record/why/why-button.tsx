import { Popover } from 'antd';
import { lazy, Suspense, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import { Waiting } from '../../../shell/feedback.tsx';
import type { WhyAbout } from './why-panel.tsx';
import { useWhyText } from './why-texts.ts';
import './why-button.css';
import { WHOLE } from '../../../shell/popup-home.ts';

const WhyPanel = lazy(() => import('./why-panel.tsx').then((panel) => ({ default: panel.WhyPanel })));

/** Beside a value that was computed or began by a rule: where it comes from. Until it is asked, no more than a button. */
export function WhyButton(about: WhyAbout): ReactNode {
  const text = useWhyText();
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useRef<boolean>(undefined);
  const button = useRef<HTMLButtonElement>(null);
  const label = text('why', { field: textIn(about.field.label, about.columning.locale) });
  const isCell = about.line !== undefined;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setOpen(false);
    // From a cell one goes on in the row.
    (button.current?.closest('.fw-cell')?.querySelector<HTMLElement>('input') ?? button.current)?.focus();
  };
  return (
    <span className="why-place">
      <button
        ref={button}
        type="button"
        className="why-button"
        tabIndex={isCell ? -1 : 0}
        aria-label={label}
        aria-keyshortcuts="F1"
        title={`${label} (F1)`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        // A press outside has closed it by the time of the click.
        onPointerDown={() => {
          wasOpen.current = isOpen;
        }}
        onClick={() => {
          setOpen(!(wasOpen.current ?? isOpen));
          wasOpen.current = undefined;
        }}
      >
        ?
      </button>
      {isOpen && (
        <Popover
          open
          trigger="click"
          onOpenChange={setOpen}
          placement={isCell ? 'bottomRight' : 'bottomLeft'}
          align={WHOLE}
          content={
            <div
              role="dialog"
              aria-label={label}
              tabIndex={-1}
              className="why-dialog"
              ref={(dialog) => dialog?.focus({ preventScroll: true })}
              onKeyDown={onKeyDown}
            >
              <Suspense fallback={<Waiting />}>
                <WhyPanel {...about} />
              </Suspense>
            </div>
          }
        >
          <span className="why-anchor" />
        </Popover>
      )}
    </span>
  );
}
