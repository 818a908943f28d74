/**
 * Where menus, lists of choices and small windows are drawn: in the dialog that they are opened from, else in the main
 * part of the page, so that they belong to it for screen readers too.
 */
export function popupHome(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('.ant-modal-container') ?? document.getElementById('main') ?? document.body;
}

/** A small window with no room at its button, as on a phone: it goes up or down, and sideways until it is whole. */
export const WHOLE = { overflow: { adjustY: true, shiftX: true } } as const;

/** A small window that opens below what is pressed for it and is made anew each time. */
export const DROP_WINDOW = {
  trigger: 'click',
  placement: 'bottomLeft',
  align: WHOLE,
  destroyOnHidden: true,
  arrow: false,
} as const;
