import { useEffect } from 'react';
import { useNonce } from '../../http/nonce.ts';
import { useWords } from '../../i18n/use-words.ts';
import { collectPresses, type EarlyPress } from './collect-presses.ts';

/** The script that keeps early presses, and the line that says so as soon as one is kept. */
export function EarlyPresses() {
  const { t } = useWords('studio');
  const nonce = useNonce();
  return (
    <>
      <script
        nonce={nonce}
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: `(${collectPresses.toString()})()` }}
      />
      <p
        role="status"
        className="early-note fixed inset-x-4 top-16 z-40 mx-auto max-w-md rounded-card border border-line bg-surface p-3 text-center shadow-float"
      >
        {t('early')}
      </p>
    </>
  );
}

/** Does what people did before the page could answer, once what the tab had kept is back in the form. */
export function useEarlyPresses(isRestored: boolean): void {
  useEffect(() => {
    window.earlyPresses?.stop();
  }, []);
  useEffect(() => {
    const early = window.earlyPresses;
    if (!isRestored || !early) return;
    delete window.earlyPresses;
    void repeatAll(early.kept);
  }, [isRestored]);
}

async function repeatAll(kept: readonly EarlyPress[]): Promise<void> {
  for (const press of kept) {
    repeat(press);
    // What one of them changes, such as the form of a tool, the next one finds.
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
  delete document.documentElement.dataset.early;
}

function repeat(press: EarlyPress): void {
  switch (press.kind) {
    case 'press':
      // The shutter names its price: another one than was seen when it was pressed is not spent.
      if (press.element.getAttribute('aria-label') === press.label) press.element.click();
      break;
    case 'value':
      retype(press.element);
      break;
    case 'chosen':
      press.element.dispatchEvent(new Event('change', { bubbles: true }));
      break;
    case 'dropped': {
      const dataTransfer = new DataTransfer();
      for (const file of press.files) dataTransfer.items.add(file);
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    }
  }
}

/** React looks at what it knows of a field, not at what is in it: it must see the text come. */
function retype(element: HTMLInputElement | HTMLTextAreaElement): void {
  const { value } = element;
  const kind = element instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
  element.value = '';
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(element, value);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
