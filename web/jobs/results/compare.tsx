import { ChevronsLeftRight } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { JobAssetResource } from '../../../api/jobs/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Plate } from '../../ui/plate.tsx';
import { SideBySide } from './side-by-side.tsx';
import { previewUrl } from '../../assets/asset-requests.ts';

interface Props {
  asset: JobAssetResource;
  before: string;
  alt: string;
}

/** Before over after in one box, parted by a native slider that covers the figure. */
export function Compare({ asset, before, alt }: Props) {
  const { t } = useWords('jobs');
  const [sameShape, setSameShape] = useState(true);
  const ratio = asset.width / asset.height;
  if (!sameShape) return <SideBySide asset={asset} before={before} alt={alt} />;
  return (
    <Plate ratio={ratio}>
      <Divided>
        <img
          src={previewUrl(asset.id)}
          alt={alt}
          draggable={false}
          className="reveal absolute inset-0 size-full"
        />
        <img
          src={before}
          alt={t('result.original')}
          draggable={false}
          className="compare-before absolute inset-0 size-full"
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            // A side of a preview is rounded to a whole pixel: much of a strip's proportions.
            const rounding = Math.max(1, ratio) / 2;
            const difference = Math.abs(naturalWidth - naturalHeight * ratio);
            setSameShape(difference < 0.02 * naturalWidth + rounding);
          }}
        />
      </Divided>
    </Plate>
  );
}

const tag =
  'plaque pointer-events-none absolute bottom-3 h-6 rounded-badge px-2.5 text-meta/6 font-medium';

function Divided({ children }: { children: ReactNode }) {
  const { t, format } = useWords('jobs');
  const [at, setAt] = useState(50);
  const [holding, setHolding] = useState(false);
  const move = (percent: number) => {
    setAt(Math.min(100, Math.max(0, percent)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ') {
      event.preventDefault();
      setHolding(true);
      return;
    }
    const step = steps[event.key];
    if (step === undefined || !event.shiftKey) return;
    event.preventDefault();
    move(at + step);
  };
  return (
    <figure
      style={{ '--at': `${holding ? 100 : at}%` } as CSSProperties}
      className="compare checker absolute inset-0 touch-pan-y overflow-hidden rounded-picture select-none"
    >
      {children}
      <span
        aria-hidden
        className="compare-line compare-bar pointer-events-none absolute inset-y-0 -ml-px w-0.5"
      />
      <span
        aria-hidden
        className="compare-line compare-knob pointer-events-none absolute top-1/2 -mt-[22px] -ml-[22px] grid size-11 place-items-center rounded-full shadow-float"
      >
        <ChevronsLeftRight size={18} />
      </span>
      <span className={`${tag} left-3`}>{t('result.before')}</span>
      <span className={`${tag} right-3`}>{t('result.after')}</span>
      <input
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label={t('result.slider')}
        aria-valuetext={t('result.sliderValue', { percent: format.percent(at) })}
        title={t('result.compareHint')}
        onChange={(event) => {
          move(Number(event.target.value));
        }}
        onDoubleClick={() => {
          move(50);
        }}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (event.key === ' ') setHolding(false);
        }}
        className="absolute inset-0 m-0 size-full cursor-ew-resize opacity-0"
      />
    </figure>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -10,
  ArrowDown: -10,
  ArrowRight: 10,
  ArrowUp: 10,
};
