import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { dataFolderIssue, fileFailure } from './file-failure.ts';

const folder = path.join(os.tmpdir(), 'formwork-no-such-folder');

async function failureOf(file: string): Promise<unknown> {
  try {
    await readFile(file);
  } catch (error) {
    return error;
  }
  return undefined;
}

it('[CLI-5] a failure of the file system says why and which file', async () => {
  const file = path.join(folder, 'a');
  expect(fileFailure(await failureOf(file))).toEqual({ code: 'ENOENT', file });
});

it.each([[new Error('other')], ['text'], [undefined], [Object.assign(new Error('x'), { code: 'E' })]])(
  '[CLI-5] %s is no failure of a file',
  (error) => {
    expect(fileFailure(error)).toBeUndefined();
  },
);

it('[CLI-5] is of the data folder only inside of it', async () => {
  const params = { folder, reason: 'ENOENT' };
  expect(dataFolderIssue(await failureOf(path.join(folder, 'a', 'b')), folder)).toMatchObject({
    code: 'DATA_FOLDER_UNUSABLE',
    params,
  });
  expect(dataFolderIssue(await failureOf(folder), folder)).toMatchObject({ params });
  expect(dataFolderIssue(await failureOf(`${folder}-beside`), folder)).toBeUndefined();
  expect(dataFolderIssue(new Error('other'), folder)).toBeUndefined();
});
