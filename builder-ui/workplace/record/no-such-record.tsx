import type { ReactNode } from 'react';
import { Notice } from '../no-access.tsx';
import { useRecordText } from './record-texts.ts';

/** The record is gone, or out of the reader's sight. */
export function NoSuchRecord(): ReactNode {
  const text = useRecordText();
  return <Notice title={text('notFound')} hint={text('notFoundHint')} />;
}
