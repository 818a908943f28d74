/** What the server wrote into the page for style elements that are added while it runs. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}

/**
 * Lets every style element that our scripts make carry the page's nonce: a few of the component library's (the lock of
 * the page behind a dialog, the empty one inside some of its icons) are made without. Scripts come from this server
 * alone, so this opens no door to others.
 */
export function giveStylesTheirNonce(): void {
  const create = document.createElement.bind(document);
  const createIn = document.createElementNS.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => withNonce(create(name, options));
  const value = (space: string | null, name: string, options?: string | ElementCreationOptions): Element =>
    withNonce(createIn(space, name, options));
  // Defined, not assigned: no function of ours fits all of its overloads.
  Object.defineProperty(document, 'createElementNS', { value, configurable: true, writable: true });
}

function withNonce<Made extends Element>(element: Made): Made {
  if (element instanceof HTMLStyleElement || element instanceof SVGStyleElement) element.nonce = styleNonce();
  return element;
}
