import { useEffect } from 'react';

/** For what takes the focus when something near it that had the focus goes away. */
export const focusHeir = { tabIndex: -1, 'data-focus-heir': '' } as const;

const heirs = '[data-focus-heir]';

/**
 * When what had the focus leaves the page, the nearest heir takes it. Else it would fall to the body: a screen reader
 * would say nothing, and the next Tab would start at the top of the page.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let chain: Element[] = [];
    const onFocus = ({ target }: FocusEvent) => {
      chain = target instanceof Element ? withAncestors(target) : [];
    };
    const observer = new MutationObserver(() => {
      const [lost] = chain;
      if (!lost || lost.isConnected || document.activeElement !== document.body) return;
      const place = chain.find((each) => each.isConnected && each.querySelector(heirs));
      chain = [];
      place?.querySelector<HTMLElement>(heirs)?.focus();
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, []);
}

function withAncestors(element: Element): Element[] {
  const parent = element.parentElement;
  return [element, ...(parent ? withAncestors(parent) : [])];
}
