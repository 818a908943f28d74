/**
 * Where menus, lists of choices and small windows are drawn: in the dialog that they are opened from, else in the main
 * part of the page, so that they belong to it for screen readers too.
 */
export function popupHome(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('.ant-modal-container') ?? document.getElementById('main') ?? document.body;
}
