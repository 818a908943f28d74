import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assert } from '../../schema/core/result.ts';
import type { Config } from './config.ts';

const KEY_BYTES = 32;

/**
 * The key that encrypts secret fields: the configured one, else one that is made at the first start and kept in the
 * data folder, readable by its owner alone. A backup of the database without this file can't be read in full.
 */
export async function openSecretKey(config: Pick<Config, 'secretKey' | 'dataFolder'>): Promise<Buffer> {
  if (config.secretKey !== undefined) return Buffer.from(config.secretKey);
  const file = path.join(config.dataFolder, 'secret.key');
  await mkdir(config.dataFolder, { recursive: true });
  try {
    // `wx`: of two processes that start at once, one makes the key and the other reads it.
    await writeFile(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  assert(key.length === KEY_BYTES, `${file} holds a key of ${KEY_BYTES} bytes`);
  return key;
}
