import path from 'node:path';
import { issue, type Issue } from '../../schema/core/result.ts';

/** Why a file could not be opened, made or written, and which; nothing where it was something else. */
export function fileFailure(error: unknown): { readonly code: string; readonly file: string } | undefined {
  const [code, syscall, file] = ['code', 'syscall', 'path'].map((key): unknown => Reflect.get(Object(error), key));
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  return { code, file: typeof file === 'string' ? file : '' };
}

/** DATA_FOLDER_UNUSABLE, where the failure is of something in the data folder. */
export function dataFolderIssue(error: unknown, folder: string): Issue | undefined {
  const failed = fileFailure(error);
  if (failed === undefined || failed.file === '') return undefined;
  const [file, whole] = [path.resolve(failed.file), path.resolve(folder)];
  if (file !== whole && !file.startsWith(`${whole}${path.sep}`)) return undefined;
  return issue('DATA_FOLDER_UNUSABLE', '/FORMWORK_DATA', { folder, reason: failed.code });
}
