import { useState } from 'react';
import { ImagePlus } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import { CropMarks } from '../ui/crop-marks.tsx';
import { FileInput } from './file-input.tsx';
import { PictureNote } from './picture-note.tsx';
import type { Picture } from './use-picture.ts';

const samples = ['coffee', 'flower', 'chelsea'] as const;

/** The empty stage: click, drop, paste, or try one of three pictures. */
export function DropZone(props: {
  picture: Picture;
  accepts: readonly string[];
  onFile: (file: File) => void;
}) {
  const { t } = useWords('assets');
  const [isMissing, setMissing] = useState(false);
  const takeSample = async (file: string) => {
    setMissing(false);
    try {
      const blob = await (await fetch(`/samples/${file}`)).blob();
      props.onFile(new File([blob], file, { type: blob.type }));
    } catch {
      setMissing(true);
    }
  };
  return (
    <div className="relative grid flex-1 place-items-center p-6 text-center">
      <CropMarks inside />
      <div className="grid max-w-md justify-items-center gap-3 py-8">
        <label className="relative grid justify-items-center gap-2 rounded-card px-8 py-6 hover:bg-surface has-focus-visible:outline-2 has-focus-visible:outline-focus">
          <FileInput
            accepts={props.accepts}
            onFile={props.onFile}
            label={t('drop.title')}
            describedBy="drop-hint"
          />
          <ImagePlus size={24} aria-hidden className="text-text-2" />
          <span className="text-card font-semibold">{t('drop.title')}</span>
          <span id="drop-hint" className="text-text-2 light:text-text">
            {t('drop.hint')}
          </span>
        </label>
        <PictureNote picture={props.picture} />
        <div className="mt-2 flex gap-2">
          {samples.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={t(`drop.sample.${name}`)}
              onClick={() => void takeSample(`${name}.jpg`)}
              className="overflow-hidden rounded-picture"
            >
              <img
                src={`/samples/${name}-small.webp`}
                alt=""
                width={96}
                height={64}
                className="h-16 w-24 object-cover hover:opacity-85"
              />
            </button>
          ))}
        </div>
        {isMissing ? (
          <p role="alert" className="text-meta text-bad">
            {t('drop.sampleMissing')}
          </p>
        ) : (
          <p className="text-meta text-text-2">{t('drop.samples')}</p>
        )}
      </div>
    </div>
  );
}
