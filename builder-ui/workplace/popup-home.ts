/** Menus and small windows are drawn inside the main part of the page, so that they belong to it for screen readers too. */
export function popupHome(): HTMLElement {
  return document.getElementById('main') ?? document.body;
}
