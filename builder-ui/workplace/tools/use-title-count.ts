import { useEffect } from 'react';

const COUNT = /^\(\d+\+?\) /;

/** Puts a number before the title of the page, whichever page names it, so that it is seen among the browser's tabs. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const show = (): void => {
      const plain = document.title.replace(COUNT, '');
      const wanted = count === 0 ? plain : `(${count > 99 ? '99+' : count}) ${plain}`;
      if (document.title !== wanted) document.title = wanted;
    };
    show();
    const observer = new MutationObserver(show);
    const title = document.querySelector('title');
    if (title !== null) observer.observe(title, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      document.title = document.title.replace(COUNT, '');
    };
  }, [count]);
}
