import { useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { FieldValue } from '../form-value.ts';
import { filesIn, isPicture, sizeText, type FileSource, type FileValue } from './file-source.ts';
import { useFileText } from './file-texts.ts';
import { smallPicture } from './small-picture.ts';

/** A file on its way, or one that did not get there. */
export interface Upload {
  readonly key: number;
  readonly file: File;
  /** From 0 to 1. */
  readonly share: number;
  /** Why it failed; absent while it runs. */
  readonly reason?: string;
  /** Another file may do, this one never will. */
  readonly isUnfit?: boolean;
}

export interface Uploading {
  readonly source: FileSource;
  readonly value: FieldValue | undefined;
  /** How many files the field takes. */
  readonly max: number;
  readonly onlyPictures: boolean;
  readonly onChange: (value: FieldValue) => void;
}

/** Uploads of this page that run, and those that wait for their turn: the server takes only some of one person. */
let sending = 0;
const waiting: (() => void)[] = [];

/** Waits for a place; gives what leaves it. */
async function turn(): Promise<() => void> {
  if (sending >= LIMITS.uploadsPerPageMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else sending += 1;
  return () => {
    const next = waiting.shift();
    // The place goes to who waits longest.
    if (next === undefined) sending -= 1;
    else next();
  };
}

/** Sends files a few beside each other and puts each into the field when it has arrived. What leaves the page is broken off. */
export function useUploads(uploading: Uploading) {
  const t = useFileText();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [told, setTold] = useState('');
  const latest = useRef(uploading);
  latest.current = uploading;
  const running = useRef(new Map<number, AbortController>());
  /** Of files that came in while the form stands: their place in the order in which they were chosen. */
  const places = useRef(new Map<string, number>());
  useEffect(() => {
    const own = running.current;
    return () => {
      for (const controller of own.values()) controller.abort();
    };
  }, []);

  const note = (key: number, change: Partial<Upload>): void =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const forget = (key: number): void => {
    running.current.get(key)?.abort();
    running.current.delete(key);
    setUploads((all) => all.filter((one) => one.key !== key));
  };
  const send = async ({ key, file }: Pick<Upload, 'key' | 'file'>): Promise<void> => {
    const controller = new AbortController();
    running.current.set(key, controller);
    const leave = await turn();
    if (controller.signal.aborted) {
      leave();
      return;
    }
    const sent = latest.current.source.upload(file, {
      signal: controller.signal,
      onProgress: (share) => note(key, { share }),
      preview: smallPicture(file),
    });
    const answer = await sent.finally(leave);
    if (controller.signal.aborted) return;
    running.current.delete(key);
    if (!answer.ok) {
      note(key, { reason: answer.message });
      return;
    }
    setUploads((all) => all.filter((one) => one.key !== key));
    const { value, max, onChange } = latest.current;
    setTold(t('uploaded', { name: answer.file.name }));
    places.current.set(answer.file.id, key);
    const next = max === 1 ? answer.file : withFile(filesIn(value), answer.file, places.current);
    // Another may come in before this is drawn.
    latest.current = { ...latest.current, value: next };
    onChange(next);
  };
  const add = (files: readonly File[]): void => {
    const { value, max, onlyPictures } = latest.current;
    const open = max === 1 ? 1 : Math.max(0, max - filesIn(value).length - running.current.size);
    for (const [index, file] of files.entries()) {
      made += 1;
      const refused = refusal(file, { isTooMany: index >= open, onlyPictures, max, t });
      const upload: Upload = { key: made, file, share: 0, ...refused };
      setUploads((all) => [...all, upload]);
      if (refused === undefined) void send(upload);
    }
  };
  const retry = (upload: Upload): void => {
    setUploads((all) => all.map((one) => (one.key === upload.key ? { key: one.key, file: one.file, share: 0 } : one)));
    void send(upload);
  };
  return { uploads, told, add, retry, forget };
}

let made = 0;

interface Refusing {
  readonly isTooMany: boolean;
  readonly onlyPictures: boolean;
  readonly max: number;
  readonly t: ReturnType<typeof useFileText>;
}

/** What the server would refuse is told before it is sent. */
function refusal(
  file: File,
  { isTooMany, onlyPictures, max, t }: Refusing,
): Required<Pick<Upload, 'reason' | 'isUnfit'>> | undefined {
  if (file.size > LIMITS.fileBytesMax)
    return { reason: t('tooLarge', { max: sizeText(LIMITS.fileBytesMax) }), isUnfit: true };
  if (onlyPictures && !isPicture(file)) return { reason: t('notPicture'), isUnfit: true };
  return isTooMany ? { reason: t('tooMany', { count: max }), isUnfit: false } : undefined;
}

/** The files with one more, which stands before those that were chosen after it: small ones arrive sooner. */
function withFile(
  files: readonly FileValue[],
  file: FileValue,
  places: ReadonlyMap<string, number>,
): readonly FileValue[] {
  const own = places.get(file.id) ?? 0;
  const at = files.findIndex(({ id }) => (places.get(id) ?? 0) > own);
  return at < 0 ? [...files, file] : [...files.slice(0, at), file, ...files.slice(at)];
}
