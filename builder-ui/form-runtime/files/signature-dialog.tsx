import { useEffect, useId, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useFileText } from './file-texts.ts';

const WIDTH = 720;
const HEIGHT = 260;
const INK = '#14213d';

interface SignatureProps {
  readonly onSign: (file: File) => void;
  readonly onClose: () => void;
}

/** A signature by finger, pen or mouse, or, for who can't or won't draw, by the typed name. */
export function SignatureDialog({ onSign, onClose }: SignatureProps): ReactNode {
  const t = useFileText();
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isTyped, setTyped] = useState(false);
  const [isEmpty, setEmpty] = useState(true);
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
  }, []);
  const clear = (): void => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT);
    setEmpty(true);
  };
  const write = (name: string): void => {
    clear();
    writeName(canvas.current, name.trim());
    setEmpty(name.trim() === '');
  };
  const choose = (typed: boolean): void => {
    clear();
    setTyped(typed);
  };
  const sign = (): void => {
    canvas.current?.toBlob((blob) => {
      if (blob === null) return;
      onSign(new File([blob], `${t('signFile')}.png`, { type: 'image/png' }));
      dialog.current?.close();
    }, 'image/png');
  };
  const modes = [
    { typed: false, label: t('signDraw') },
    { typed: true, label: t('signType') },
  ];
  return (
    <dialog ref={dialog} className="fw-sign" aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>{t('signTitle')}</h2>
      <div role="group" aria-label={t('signMode')} className="fw-segments">
        {modes.map(({ typed, label }) => (
          <button key={label} type="button" aria-pressed={typed === isTyped} onClick={() => choose(typed)}>
            {label}
          </button>
        ))}
      </div>
      {isTyped ? (
        <label className="fw-sign-name">
          <span>{t('signName')}</span>
          <input
            className="fw-input"
            autoComplete="name"
            autoFocus
            maxLength={60}
            onChange={(event) => write(event.currentTarget.value)}
          />
        </label>
      ) : null}
      <div className="fw-sign-pad">
        <Pad canvas={canvas} isLocked={isTyped} onDraw={() => setEmpty(false)} />
        {isEmpty && !isTyped ? <span aria-hidden="true">{t('signHint')}</span> : null}
      </div>
      <div className="fw-sign-buttons">
        <button type="button" className="fw-link" onClick={clear} disabled={isEmpty || isTyped}>
          {t('signClear')}
        </button>
        <span />
        <button type="button" className="fw-plain-button" onClick={() => dialog.current?.close()}>
          {t('cancelWord')}
        </button>
        <button type="button" className="fw-strong-button" disabled={isEmpty} onClick={sign}>
          {t('signUse')}
        </button>
      </div>
    </dialog>
  );
}

interface PadProps {
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly isLocked: boolean;
  readonly onDraw: () => void;
}

/** Strokes get thinner with speed, as a pen's do. */
function Pad({ canvas, isLocked, onDraw }: PadProps): ReactNode {
  const t = useFileText();
  const last = useRef<{ readonly x: number; readonly y: number; readonly at: number }>(undefined);
  const pointOf = (event: { readonly clientX: number; readonly clientY: number; readonly timeStamp: number }) => {
    const box = canvas.current?.getBoundingClientRect();
    const scale = box === undefined || box.width === 0 ? 1 : WIDTH / box.width;
    return {
      x: (event.clientX - (box?.left ?? 0)) * scale,
      y: (event.clientY - (box?.top ?? 0)) * scale,
      at: event.timeStamp,
    };
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (isLocked || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = pointOf(event);
    draw(event);
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    const pen = canvas.current?.getContext('2d');
    if (last.current === undefined || pen === null || pen === undefined) return;
    const strokes = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const one of strokes.length === 0 ? [event.nativeEvent] : strokes) {
      const from = last.current;
      const to = pointOf(one);
      const speed = Math.hypot(to.x - from.x, to.y - from.y) / Math.max(1, to.at - from.at);
      pen.strokeStyle = INK;
      pen.lineCap = 'round';
      pen.lineWidth = Math.max(2.2, 5 - speed);
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.lineTo(to.x, to.y);
      pen.stroke();
      last.current = to;
    }
    onDraw();
  };
  return (
    <canvas
      ref={canvas}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('signTitle')}
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={() => (last.current = undefined)}
      onPointerCancel={() => (last.current = undefined)}
    />
  );
}

function writeName(canvas: HTMLCanvasElement | null, name: string): void {
  const pen = canvas?.getContext('2d');
  if (pen === null || pen === undefined) return;
  const font = (size: number): string =>
    `italic ${size}px "Segoe Script", "Bradley Hand", "Kaiti SC", KaiTi, STKaiti, cursive`;
  pen.font = font(110);
  const size = Math.min(110, (110 * (WIDTH - 60)) / Math.max(1, pen.measureText(name).width));
  pen.font = font(size);
  pen.fillStyle = INK;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(name, WIDTH / 2, HEIGHT / 2);
}
