import { X } from 'lucide-react';
import type { SourcePicture } from '../assets/picture.ts';
import { UploadProgress } from '../assets/upload-progress.tsx';
import type { PictureState } from '../assets/use-picture.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { focusHeir } from '../ui/kept-focus.ts';
import { Plate } from '../ui/plate.tsx';

/** The picture that a job is to be made of, and how far its upload is. */
export function ChosenPicture(props: {
  picture: PictureState;
  source: SourcePicture;
  onRemove: () => void;
}) {
  const { t, format } = useWords('assets');
  const { source, onRemove } = props;
  const { upload, asset } = props.picture;
  return (
    <>
      <div className="flex min-h-15 items-center gap-2 py-2 pr-2 pl-4 lg:px-5">
        <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-2">
          <h2
            {...focusHeir}
            className="min-w-0 font-display text-panel font-semibold wrap-anywhere"
          >
            {source.name ?? t('drop.preview')}
          </h2>
          <span className="text-text-2">
            {format.pixels(asset?.width ?? source.width, asset?.height ?? source.height)} ·{' '}
            {format.bytes(source.bytes)}
          </span>
        </div>
        <button
          type="button"
          className={button.icon}
          aria-label={t('drop.remove')}
          onClick={onRemove}
        >
          <X size={18} aria-hidden />
        </button>
      </div>
      <div className="flex min-h-0 flex-1 items-stretch p-4 pt-3 lg:px-11 lg:pt-5 lg:pb-9">
        <Plate ratio={source.width / source.height}>
          {source.isBlank === true && (
            <p className="absolute inset-0 grid place-content-center p-4 text-center text-text-2">
              {t('drop.noPreview')}
            </p>
          )}
          <img src={source.url} alt={t('drop.preview')} className="size-full rounded-picture" />
        </Plate>
      </div>
      {upload && <UploadProgress upload={upload} total={source.bytes} onStop={onRemove} />}
    </>
  );
}
