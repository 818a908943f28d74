import { describe, expect, it } from 'vitest';
import { renderIssue } from '../core/issues.ts';
import { LOCALES } from '../core/text.ts';
import { conflictIssue } from './conflict-issue.ts';
import type { MergeConflict } from './merge.ts';

const PATH = ['entities', 'Customer', 'fields', 'a/b', 'label'];
const SIDES = { base: 'Name', ours: 'Firm', theirs: 'Company' };
const CONFLICTS: Readonly<Record<MergeConflict['kind'], { readonly given: MergeConflict; readonly code: string }>> = {
  bothChanged: { given: { kind: 'bothChanged', path: PATH, ...SIDES }, code: 'UPGRADE_BOTH_CHANGED' },
  bothAdded: { given: { kind: 'bothAdded', path: PATH, ours: 'Firm', theirs: 'X' }, code: 'UPGRADE_BOTH_ADDED' },
  bothMoved: { given: { kind: 'bothMoved', path: PATH, ours: ['a'], theirs: ['b'] }, code: 'UPGRADE_BOTH_MOVED' },
  oursRemoved: { given: { kind: 'oursRemoved', path: PATH, base: 1, theirs: 2 }, code: 'UPGRADE_OURS_REMOVED' },
  theirsRemoved: { given: { kind: 'theirsRemoved', path: PATH, base: 1, ours: 2 }, code: 'UPGRADE_THEIRS_REMOVED' },
};

describe('conflicts of an upgrade', () => {
  it.each(Object.values(CONFLICTS))('[UPG-3] $code is told with its place in every language', ({ given, code }) => {
    const found = conflictIssue(given);
    expect(found).toMatchObject({ code, path: '/entities/Customer/fields/a~1b/label' });
    const told = LOCALES.map((locale) => renderIssue(found, locale));
    for (const { message, cure } of told) {
      expect(message).toContain('entities › Customer › fields › a/b › label');
      expect(`${message}${cure}`).not.toMatch(/\?|\{/);
    }
    expect(new Set(told.map(({ message }) => message)).size).toBe(LOCALES.length);
  });

  it('[UPG-3] all sides are told, long ones shortened to whole characters', () => {
    expect(renderIssue(conflictIssue(CONFLICTS.bothChanged.given), 'en').message).toBe(
      'entities › Customer › fields › a/b › label: the company has "Firm", the pack changed "Name" to "Company". The company’s stays.',
    );
    const long = (length: number): unknown =>
      conflictIssue({ kind: 'bothChanged', path: [], ours: '😀'.repeat(length) }).params['ours'];
    expect(long(58)).toBe(`"${'😀'.repeat(58)}"`);
    expect(long(59)).toBe(`"${'😀'.repeat(58)}…`);
  });
});
