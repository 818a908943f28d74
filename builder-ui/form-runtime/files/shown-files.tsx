import { lazy, Suspense, useState, type ReactNode } from 'react';
import { FileMark } from './file-cards.tsx';
import { isPicture, sizeText, type FileSource, type FileValue } from './file-source.ts';
import { useFileText } from './file-texts.ts';
import './files.css';

const LazyLightbox = lazy(() => import('./lightbox.tsx').then(({ Lightbox }) => ({ default: Lightbox })));

/** Files for reading: pictures small, to be enlarged; all else by name, to be opened. */
export function ShownFiles({
  files,
  source,
}: {
  readonly files: readonly FileValue[];
  readonly source: FileSource;
}): ReactNode {
  const t = useFileText();
  const [shown, setShown] = useState<number>();
  return (
    <span className="fw-files-shown">
      {files.map((file, index) =>
        isPicture(file) ? (
          <button
            key={file.id}
            type="button"
            className="fw-picture-open"
            aria-label={t('enlarge', { name: file.name })}
            onClick={() => setShown(index)}
          >
            <img src={source.address(file.id, 'preview')} alt="" loading="lazy" />
          </button>
        ) : (
          <a key={file.id} className="fw-file-link" href={source.address(file.id)} target="_blank" rel="noopener">
            <FileMark file={file} />
            <span className="fw-file-name">{file.name}</span>
            {file.size > 0 ? <span className="fw-hint">{sizeText(file.size)}</span> : null}
          </a>
        ),
      )}
      {shown === undefined ? null : (
        <Suspense>
          <LazyLightbox files={files} source={source} first={shown} onClose={() => setShown(undefined)} />
        </Suspense>
      )}
    </span>
  );
}
