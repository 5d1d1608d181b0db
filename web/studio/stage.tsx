import { useEffect, useRef } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { DropZone } from '../assets/drop-zone.tsx';
import { FileDrop } from '../assets/file-drop.tsx';
import type { Picture, TakeFile } from '../assets/use-picture.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Frame } from '../jobs/frame.ts';
import { JobView } from '../jobs/results/job-view.tsx';
import { ChosenPicture } from './chosen-picture.tsx';
import { StageBar } from './stage-bar.tsx';

/** The wall in the middle: a drop zone, the chosen picture, or the job that is shown. */
export function Stage(props: {
  shown: Frame | null;
  operations: readonly OperationResource[];
  picture: Picture;
  /** What the chosen tool takes; null when it needs no picture. */
  accepts: readonly string[] | null;
  onFile: TakeFile;
  onRemove: () => void;
  /** Makes a job's result the picture for the next tool. */
  onUse: (frame: Frame) => void;
}) {
  const { t } = useWords('studio');
  const { shown, operations, picture, accepts, onFile } = props;
  return (
    <section
      ref={useInView(shown?.job.id)}
      aria-label={t('image')}
      className="relative flex min-w-0 flex-col bg-stage max-lg:min-h-85 lg:col-start-2 lg:row-start-1 lg:min-h-0"
    >
      {shown ? (
        <>
          <StageBar
            frame={shown}
            operations={operations}
            onUse={() => {
              props.onUse(shown);
            }}
          />
          <div className="flex min-h-0 flex-1 items-stretch p-4 pt-3 lg:px-11 lg:pt-5 lg:pb-9">
            <JobView key={shown.key} frame={shown} operations={operations} />
          </div>
        </>
      ) : picture.source ? (
        <ChosenPicture picture={picture} source={picture.source} onRemove={props.onRemove} />
      ) : accepts ? (
        <DropZone picture={picture} accepts={accepts} onFile={onFile} />
      ) : (
        <NoPicture />
      )}
      <FileDrop onFile={onFile} />
    </section>
  );
}

/** Where all is one column, brings the stage into view when another job is put on it. */
function useInView(jobId: string | undefined) {
  const stage = useRef<HTMLElement>(null);
  const before = useRef(jobId);
  useEffect(() => {
    const isOther = jobId !== undefined && jobId !== before.current;
    before.current = jobId;
    if (isOther && matchMedia('(max-width: 1023px)').matches) {
      stage.current?.scrollIntoView({ block: 'start' });
    }
  }, [jobId]);
  return stage;
}

function NoPicture() {
  const { t } = useWords('assets');
  return (
    <div className="grid flex-1 place-items-center p-6 text-center">
      <div>
        <p className="text-card font-semibold">{t('drop.noImage')}</p>
        <p className="mt-1 text-text-2">{t('drop.noImageHint')}</p>
      </div>
    </div>
  );
}
