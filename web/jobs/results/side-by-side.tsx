import { type ReactNode, useState } from 'react';
import type { JobAssetResource } from '../../../api/jobs/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Plate } from '../../ui/plate.tsx';
import { MeasuredImage } from '../../ui/measured-image.tsx';
import { ResultImage } from './result-image.tsx';

interface Props {
  asset: JobAssetResource;
  before: string;
  alt: string;
  /** Drawn over the original. */
  overlay?: ReactNode;
  beforeRatio?: number;
}

const tag =
  'plaque pointer-events-none absolute bottom-3 left-3 h-6 rounded-badge px-2.5 text-meta/6 font-medium';

/** Original and result of another shape, each at its own ratio. */
export function SideBySide({ asset, before, alt, overlay, beforeRatio }: Props) {
  const { t } = useWords('jobs');
  const [loadedRatio, setLoadedRatio] = useState(1.5);
  return (
    <div className="grid min-h-0 w-full gap-10 sm:grid-cols-2">
      <figure className="flex min-h-0">
        <Plate ratio={beforeRatio ?? loadedRatio}>
          <MeasuredImage
            src={before}
            alt={t('result.original')}
            className="size-full rounded-picture"
            onMeasure={(width, height) => {
              setLoadedRatio(width / height);
            }}
          />
          {overlay}
          <figcaption className={tag}>{t('result.before')}</figcaption>
        </Plate>
      </figure>
      <figure className="flex min-h-0">
        <Plate ratio={asset.width / asset.height}>
          <ResultImage
            asset={asset}
            alt={alt}
            width={asset.width}
            height={asset.height}
            className="checker reveal size-full rounded-picture"
          />
          <figcaption className={tag}>{t('result.after')}</figcaption>
        </Plate>
      </figure>
    </div>
  );
}
