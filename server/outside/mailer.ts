import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
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

/** Who the mail is from where the operator says nothing. */
const DEFAULT_FROM = 'Formwork <formwork@localhost>';

/**
 * Writes each mail to a file of its own, in the form of RFC 5322, for whatever picks mail up from a folder; it is
 * there whole or not at all. The transport of a server that is told no other.
 */
export function fileMailer(folder: string, now: () => Date): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = now();
      const { message } = await composer.sendMail({ ...messageOf(mail, DEFAULT_FROM), date: at });
      const name = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID()}.eml`;
      const temporary = path.join(folder, `.${name}`);
      await writeFile(temporary, message, { mode: 0o600 });
      await rename(temporary, path.join(folder, name));
    },
  };
}

/** Hands mail to a server, `smtp://user:password@host:587` or `smtps://…`; a few connections, kept open. */
export function smtpMailer(options: { readonly url: string; readonly from?: string }): Mailer & {
  readonly close: () => void;
} {
  const transport = createTransport({ url: options.url, pool: true, maxConnections: 2, socketTimeout: 30_000 });
  return {
    send: async (mail) => void (await transport.sendMail(messageOf(mail, options.from ?? DEFAULT_FROM))),
    close: () => transport.close(),
  };
}

/** The address is given apart from its text, so that no value adds a header or a recipient. */
function messageOf(mail: Mail, from: string) {
  return {
    from,
    to: { name: '', address: mail.to.replaceAll(/[\r\n,;<>]/g, '') },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: { 'Content-Language': mail.locale },
    // Texts come from tenants: nothing of a message is ever fetched from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
