import { describe, expect, it } from 'vitest';
import { commentParts, mentionAt, stillMentioned } from './comment-text.ts';

const MING = { id: '1', name: '王小明' };
const WANG = { id: '2', name: '王小' };

describe('the text of a comment', () => {
  it('[WRK-51] is words, mentions by the longest name, and addresses without what ends a sentence', () => {
    expect(commentParts('请 @王小明 看 https://a.example/x?y=1。<b>@王小</b>', [WANG, MING])).toEqual([
      { kind: 'words', text: '请 ' },
      { kind: 'mention', text: '@王小明' },
      { kind: 'words', text: ' 看 ' },
      { kind: 'link', text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
      { kind: 'words', text: '。<b>' },
      { kind: 'mention', text: '@王小' },
      { kind: 'words', text: '</b>' },
    ]);
    expect(commentParts('javascript:alert(1) ftp://x', [])).toEqual([
      { kind: 'words', text: 'javascript:alert(1) ftp://x' },
    ]);
  });

  it('[WRK-51] offers people after an @ that begins a word, and tells whom the text still names', () => {
    expect(mentionAt('Hi @li', 6)).toEqual({ from: 3, search: 'li' });
    expect(mentionAt('请@', 2)).toEqual({ from: 1, search: '' });
    expect(mentionAt('lin@example', 11)).toBeUndefined();
    expect(mentionAt('@Lin\nmore', 9)).toBeUndefined();
    expect(stillMentioned('@王小明 ok', [MING, WANG, MING])).toEqual([MING, WANG]);
    expect(stillMentioned('ok', [MING])).toEqual([]);
  });
});
