const FOCUS_TRIES = 20;

/** Focuses an element as soon as it is in the page: a tab may have to open or a row to scroll into sight first. */
export function focusSoon(id: string, tries: number = FOCUS_TRIES): void {
  const element = document.getElementById(id);
  if (element !== null) {
    element.focus();
    if (element instanceof HTMLInputElement && element.type === 'text') element.select();
    element.scrollIntoView({ block: 'nearest' });
  } else if (tries > 0) requestAnimationFrame(() => focusSoon(id, tries - 1));
}
