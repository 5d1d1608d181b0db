/** Something that people did before the page could answer. */
export type EarlyPress =
  | { readonly kind: 'press'; readonly element: HTMLElement; readonly label: string | null }
  | { readonly kind: 'value'; readonly element: HTMLInputElement | HTMLTextAreaElement }
  | { readonly kind: 'chosen'; readonly element: HTMLInputElement }
  | { readonly kind: 'dropped'; readonly files: readonly File[] };

interface EarlyPresses {
  readonly kept: readonly EarlyPress[];
  /** From now on the page answers by itself. */
  stop: () => void;
}

declare global {
  interface Window {
    earlyPresses?: EarlyPresses;
  }
}

/**
 * Keeps what is pressed, typed, chosen and dropped in the studio, and says on `<html>` that something is kept. It is
 * written into the page as a script of its own, so it uses nothing from outside itself.
 */
export function collectPresses(): void {
  const kept: EarlyPress[] = [];
  const listening = new AbortController();
  const keep = (press: EarlyPress) => {
    document.documentElement.dataset.early = '';
    const known = (each: EarlyPress) =>
      'element' in each && 'element' in press && each.element === press.element;
    if (!kept.some(known)) kept.push(press);
  };
  const on = (name: string, react: (event: Event, target: Element) => void) => {
    const listener = (event: Event) => {
      if (event.target instanceof Element) react(event, event.target);
    };
    addEventListener(name, listener, { capture: true, signal: listening.signal });
  };
  const inStudio = (target: Element) => target.closest('[data-studio]') !== null;
  on('click', (event, target) => {
    const element = target.closest('button');
    if (!element || !inStudio(element)) return;
    // A form that is not alive yet would load the page anew.
    event.preventDefault();
    keep({ kind: 'press', element, label: element.getAttribute('aria-label') });
  });
  on('input', (_event, target) => {
    const isText = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    if (isText && target.type !== 'file' && inStudio(target)) {
      keep({ kind: 'value', element: target });
    }
  });
  on('change', (_event, target) => {
    if (target instanceof HTMLInputElement && target.type === 'file' && inStudio(target)) {
      keep({ kind: 'chosen', element: target });
    }
  });
  on('dragover', (event) => {
    event.preventDefault();
  });
  on('drop', (event) => {
    event.preventDefault();
    const files = [...((event as DragEvent).dataTransfer?.files ?? [])];
    if (files.length > 0) keep({ kind: 'dropped', files });
  });
  window.earlyPresses = {
    kept,
    stop: () => {
      listening.abort();
    },
  };
}
