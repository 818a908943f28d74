const PLACE = 'formwork.comments';
const KEPT = 5;

/** What the reader wrote to decisions lately in this browser, the last first. */
export function usualComments(): readonly string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(raw) ? raw.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers a comment; long ones are hardly written twice. */
export function noteComment(comment: string): void {
  if (comment.length > 40) return;
  const kept = [comment, ...usualComments().filter((one) => one !== comment)].slice(0, KEPT);
  localStorage.setItem(PLACE, JSON.stringify(kept));
}
