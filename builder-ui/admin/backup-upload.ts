import type { Locale } from '../../schema/core/text.ts';
import { isRecord } from '../form-runtime/form-value.ts';
import type { AdminIssue } from './use-admin.ts';

/** What an uploaded backup turned out to be. */
export interface UploadedBackup {
  readonly id: string;
  readonly of: string;
  readonly version: number;
  readonly createdAt: string;
  readonly rows: number;
  readonly members: number;
}

export type BackupUpload =
  | { readonly ok: true; readonly backup: UploadedBackup }
  | { readonly ok: false; readonly issues: readonly AdminIssue[] };

interface Sending {
  readonly tenant: string;
  readonly file: File;
  readonly locale: Locale;
  readonly signal: AbortSignal;
  /** From 0 to 1; at 1 the server reads what it has. */
  readonly onProgress: (part: number) => void;
}

/** Sends a backup to be checked and kept. By XMLHttpRequest: `fetch` does not tell how much has been sent. */
export function uploadBackup({ tenant, file, locale, signal, onProgress }: Sending): Promise<BackupUpload> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/t/${tenant}/backup`);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept-Language', locale);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => resolve(answerOf(request)));
    request.addEventListener('error', () => resolve({ ok: false, issues: [UNREACHABLE[locale]] }));
    request.addEventListener('abort', () => resolve({ ok: false, issues: [] }));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function answerOf(request: XMLHttpRequest): BackupUpload {
  const answer: unknown = request.response;
  if (!isRecord(answer))
    return { ok: false, issues: [{ code: '', message: `HTTP ${String(request.status)}`, cure: '' }] };
  const { id, of, version, createdAt, rows, members, errors } = answer;
  if (
    typeof id === 'string' &&
    typeof of === 'string' &&
    typeof version === 'number' &&
    typeof createdAt === 'string' &&
    typeof rows === 'number' &&
    typeof members === 'number'
  )
    return { ok: true, backup: { id, of, version, createdAt, rows, members } };
  const told: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return { ok: false, issues: told.map(issueOf) };
}

function issueOf(error: unknown): AdminIssue {
  const { message, extensions }: Readonly<Record<string, unknown>> = isRecord(error) ? error : {};
  const { code, cure }: Readonly<Record<string, unknown>> = isRecord(extensions) ? extensions : {};
  return { code: wordsOf(code), message: wordsOf(message), cure: wordsOf(cure) };
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const UNREACHABLE: Readonly<Record<Locale, AdminIssue>> = {
  en: { code: '', message: 'The server can’t be reached.', cure: 'Check your connection and try again.' },
  'zh-CN': { code: '', message: '无法连接服务器。', cure: '请检查网络后重试。' },
};
