import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals and opens values of `secret` fields. Sealed values are base64 of nonce, ciphertext and tag. */
export interface SecretBox {
  readonly seal: (value: string, tenant: string) => string;
  /** `null` when the value was sealed for another tenant or another key, or was tampered with. */
  readonly open: (sealed: string, tenant: string) => string | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key per tenant, derived from the server's key by HKDF-SHA-256 (RFC 5869), with the tenant as
 * associated data: a value copied into another tenant does not open there.
 */
export function createSecretBox(serverKey: Buffer): SecretBox {
  const keys = new Map<string, Buffer>();
  const keyOf = (tenant: string): Buffer => {
    const known = keys.get(tenant) ?? Buffer.from(hkdfSync('sha256', serverKey, 'formwork', `secret:${tenant}`, 32));
    keys.set(tenant, known);
    return known;
  };
  return {
    seal(value, tenant) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(tenant), nonce).setAAD(Buffer.from(tenant));
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, tenant) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', keyOf(tenant), bytes.subarray(0, NONCE_BYTES)).setAAD(
        Buffer.from(tenant),
      );
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      try {
        return Buffer.concat([
          decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)),
          decipher.final(),
        ]).toString('utf8');
      } catch {
        // GCM's tag does not fit: not ours to open.
        return null;
      }
    },
  };
}
