/** What the server wrote into the page for style elements that are added while it runs. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}

/**
 * Lets every style element that our scripts make carry the page's nonce: a few of the component library's (the lock of
 * the page behind a dialog) are made without. Scripts come from this server alone, so this opens no door to others.
 */
export function giveStylesTheirNonce(): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce();
    return element;
  };
}
