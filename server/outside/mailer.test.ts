import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileMailer, smtpMailer, type Mail } from './mailer.ts';

const AT = new Date('2026-03-02T09:00:00Z');

/** The files that the mails become. */
async function written(mails: readonly Mail[]): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mail-'));
  try {
    const mailer = fileMailer(path.join(folder, 'mail'), () => AT);
    for (const mail of mails) await mailer.send(mail);
    const names = await readdir(path.join(folder, 'mail'));
    return await Promise.all(
      names.map(async (name) => ({ name, text: await readFile(path.join(folder, 'mail', name), 'utf8') })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A mail server that takes everything, and what it was given. */
async function mailServer(): Promise<{ readonly server: Server; readonly port: number; readonly taken: string[] }> {
  const taken: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    let isData = false;
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      for (;;) {
        const end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + (isData ? 5 : 2));
        if (isData || /^(MAIL|RCPT)/.test(line)) taken.push(line);
        if (line.startsWith('QUIT') && !isData) return void socket.end('221 bye\r\n');
        const starts = !isData && line === 'DATA';
        socket.write(starts ? '354 go on\r\n' : '250 ok\r\n');
        isData = starts;
      }
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, taken, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

describe('mail', () => {
  it('[RUN-42] is written whole to a file of its own', async () => {
    const files = await written([
      { to: 'lin@example.com', subject: 'Hello', text: 'One\nTwo', locale: 'en' },
      { to: 'gu@example.com', subject: '您好', text: '三', html: '<p>三</p>', locale: 'zh-CN' },
    ]);
    expect(files).toHaveLength(2);
    expect(files.every(({ name }) => /^2026-03-02T09-00-00-000Z-[0-9a-f-]{36}\.eml$/.test(name))).toBe(true);
    expect(files.some(({ text }) => text.includes('To: lin@example.com\r\n'))).toBe(true);
    expect(files.some(({ text }) => text.includes('multipart/alternative'))).toBe(true);
    expect(files.every(({ text }) => text.includes('Date: Mon, 02 Mar 2026 09:00:00 +0000'))).toBe(true);
  });

  it('[RUN-42] lets no value add a header or a recipient', async () => {
    const [file] = await written([
      { to: 'a@b.c\r\nBcc: x@y.z', subject: 'One\r\nBcc: x@y.z', text: 'x'.repeat(2_000), locale: 'zh-CN' },
    ]);
    const [head = ''] = (file?.text ?? '').split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc/m);
    expect(file?.text.split('\r\n').every((line) => line.length <= 998)).toBe(true);
  });

  it('[RUN-42] is handed to the mail server that the operator names, in its own language', async () => {
    const { server, port, taken } = await mailServer();
    const mailer = smtpMailer({
      url: `smtp://127.0.0.1:${String(port)}?ignoreTLS=true`,
      from: 'Works <works@example.com>',
    });
    try {
      await mailer.send({ to: 'gu@example.com', subject: '有一份审批', text: '请处理', locale: 'zh-CN' });
      expect(taken[0]).toContain('works@example.com');
      expect(taken[1]).toContain('gu@example.com');
      expect(taken[2]).toContain(Buffer.from('请处理').toString('base64'));
      expect(taken[2]).toContain('Content-Language: zh-CN');
    } finally {
      mailer.close();
      server.close();
    }
    await expect(
      smtpMailer({ url: `smtp://127.0.0.1:${String(port)}` }).send({
        to: 'a@b.c',
        subject: 'x',
        text: 'y',
        locale: 'en',
      }),
    ).rejects.toThrow(/ECONNREFUSED|connect/);
  });
});
