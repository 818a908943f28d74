/** An address that was typed or pasted, with the name to invite by. */
export interface AddressLine {
  readonly email: string;
  readonly name: string;
}

/** Reads `Lin Hua <lin@example.com>`, `lin@example.com`, `林华 lin@example.com`, one a line or parted by `,` `;` (SPEC [ADM-2]). */
export function addressLines(text: string): {
  readonly people: readonly AddressLine[];
  readonly unread: readonly string[];
} {
  const people = new Map<string, AddressLine>();
  const unread: string[] = [];
  for (const part of text.split(/[\n,;，；]+/)) {
    const line = part.trim();
    if (line === '') continue;
    const email = /[^\s@<>"'“”()]+@[^\s@<>"'“”()]+/.exec(line)?.[0];
    if (email === undefined) {
      unread.push(line);
      continue;
    }
    const name = line
      .replace(email, ' ')
      .replaceAll(/[<>"'“”()\t]/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const key = email.toLowerCase();
    if (!people.has(key)) people.set(key, { email, name: name === '' ? nameOf(email) : name });
  }
  return { people: [...people.values()], unread };
}

/** `lin.hua@…` → `Lin Hua`. */
function nameOf(email: string): string {
  const [before = email] = email.split('@');
  return before
    .split(/[._-]+/)
    .filter((part) => part !== '')
    .map((part) => `${part[0]?.toUpperCase() ?? ''}${part.slice(1)}`)
    .join(' ');
}
