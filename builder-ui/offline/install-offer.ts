/** What the browser gave to be asked with, until it was. */
export const installing: { offer: Event | undefined } = { offer: undefined };

/** The application offers itself where the reader looks for it, and not over their work (SPEC [OFF-50]). */
export function hearInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event: Event) => {
    event.preventDefault();
    installing.offer = event;
  });
}
