import { isRecord, type FieldValue, type RecordValue } from '../form-value.ts';

/** A file as a field holds it. */
export interface FileValue extends RecordValue {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** What came of an upload. A message of `''` says that it was broken off. */
export type FileAnswer =
  { readonly ok: true; readonly file: FileValue } | { readonly ok: false; readonly message: string };

/** How an upload is followed and broken off. */
export interface UploadWatch {
  readonly signal: AbortSignal;
  /** The part that was sent, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** A small picture to be kept beside it; ready while the large one is under way. */
  readonly preview?: Promise<Blob | undefined>;
}

/** Where a form's files are; who shows the form knows the server. */
export interface FileSource {
  readonly address: (id: string, as?: 'preview' | 'download') => string;
  readonly upload: (file: File, watch: UploadWatch) => Promise<FileAnswer>;
}

/** The files of a value: one, those of a list, or none. */
export function filesIn(value: FieldValue | undefined): readonly FileValue[] {
  const items: readonly FieldValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.flatMap((item) => {
    if (!isRecord(item) || typeof item['id'] !== 'string') return [];
    const { id, name, size, type } = item;
    return [
      {
        id,
        name: typeof name === 'string' ? name : '',
        size: typeof size === 'number' ? size : 0,
        type: typeof type === 'string' ? type : '',
      },
    ];
  });
}

const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif)$/;

/** Whether the server shows files of the type as pictures. */
export function isPicture({ type }: Pick<FileValue, 'type'>): boolean {
  return PICTURE.test(type);
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `1.4 MB`. */
export function sizeText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const number = bytes / 1024 ** step;
  return `${step === 0 || number >= 100 ? Math.round(number) : number.toFixed(1).replace('.0', '')} ${UNITS[step] ?? 'B'}`;
}
