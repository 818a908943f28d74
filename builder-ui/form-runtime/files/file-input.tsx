import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import { must } from '../../../schema/core/result.ts';
import { useForm } from '../form-context.tsx';
import { Glyph } from '../glyphs.tsx';
import { inputAttributes, type WidgetProps } from '../widgets/widget-props.ts';
import { FileCards } from './file-cards.tsx';
import { filesIn, type FileValue } from './file-source.ts';
import { useFileText } from './file-texts.ts';
import { Lightbox } from './lightbox.tsx';
import { SignatureDialog } from './signature-dialog.tsx';
import { useUploads } from './use-uploads.ts';
import './files.css';

/** Files, pictures or a signature: chosen, dropped, pasted, photographed or signed (SPEC [FORM-20] to [FORM-22]). */
export function FileInput(props: WidgetProps): ReactNode {
  const t = useFileText();
  const { sources, store } = useForm();
  const { field, value, label } = props;
  const source = must(sources.files, 'where files are');
  const [removed, setRemoved] = useState<{ readonly file: FileValue; readonly at: number }>();
  const [shown, setShown] = useState<number>();
  const [isSigning, setSigning] = useState(false);
  const [isOver, setOver] = useState(false);
  const files = filesIn(value);
  const isSignature = field.widget === 'signature';
  const max = isSignature ? 1 : Number(field.max ?? 1);
  const set = (next: readonly FileValue[]): void => {
    const [first = null] = next;
    props.onChange(max === 1 ? first : next.length === 0 ? null : next);
    store.leave(props.path);
  };
  const { uploads, told, add, retry, forget } = useUploads({
    source,
    value,
    max,
    onlyPictures: field.widget !== 'file',
    onChange: (next) => {
      setRemoved(undefined);
      props.onChange(next);
      store.leave(props.path);
    },
  });
  const take = (list: FileList | null): void => {
    if (list !== null && list.length > 0) add([...list]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!isSignature) take(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent): void => {
    if (isSignature || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    take(event.clipboardData.files);
  };
  const remove = (at: number): void => {
    const file = files[at];
    if (file === undefined) return;
    setRemoved({ file, at });
    set(files.filter((_, index) => index !== at));
    // The button that was pressed is gone.
    document.getElementById(props.id)?.focus();
  };
  return (
    <div
      {...inputAttributes(props)}
      className="fw-files"
      data-kind={field.widget}
      data-over={isOver ? '' : undefined}
      role="group"
      aria-label={label}
      tabIndex={-1}
      onDragOver={(event) => {
        if (isSignature || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      <FileCards
        {...{ files, uploads, source }}
        isGallery={field.widget !== 'file'}
        onShow={setShown}
        onRemove={remove}
        onRetry={retry}
        onForget={forget}
      />
      {removed === undefined ? null : (
        <p className="fw-file-undo">
          {t('removed', { name: removed.file.name })}
          <button
            type="button"
            className="fw-link"
            onClick={() => {
              set([...files.slice(0, removed.at), removed.file, ...files.slice(removed.at)].slice(0, max));
              setRemoved(undefined);
            }}
          >
            {t('undo')}
          </button>
        </p>
      )}
      {isSignature ? (
        <button type="button" className="fw-file-add" onClick={() => setSigning(true)}>
          <Glyph name="pen" />
          {t(files.length === 0 ? 'sign' : 'signAgain')}
        </button>
      ) : (
        <Adding
          {...{ max, isOver }}
          count={files.length}
          isPicture={field.widget === 'image'}
          onTake={take}
          label={label}
        />
      )}
      <span className="unseen" role="status">
        {told}
      </span>
      {shown === undefined ? null : (
        <Lightbox {...{ files, source }} first={shown} onClose={() => setShown(undefined)} />
      )}
      {isSigning ? <SignatureDialog onSign={(file) => add([file])} onClose={() => setSigning(false)} /> : null}
    </div>
  );
}

interface AddingProps {
  readonly max: number;
  readonly count: number;
  readonly isPicture: boolean;
  readonly isOver: boolean;
  readonly label: string;
  readonly onTake: (files: FileList | null) => void;
}

const PICTURES = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

/** Buttons that open the browser's own choosers; they stand where tabbing comes by, and the bare inputs do not. */
function Adding({ max, count, isPicture, isOver, label, onTake }: AddingProps): ReactNode {
  const t = useFileText();
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  if (max > 1 && count >= max) return <p className="fw-hint">{t('tooMany', { count: max })}</p>;
  const word = max > 1 ? (isPicture ? 'choosePictures' : 'chooseMany') : isPicture ? 'choosePicture' : 'choose';
  const hidden = {
    type: 'file',
    hidden: true,
    tabIndex: -1,
    'aria-label': label,
    accept: isPicture ? PICTURES : undefined,
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => {
      onTake(event.currentTarget.files);
      // The same file may be chosen again.
      event.currentTarget.value = '';
    },
  } as const;
  return (
    <div className="fw-file-adding">
      <button type="button" className="fw-file-add" onClick={() => chooser.current?.click()}>
        <Glyph name="plus" />
        {t(max === 1 && count === 1 ? 'replace' : word)}
      </button>
      <input ref={chooser} {...hidden} multiple={max > 1} />
      {isPicture && window.matchMedia('(pointer: coarse)').matches ? (
        <>
          <button type="button" className="fw-file-add" onClick={() => camera.current?.click()}>
            <Glyph name="camera" />
            {t('photo')}
          </button>
          <input ref={camera} {...hidden} capture="environment" />
        </>
      ) : (
        <span className="fw-hint">{t(isOver ? 'dropNow' : 'dropHere')}</span>
      )}
      {max > 1 ? <span className="fw-hint fw-file-count">{t('used', { count, max })}</span> : null}
    </div>
  );
}
