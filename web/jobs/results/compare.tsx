import { type ReactNode, useState } from 'react';
import type { JobAssetResource } from '../../../api/jobs/resource.ts';
import { contentUrl } from '../../assets/asset-requests.ts';
import { useWords } from '../../i18n/use-words.ts';
import { MeasuredImage } from '../../ui/measured-image.tsx';
import { Plate } from '../../ui/plate.tsx';
import { Divided } from './divided.tsx';
import { ResultImage } from './result-image.tsx';
import { SideBySide } from './side-by-side.tsx';

interface Props {
  asset: JobAssetResource;
  /** What a screen shows of the source. */
  before: string;
  /** The source's id: every pixel of it. */
  source: string;
  alt: string;
}

/** Before over after in one box, parted by a line; as large as the room allows, or pixel by pixel. */
export function Compare({ asset, before, source, alt }: Props) {
  const { t } = useWords('jobs');
  const [sameShape, setSameShape] = useState(true);
  const [zoomed, setZoomed] = useState(false);
  const ratio = asset.width / asset.height;
  if (!sameShape) return <SideBySide asset={asset} before={before} alt={alt} />;
  const pictures = (
    <Divided pans={zoomed}>
      <ResultImage
        asset={asset}
        whole={zoomed}
        alt={alt}
        draggable={false}
        className="reveal absolute inset-0 size-full"
      />
      <MeasuredImage
        src={zoomed ? contentUrl(source) : before}
        alt={t('result.original')}
        draggable={false}
        className="compare-before absolute inset-0 size-full"
        onMeasure={(width, height) => {
          // A side of a preview is rounded to a whole pixel: much of a strip's proportions.
          const rounding = Math.max(1, ratio) / 2;
          setSameShape(Math.abs(width - height * ratio) < 0.02 * width + rounding);
        }}
      />
    </Divided>
  );
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      {zoomed ? <Pixels of={asset}>{pictures}</Pixels> : <Plate ratio={ratio}>{pictures}</Plate>}
      <button
        type="button"
        aria-pressed={zoomed}
        title={t(zoomed ? 'result.fit' : 'result.pixels')}
        className="plaque absolute top-3 right-3 h-9 rounded-badge px-3 text-meta font-medium print:hidden"
        onClick={() => {
          setZoomed(!zoomed);
        }}
      >
        {t('result.zoom')}
      </button>
    </div>
  );
}

/** A pixel of the file is one of the screen; what does not fit is scrolled to, before and after in step. */
function Pixels({ of, children }: { of: JobAssetResource; children: ReactNode }) {
  const { t } = useWords('jobs');
  const perPixel = 1 / devicePixelRatio;
  return (
    <div
      role="region"
      aria-label={t('result.pixels')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
      tabIndex={0}
      className="size-full overflow-auto"
    >
      <div
        className="relative m-auto"
        style={{ width: of.width * perPixel, height: of.height * perPixel }}
      >
        {children}
      </div>
    </div>
  );
}
