import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const BYTES_MIN = 24;
const BYTES_MAX = 64;

/** A new signing secret: `whsec_` and 32 random bytes in base64 (Standard Webhooks, “Signature scheme”). */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}

/** Whether a text is a signing secret: 24 to 64 bytes in base64 after the prefix. */
export function isWebhookSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64');
  return (
    bytes.length >= BYTES_MIN && bytes.length <= BYTES_MAX && bytes.toString('base64') === text.slice(PREFIX.length)
  );
}

/**
 * The headers that let a receiver know a message as ours and as new, by the Standard Webhooks convention: HMAC-SHA-256
 * over id, seconds and body. The id is the same in every attempt.
 */
export function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly at: Date; readonly body: string },
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(message.at.getTime() / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
