import type { JobAssetResource } from '../../api/resources.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Box, cropOf } from './output.ts';
import { SideBySide } from './side-by-side.tsx';

/** The original with the kept part marked, beside the crop. */
export function CropView(props: {
  asset: JobAssetResource;
  crop: NonNullable<ReturnType<typeof cropOf>>;
  before: string;
  alt: string;
}) {
  const { kept, original } = props.crop;
  return (
    <SideBySide
      asset={props.asset}
      before={props.before}
      alt={props.alt}
      beforeRatio={original.width / original.height}
      overlay={<KeptPart kept={kept} original={original} />}
    />
  );
}

function KeptPart({ kept, original }: { kept: Box; original: Pick<Box, 'width' | 'height'> }) {
  const { t } = useWords();
  const { x, y, width, height } = kept;
  const whole = `M0 0H${original.width}V${original.height}H0z`;
  return (
    <svg
      role="img"
      aria-label={t('result.kept')}
      viewBox={`0 0 ${original.width} ${original.height}`}
      className="absolute inset-0 size-full"
    >
      <path
        d={`${whole}M${x} ${y}v${height}h${width}v${-height}z`}
        fillRule="evenodd"
        className="crop-shade"
      />
      <rect {...kept} fill="none" vectorEffect="non-scaling-stroke" className="crop-edge" />
    </svg>
  );
}
