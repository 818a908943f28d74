import { lazy, Suspense, type ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import { useFormText } from '../form-texts.ts';
import { inputAttributes, type WidgetProps } from '../widgets/widget-props.ts';
import { filesIn } from './file-source.ts';

const LazyFileInput = lazy(() => import('./file-input.tsx').then(({ FileInput }) => ({ default: FileInput })));

/** The input of files, which comes when the first of them is on the screen; where no files can be kept, their names. */
export function FileField(props: WidgetProps): ReactNode {
  const { sources } = useForm();
  const names = <FileNames {...props} />;
  return sources.files === undefined ? (
    names
  ) : (
    <Suspense fallback={names}>
      <LazyFileInput {...props} />
    </Suspense>
  );
}

function FileNames(props: WidgetProps): ReactNode {
  const t = useFormText();
  const names = filesIn(props.value).map(({ name }) => name);
  return (
    <div {...inputAttributes(props)} className="fw-file" role="group" aria-label={props.label} tabIndex={-1}>
      <span className={names.length === 0 ? 'fw-none' : 'fw-file-name'}>
        {names.length === 0 ? t('fileNone') : names.join(', ')}
      </span>
    </div>
  );
}
