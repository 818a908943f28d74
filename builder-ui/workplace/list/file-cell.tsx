import type { ReactNode } from 'react';
import { fileAddress } from '../../data/file-address.ts';
import { isApiRow, textOf } from '../documents/row-values.ts';

interface CellFile {
  readonly id: string;
  readonly name: string;
  readonly isPicture: boolean;
}

/** The files of a value as a list shows them: one, several or none. */
export function filesIn(value: unknown): readonly CellFile[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter(isApiRow).map((file) => ({
    id: textOf(file['id']),
    name: textOf(file['name']),
    isPicture: /^image\/(?:png|jpeg|gif|webp|avif)$/.test(textOf(file['type'])),
  }));
}

/** How many pictures stand side by side in a cell. */
const PICTURES_MAX = 3;

/** A picture small, any other file with a clip before its name. */
export function FileCell({
  files,
  tenant,
}: {
  readonly files: readonly CellFile[];
  readonly tenant: string | undefined;
}): ReactNode {
  const pictures = tenant === undefined ? [] : files.filter(({ isPicture }) => isPicture);
  if (tenant !== undefined && files.length > 0 && pictures.length === files.length) {
    return (
      <span className="cell-pictures">
        {pictures.slice(0, PICTURES_MAX).map(({ id, name }) => (
          <img key={id} src={fileAddress(tenant, id, 'preview')} alt={name} loading="lazy" />
        ))}
        {pictures.length > PICTURES_MAX ? <span>+{pictures.length - PICTURES_MAX}</span> : null}
      </span>
    );
  }
  const [first, ...more] = files;
  if (first === undefined) return null;
  return (
    <span className="cell-file">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        <path
          d="M11.5 6.5 7 11a1.8 1.8 0 0 1-2.6-2.6L9.6 3.3a2.8 2.8 0 0 1 4 4L8.3 12.6a4 4 0 0 1-5.6-5.6L7 2.8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeLinecap="round"
        />
      </svg>
      <span className="cell-file-name">{first.name}</span>
      {more.length > 0 ? <span>+{more.length}</span> : null}
    </span>
  );
}
