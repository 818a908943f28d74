import type { Person } from './timeline-entries.ts';

/** A piece of a comment: words, somebody who is mentioned, or an address. */
export type CommentPart =
  | { readonly kind: 'words' | 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** What cannot end an address although it may stand within one. */
const TRAILING = /[.,;:!?)\]}'"。，；：！？）】」』”’]+$/;
const LINK = /https?:\/\/[^\s<>"“”（）【】]+/gi;

/** A comment in pieces: addresses, and `@name` of those who are mentioned; all else as it was written. */
export function commentParts(body: string, mentions: readonly Person[]): readonly CommentPart[] {
  const parts: CommentPart[] = [];
  let at = 0;
  for (const match of body.matchAll(LINK)) {
    const text = match[0].replace(TRAILING, '');
    parts.push(...mentionParts(body.slice(at, match.index), mentions));
    parts.push({ kind: 'link', text, href: text });
    at = match.index + text.length;
  }
  parts.push(...mentionParts(body.slice(at), mentions));
  return parts;
}

function mentionParts(text: string, mentions: readonly Person[]): readonly CommentPart[] {
  // The longer name first: 王小 is no mention of 王小明.
  const names = mentions.map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  const parts: CommentPart[] = [];
  let words = '';
  for (let at = 0; at < text.length;) {
    const name = names.find((one) => text.startsWith(one, at));
    if (name === undefined) {
      words += text[at] ?? '';
      at += 1;
      continue;
    }
    if (words !== '') parts.push({ kind: 'words', text: words });
    parts.push({ kind: 'mention', text: name });
    words = '';
    at += name.length;
  }
  return words === '' ? parts : [...parts, { kind: 'words', text: words }];
}

/** The name that is being typed before the caret after an `@`, and where the `@` stands. */
export function mentionAt(text: string, caret: number): { readonly from: number; readonly search: string } | undefined {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > 40) return undefined;
  const search = text.slice(from + 1, caret);
  // An address is no mention, and a name ends with the line.
  if (/[\n@]/.test(search) || /[\w.]/.test(text[from - 1] ?? '') || / {2}/.test(search)) return undefined;
  return { from, search };
}

/** Of those who were chosen the ones whose names still stand in the text. */
export function stillMentioned(text: string, chosen: readonly Person[]): readonly Person[] {
  return chosen.filter(
    ({ id, name }, index) => text.includes(`@${name}`) && chosen.findIndex((one) => one.id === id) === index,
  );
}
