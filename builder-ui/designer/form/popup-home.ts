/** Where menus are drawn: in the main part of the page, so that they belong to it for those who go by landmarks. */
export function popupHome(): HTMLElement {
  return document.getElementById('main') ?? document.body;
}
