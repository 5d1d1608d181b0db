import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Frame } from '../frame.ts';
import { Compare } from './compare.tsx';
import { CropView } from './crop-view.tsx';
import { DataView } from './data-view.tsx';
import { cropOf, mainAsset, paletteOf, sourceId } from './output.ts';
import { PaletteView } from './palette-view.tsx';
import { ResultImage } from './result-image.tsx';
import { MeasuredImage } from '../../ui/measured-image.tsx';
import { Plate } from '../../ui/plate.tsx';
import { previewUrl } from '../../assets/asset-requests.ts';
import { operationName } from '../../operations/operation-name.ts';
import { hasEnded } from '../../../domain/job-status.ts';

/** What a job shows: its result, by what the result is; until then its source picture, dimmed. */
export function JobView(props: { frame: Frame; operations: readonly OperationResource[] }) {
  const { t, locale } = useWords('jobs');
  const { job, preview } = props.frame;
  const source = sourceId(job);
  const before = source && (preview ?? previewUrl(source));
  const asset = mainAsset(job);
  const crop = cropOf(job);
  const palette = paletteOf(job);
  const alt = t('result.alt', {
    operation: operationName(props.operations, job.operation, locale),
  });

  if (job.status !== 'succeeded' || !job.output)
    return <Waiting source={before} frame={props.frame} />;
  if (asset && crop && before)
    return (
      <CropView
        job={job}
        operations={props.operations}
        asset={asset}
        crop={crop}
        before={before}
        alt={alt}
      />
    );
  if (asset && source && before) {
    return <Compare asset={asset} before={before} source={source} alt={alt} />;
  }
  if (asset) {
    return (
      <Plate ratio={asset.width / asset.height}>
        <ResultImage
          asset={asset}
          alt={alt}
          width={asset.width}
          height={asset.height}
          className="reveal size-full rounded-picture"
        />
      </Plate>
    );
  }
  if (palette) return <PaletteView job={job} colors={palette} source={before} />;
  return <DataView data={job.output.data} />;
}

function Waiting({ source, frame }: { source: string | null; frame: Frame }) {
  const { t } = useWords('jobs');
  const [ratio, setRatio] = useState(1.5);
  const ended = hasEnded(frame.job.status);
  return (
    <Plate ratio={ratio}>
      {source ? (
        <MeasuredImage
          src={source}
          alt={t('result.original')}
          className={`size-full rounded-picture transition-opacity duration-300 ${ended ? 'opacity-70' : 'opacity-55'}`}
          onMeasure={(width, height) => {
            setRatio(width / height);
          }}
        />
      ) : (
        <div className="grid size-full place-items-center text-text-2">
          {!ended && <Hourglass size={24} aria-hidden />}
        </div>
      )}
    </Plate>
  );
}
