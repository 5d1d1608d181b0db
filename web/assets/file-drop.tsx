import { ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTypedIn } from '../ui/controls/is-typed-in.ts';
import type { TakeFile } from './use-picture.ts';

/** Takes files dropped or pasted anywhere in the window, and covers the stage while one hovers. */
export function FileDrop({ onFile }: { onFile: TakeFile }) {
  const { t } = useTranslation('assets');
  const [over, setOver] = useState(false);
  const take = useRef<(files: ArrayLike<File>) => void>(() => undefined);
  useEffect(() => {
    take.current = (files) => {
      if (files[0]) onFile(files[0], files.length - 1);
    };
  });

  useEffect(() => {
    // Entering a child fires before leaving its parent: a counter keeps the cover from flickering.
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listen = new AbortController();
    const on = (
      name: 'dragenter' | 'dragleave' | 'dragover' | 'drop',
      react: (event: DragEvent) => void,
    ) => {
      window.addEventListener(
        name,
        (event) => {
          if (!carriesFiles(event)) return;
          // Otherwise a file dropped beside the stage replaces the page.
          event.preventDefault();
          react(event);
        },
        { signal: listen.signal },
      );
    };
    on('dragenter', () => {
      depth += 1;
      setOver(true);
    });
    on('dragleave', () => {
      depth = Math.max(0, depth - 1);
      setOver(depth > 0);
    });
    on('dragover', () => undefined);
    on('drop', (event) => {
      depth = 0;
      setOver(false);
      take.current(event.dataTransfer?.files ?? []);
    });
    window.addEventListener(
      'paste',
      (event) => {
        // Cells of a spreadsheet come as text and as their picture: a field takes the text.
        if (!isTypedIn(event.target)) take.current(event.clipboardData?.files ?? []);
      },
      { signal: listen.signal },
    );
    return () => {
      listen.abort();
    };
  }, []);

  if (!over) return null;
  return (
    <div className="absolute inset-0 z-10 grid place-items-center bg-shutter-soft">
      <div className="absolute inset-2 rounded-card border border-dashed border-shutter-text" />
      <div className="grid justify-items-center gap-2 text-shutter-text">
        <ImagePlus size={24} aria-hidden />
        <p className="text-card font-semibold">{t('drop.release')}</p>
      </div>
    </div>
  );
}
