import { type ReactNode, useState } from 'react';
import type { JobAssetResource } from '../../api/resources.ts';
import { useWords } from '../i18n/use-words.ts';
import { Plate } from './plate.tsx';

interface Props {
  asset: JobAssetResource;
  before: string;
  alt: string;
  /** Drawn over the original. */
  overlay?: ReactNode;
  beforeRatio?: number;
}

const caption = 'mt-5 text-center text-meta font-medium text-text-2';

/** Original and result of another shape, each at its own ratio. */
export function SideBySide({ asset, before, alt, overlay, beforeRatio }: Props) {
  const { t } = useWords();
  const [loadedRatio, setLoadedRatio] = useState(1.5);
  return (
    <div className="grid min-h-0 w-full gap-10 sm:grid-cols-2">
      <figure className="grid min-h-0 grid-rows-[minmax(0,1fr)_auto]">
        <Plate ratio={beforeRatio ?? loadedRatio}>
          <img
            src={before}
            alt={t('result.original')}
            className="size-full rounded-picture"
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              if (naturalHeight > 0) setLoadedRatio(naturalWidth / naturalHeight);
            }}
          />
          {overlay}
        </Plate>
        <figcaption className={caption}>{t('result.before')}</figcaption>
      </figure>
      <figure className="grid min-h-0 grid-rows-[minmax(0,1fr)_auto]">
        <Plate ratio={asset.width / asset.height}>
          <img
            src={asset.url}
            alt={alt}
            width={asset.width}
            height={asset.height}
            className="checker reveal size-full rounded-picture"
          />
        </Plate>
        <figcaption className={caption}>{t('result.after')}</figcaption>
      </figure>
    </div>
  );
}
