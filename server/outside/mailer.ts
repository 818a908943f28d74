import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locale } from '../../schema/core/text.ts';

/** One message to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly locale: Locale;
}

/** Sends mail. Rejects when the mail was not taken; the sender tries again later. */
export interface Mailer {
  readonly send: (mail: Mail) => Promise<void>;
}

/**
 * Writes each mail to a file of its own, in the form of RFC 5322, for whatever picks mail up from a folder; it is
 * there whole or not at all. The transport of a server that is told no other.
 */
export function fileMailer(folder: string, now: () => Date): Mailer {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = now();
      const name = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID()}.eml`;
      const temporary = path.join(folder, `.${name}`);
      await writeFile(temporary, messageText(mail, at), { mode: 0o600 });
      await rename(temporary, path.join(folder, name));
    },
  };
}

/** The message with its headers; everything that is not ASCII is encoded, and no header can be added by its values. */
export function messageText(mail: Mail, at: Date): string {
  const headers = [
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@formwork>`,
    `To: ${mail.to.replaceAll(/[\r\n]/g, '')}`,
    `Subject: ${encodedWord(mail.subject)}`,
    `Content-Language: ${mail.locale}`,
    'MIME-Version: 1.0',
  ];
  if (mail.html === undefined) return [...headers, ...part('text/plain', mail.text)].join('\r\n');
  const boundary = `=_${randomUUID()}`;
  const parts = [part('text/plain', mail.text), part('text/html', mail.html)];
  return [
    ...headers,
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...parts.flatMap((lines) => [`--${boundary}`, ...lines]),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function part(type: string, text: string): readonly string[] {
  const lines =
    Buffer.from(text, 'utf8')
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '', ...lines, ''];
}

/** RFC 2047; in pieces of at most 75 characters that never cut a character in two. */
function encodedWord(text: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 42) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}
