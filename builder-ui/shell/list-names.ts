/**
 * The lists of the component library's selects have no name of their own (ant-design 6.6): each gets the name of the box
 * that opens it, whenever it opens or shows other choices (SPEC [DSG-122]).
 */
export function nameLists(): void {
  if (isNaming) return;
  isNaming = true;
  for (const box of document.querySelectorAll<HTMLInputElement>('input[aria-expanded=true]')) nameListOf(box);
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLInputElement) nameListOf(target);
  }).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-expanded', 'aria-controls', 'aria-activedescendant'],
  });
}

let isNaming = false;

/** A list that opens for the first time is drawn in the next frame. */
function nameListOf(box: HTMLInputElement): void {
  requestAnimationFrame(() => {
    const list = document.getElementById(box.getAttribute('aria-controls') ?? '');
    if (list === null || box.getAttribute('role') !== 'combobox') return;
    const others = box.getAttribute('aria-labelledby');
    if (others !== null) list.setAttribute('aria-labelledby', others);
    else list.setAttribute('aria-label', box.ariaLabel ?? box.labels?.[0]?.textContent ?? box.placeholder);
  });
}
