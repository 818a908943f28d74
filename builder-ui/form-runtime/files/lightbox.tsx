import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Glyph } from '../glyphs.tsx';
import { isPicture, type FileSource, type FileValue } from './file-source.ts';
import { useFileText } from './file-texts.ts';

interface LightboxProps {
  readonly files: readonly FileValue[];
  readonly source: FileSource;
  /** The place in `files` of the picture to begin with. */
  readonly first: number;
  readonly onClose: () => void;
}

/** Pictures as large as the window; arrow keys go from one to the next, Escape leaves. */
export function Lightbox({ files, source, first, onClose }: LightboxProps): ReactNode {
  const t = useFileText();
  const dialog = useRef<HTMLDialogElement>(null);
  const pictures = files.filter(isPicture);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      pictures.findIndex(({ id }) => id === files[first]?.id),
    ),
  );
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
  }, []);
  const picture = pictures[at];
  if (picture === undefined) return null;
  const { name } = picture;
  const go = (by: number): void => setAt((at + by + pictures.length) % pictures.length);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') go(1);
    else if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'Home') setAt(0);
    else if (event.key === 'End') setAt(pictures.length - 1);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="fw-lightbox"
      aria-label={name}
      onClose={onClose}
      onKeyDown={onKeyDown}
      // What is around the picture closes too.
      onClick={(event) => (event.target === dialog.current ? dialog.current.close() : undefined)}
    >
      <header>
        <span className="fw-file-name">{name}</span>
        {pictures.length > 1 ? (
          <span className="fw-lightbox-place" aria-live="polite">
            {t('place', { index: at + 1, count: pictures.length })}
          </span>
        ) : null}
        <a
          className="fw-file-button"
          href={source.address(picture.id, 'download')}
          aria-label={t('download', { name })}
        >
          <Glyph name="down" />
        </a>
        <button
          type="button"
          className="fw-file-button"
          aria-label={t('close')}
          onClick={() => dialog.current?.close()}
        >
          <Glyph name="close" />
        </button>
      </header>
      <img key={picture.id} src={source.address(picture.id)} alt={name} />
      {pictures.length > 1 ? (
        <footer>
          <button type="button" className="fw-file-button" aria-label={t('previous')} onClick={() => go(-1)}>
            <Glyph name="left" />
          </button>
          <button type="button" className="fw-file-button" aria-label={t('next')} onClick={() => go(1)}>
            <Glyph name="right" />
          </button>
        </footer>
      ) : null}
    </dialog>
  );
}
