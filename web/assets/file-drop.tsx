import { ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes files dropped or pasted anywhere in the window, and covers the stage while one hovers. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('assets');
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  useEffect(() => {
    take.current = onFile;
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
      const file = event.dataTransfer?.files[0];
      if (file) take.current(file);
    });
    window.addEventListener(
      'paste',
      (event) => {
        const file = event.clipboardData?.files[0];
        if (file) take.current(file);
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
