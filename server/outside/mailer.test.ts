import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileMailer, messageText } from './mailer.ts';

const AT = new Date('2026-03-02T09:00:00Z');

describe('mail', () => {
  it('[RUN-42] is written whole to a file of its own', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mail-'));
    try {
      const mailer = fileMailer(path.join(folder, 'mail'), () => AT);
      await mailer.send({ to: 'lin@example.com', subject: 'Hello', text: 'One\nTwo', locale: 'en' });
      await mailer.send({ to: 'gu@example.com', subject: '您好', text: '三', html: '<p>三</p>', locale: 'zh-CN' });
      const names = await readdir(path.join(folder, 'mail'));
      expect(names).toHaveLength(2);
      expect(names.every((name) => /^2026-03-02T09-00-00-000Z-[0-9a-f-]{36}\.eml$/.test(name))).toBe(true);
      const texts = await Promise.all(names.map((name) => readFile(path.join(folder, 'mail', name), 'utf8')));
      expect(texts.some((text) => text.includes('To: lin@example.com\r\n'))).toBe(true);
      expect(texts.some((text) => text.includes('multipart/alternative'))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('[RUN-42] lets no value add a header, and encodes what is not ASCII', () => {
    const subject = '热门线索'.repeat(12);
    const text = messageText({ to: 'a@b.c\r\nBcc: x@y.z', subject, text: 'x'.repeat(200), locale: 'zh-CN' }, AT);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc/m);
    expect(head).toContain('Date: Mon, 02 Mar 2026 09:00:00 +0000');
    const words = [...head.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map(([, word = '']) => word);
    expect(words.map((word) => Buffer.from(word, 'base64').toString()).join('')).toBe(subject);
    expect(head.split('\r\n').every((line) => line.length <= 78)).toBe(true);
    expect(Buffer.from(body, 'base64').toString()).toBe('x'.repeat(200));
  });
});
