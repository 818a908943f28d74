import { useEffect, useMemo, type ReactNode } from 'react';
import { Glyph } from '../glyphs.tsx';
import { isPicture, sizeText, type FileSource, type FileValue } from './file-source.ts';
import { useFileText } from './file-texts.ts';
import type { Upload } from './use-uploads.ts';

export interface FileCardsProps {
  readonly files: readonly FileValue[];
  readonly uploads: readonly Upload[];
  readonly source: FileSource;
  /** Pictures stand side by side, files below each other. */
  readonly isGallery: boolean;
  readonly onShow: (index: number) => void;
  readonly onRemove: (index: number) => void;
  readonly onRetry: (upload: Upload) => void;
  readonly onForget: (key: number) => void;
}

/** What a field holds, and what is on its way there. */
export function FileCards(props: FileCardsProps): ReactNode {
  const { files, uploads, isGallery } = props;
  if (files.length === 0 && uploads.length === 0) return null;
  return (
    <ul className={isGallery ? 'fw-gallery' : 'fw-file-list'}>
      {files.map((file, index) => (
        <FileCard key={file.id} file={file} index={index} {...props} />
      ))}
      {uploads.map((upload) => (
        <UploadCard key={upload.key} upload={upload} {...props} />
      ))}
    </ul>
  );
}

function FileCard(props: FileCardsProps & { readonly file: FileValue; readonly index: number }): ReactNode {
  const { file, index, source, isGallery, onShow, onRemove } = props;
  const t = useFileText();
  const { name } = file;
  return (
    <li className={isGallery ? 'fw-picture' : 'fw-file-row'}>
      {isPicture(file) ? (
        <button
          type="button"
          className="fw-picture-open"
          aria-label={t('enlarge', { name })}
          onClick={() => onShow(index)}
        >
          <img src={source.address(file.id, 'preview')} alt="" loading="lazy" />
        </button>
      ) : (
        <FileMark file={file} />
      )}
      {isGallery ? null : <FileName file={file} source={source} />}
      <button
        type="button"
        className="fw-file-button"
        aria-label={t('remove', { name })}
        onClick={() => onRemove(index)}
      >
        <Glyph name={isGallery ? 'close' : 'trash'} />
      </button>
    </li>
  );
}

function FileName({ file, source }: { readonly file: FileValue; readonly source: FileSource }): ReactNode {
  return (
    <span className="fw-file-words">
      <a href={source.address(file.id)} target="_blank" rel="noopener" title={file.name}>
        {file.name}
      </a>
      {file.size > 0 ? <span className="fw-hint">{sizeText(file.size)}</span> : null}
    </span>
  );
}

function UploadCard({ upload, isGallery, onRetry, onForget }: FileCardsProps & { readonly upload: Upload }): ReactNode {
  const t = useFileText();
  const { key, file, share, reason, isUnfit = false } = upload;
  const { name } = file;
  const isFailed = reason !== undefined;
  const percent = Math.round(share * 100);
  return (
    <li className={`${isGallery ? 'fw-picture' : 'fw-file-row'} ${isFailed ? 'is-failed' : 'is-running'}`}>
      {isGallery ? <LocalPicture file={file} /> : <FileMark file={{ name }} />}
      <span className="fw-file-words">
        <span className="fw-file-name">{name}</span>
        {isFailed ? (
          <span className="fw-told" role="alert">
            {reason}
          </span>
        ) : (
          <progress max={100} value={percent} aria-label={t('uploading', { name })} />
        )}
      </span>
      {isFailed && !isUnfit ? (
        <button type="button" className="fw-link" aria-label={t('retry', { name })} onClick={() => onRetry(upload)}>
          {t('retryWord')}
        </button>
      ) : null}
      <button
        type="button"
        className="fw-file-button"
        aria-label={t(isFailed ? 'dismiss' : 'cancel', { name })}
        onClick={() => onForget(key)}
      >
        <Glyph name="close" />
      </button>
    </li>
  );
}

/** The picture as it is here, until the server has it. */
function LocalPicture({ file }: { readonly file: File }): ReactNode {
  const address = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return file.type.startsWith('image/') ? <img src={address} alt="" /> : <FileMark file={file} />;
}

/** The last part of the name, as a label on a sheet of paper. */
export function FileMark({ file }: { readonly file: Pick<FileValue, 'name'> }): ReactNode {
  const ending = /\.([a-z0-9]{1,4})$/i.exec(file.name)?.[1] ?? '';
  return (
    <span className="fw-file-mark" aria-hidden="true">
      {ending.toUpperCase()}
    </span>
  );
}
