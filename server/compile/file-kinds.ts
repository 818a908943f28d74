import type { FieldKind } from '../../schema/model/model.ts';

/** Whether values of the field kind are files. */
export function isFileKind(kind: FieldKind): kind is 'file' | 'image' | 'signature' {
  return kind === 'file' || kind === 'image' || kind === 'signature';
}
