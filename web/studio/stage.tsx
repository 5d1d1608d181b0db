import { X } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import { JobView } from '../jobs/results/job-view.tsx';
import { Plate } from '../ui/plate.tsx';
import { button } from '../ui/button.ts';
import { DropZone } from '../assets/drop-zone.tsx';
import { FileDrop } from '../assets/file-drop.tsx';
import { StageBar } from './stage-bar.tsx';
import { UploadProgress } from '../assets/upload-progress.tsx';
import type { Studio } from './use-studio.ts';

/** The wall in the middle: a drop zone, the chosen picture, or the job that is shown. */
export function Stage({ studio }: { studio: Studio }) {
  const { t } = useWords();
  const { shown, picture } = studio;
  const needsPicture = !studio.operation || studio.operation.accepts.length > 0;
  return (
    <section
      aria-label={t('studio.image')}
      className="relative flex min-w-0 flex-col bg-stage max-lg:min-h-[340px] lg:col-start-2 lg:row-start-1 lg:min-h-0"
    >
      {shown ? (
        <>
          <StageBar frame={shown} operations={studio.operations} />
          <div className="flex min-h-0 flex-1 items-stretch p-4 pt-3 lg:px-11 lg:pt-5 lg:pb-9">
            <JobView key={shown.job.id} frame={shown} operations={studio.operations} />
          </div>
        </>
      ) : picture.source ? (
        <ChosenPicture studio={studio} />
      ) : needsPicture ? (
        <DropZone studio={studio} />
      ) : (
        <div className="grid flex-1 place-items-center p-6 text-center">
          <div>
            <p className="text-card font-semibold">{t('drop.noImage')}</p>
            <p className="mt-1 text-text-2">{t('drop.noImageHint')}</p>
          </div>
        </div>
      )}
      <FileDrop onFile={studio.take} />
    </section>
  );
}

function ChosenPicture({ studio }: { studio: Studio }) {
  const { t, format } = useWords();
  const { source, upload, asset } = studio.picture;
  if (!source) return null;
  return (
    <>
      <div className="flex min-h-15 items-center gap-2 py-2 pr-2 pl-4 lg:px-5">
        <h2 className="truncate font-display text-panel font-semibold">
          {source.name ?? t('drop.preview')}
        </h2>
        <span className="truncate text-text-2">
          {format.pixels(asset?.width ?? source.width, asset?.height ?? source.height)} ·{' '}
          {format.bytes(source.bytes)}
        </span>
        <span className="grow" />
        <button
          type="button"
          className={button.icon}
          aria-label={t('drop.remove')}
          onClick={studio.picture.remove}
        >
          <X size={18} aria-hidden />
        </button>
      </div>
      <div className="flex min-h-0 flex-1 items-stretch p-4 pt-3 lg:px-11 lg:pt-5 lg:pb-9">
        <Plate ratio={source.width / source.height}>
          <img src={source.url} alt={t('drop.preview')} className="size-full rounded-picture" />
        </Plate>
      </div>
      {upload && <UploadProgress studio={studio} upload={upload} total={source.bytes} />}
    </>
  );
}
