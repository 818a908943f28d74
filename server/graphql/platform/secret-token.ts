import { hash, randomBytes } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';

/** A new session token: 256 random bits, unguessable and saying nothing. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A new API token and the part of it that may be shown later. */
export interface NewApiToken {
  readonly token: string;
  readonly prefix: string;
}

/** `fw_<prefix>_<secret>`: the prefix is for people and secret scanners, the secret has 256 random bits. */
export function newApiToken(): NewApiToken {
  const prefix = `fw_${randomBytes(4).toString('hex')}`;
  return { prefix, token: `${prefix}_${randomBytes(32).toString('base64url')}` };
}

/**
 * Hex SHA-256, which is what is stored. A fast hash is right here: there is nothing to guess in 256 random bits, and
 * looking up by hash takes the comparison, with its timing, out of our hands.
 */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'hex');
}

const API_TOKEN_FORM = /^fw_[0-9a-f]{8}_[\w-]{43}$/;
const SESSION_TOKEN_FORM = /^[\w-]{43}$/;

/** Whether a text can be a token at all; spares the database what is not. */
export function isApiToken(text: string): boolean {
  return API_TOKEN_FORM.test(text);
}
export function isSessionToken(text: string): boolean {
  return SESSION_TOKEN_FORM.test(text);
}

/** When a session ends that is used now: 12 h from now, but never later than 30 days after sign-in. */
export function sessionEnd(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + LIMITS.sessionIdleMs, createdAt.getTime() + LIMITS.sessionAbsoluteMs));
}

/** Whether the stored end is so far behind that writing the new one is worth it: at most 24 writes in 12 h of use. */
export function isExtensionDue(session: { readonly createdAt: Date; readonly expiresAt: Date }, now: Date): boolean {
  return sessionEnd(session.createdAt, now).getTime() - session.expiresAt.getTime() > LIMITS.sessionIdleMs / 24;
}
