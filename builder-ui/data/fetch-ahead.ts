/** Fetches code that will be wanted soon. Without a network it is asked for again when it is wanted, and missed then. */
export function fetchAhead(load: () => Promise<unknown>): void {
  load().catch(() => undefined);
}
