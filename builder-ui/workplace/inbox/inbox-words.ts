import type { InboxItem } from './inbox-items.ts';
import type { InboxText } from './inbox-texts.ts';

/** What is asked for, in one sentence. */
export function askedText(item: InboxItem, text: InboxText): string {
  const who = item.askedBy?.name ?? text('someone');
  switch (item.kind) {
    case 'approval':
      return text('asks', { who, what: item.transitionLabel });
    case 'gift':
      return text('asksAward', { who, to: item.receiver?.name ?? '' });
    case 'override':
      return text('asksException', { who });
  }
}

/** The request in a few words, for what is said after a decision. */
export function itemText(item: InboxItem): string {
  return item.kind === 'approval' ? `${item.title} · ${item.transitionLabel}` : `${item.group} · ${item.title}`;
}
