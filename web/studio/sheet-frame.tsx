import { TriangleAlert } from 'lucide-react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import { mainAsset, type PaletteColor, paletteOf, sourceId } from '../jobs/results/output.ts';
import { LocalTime } from '../ui/local-time.tsx';
import { type Frame, isLive } from '../jobs/frame.ts';
import { statusOf } from '../jobs/job-words.ts';
import { thumbnailUrl } from '../assets/asset-requests.ts';
import { operationName } from '../operations/operation-name.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { usePriceWords } from '../credits/use-price-words.ts';

interface Props {
  frame: Frame;
  /** Null while older jobs have not been counted: the time stands in its place. */
  number: number | null;
  operations: readonly OperationResource[];
  selected: boolean;
  onShow: () => void;
}

/** One job of the contact sheet: its picture, and number and price on the edge. */
export function SheetFrame({ frame, number, operations, selected, onShow }: Props) {
  const { t, locale, format } = useWords(['studio', 'jobs', 'credits']);
  const { price } = usePriceWords();
  const { job } = frame;
  const ended = hasEnded(job.status);
  const live = isLive(frame);
  const cost = ended ? job.credits.charged : job.credits.held;
  const label = t('sheet.frame', {
    operation: operationName(operations, job.operation, locale),
    status: t(`jobs:status.${statusOf(frame).key}`),
    price: price(cost),
  });
  return (
    <li className="flex-none">
      <button
        type="button"
        title={label}
        aria-current={selected || undefined}
        onClick={onShow}
        className="relative block w-28 text-left focus-visible:outline-offset-4"
      >
        <span className="sr-only">{label}</span>
        <span
          className={`relative block h-[75px] overflow-hidden rounded-picture bg-raised inset-ring inset-ring-line ${selected ? 'outline-2 outline-offset-2 outline-live' : ''}`}
        >
          <FramePicture frame={frame} />
          {live && (
            <>
              <span className="plaque absolute top-1.5 left-1.5 grid size-[22px] place-items-center rounded-badge">
                <span className="pulse size-2 rounded-full" />
              </span>
              <progress
                aria-hidden
                className="bar absolute inset-x-0 bottom-0 h-[3px] rounded-none"
                value={job.progress.percent}
                max={100}
              />
            </>
          )}
          {(job.status === 'failed' || job.status === 'expired') && (
            <span className="plaque absolute top-1.5 left-1.5 grid size-[22px] place-items-center rounded-badge">
              <TriangleAlert size={14} aria-hidden />
            </span>
          )}
        </span>
        <span className="mt-1.5 flex justify-between gap-1 font-mono text-edge text-text-2">
          <span className={selected ? 'text-shutter-text' : ''}>
            {number ?? <LocalTime iso={job.created_at} timeOnly />}
          </span>
          <span>
            {ended
              ? t('credits:edge', { n: format.number(job.credits.charged) })
              : format.percent(job.progress.percent)}
          </span>
        </span>
      </button>
    </li>
  );
}

function FramePicture({ frame: { job, preview } }: { frame: Frame }) {
  const palette = job.status === 'succeeded' ? paletteOf(job) : null;
  if (palette && palette.length > 0) return <Stripes colors={palette} />;
  const source = sourceId(job);
  const output = mainAsset(job);
  const src = output ? thumbnailUrl(output.id) : (preview ?? (source && thumbnailUrl(source)));
  if (!src) return null;
  const faded = job.status === 'succeeded' ? '' : 'opacity-55';
  return <img src={src} alt="" loading="lazy" className={`size-full object-cover ${faded}`} />;
}

function Stripes({ colors }: { colors: readonly PaletteColor[] }) {
  const width = 100 / colors.length;
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden className="size-full">
      {colors.map(({ hex }, index) => (
        <rect key={hex} x={index * width} width={width + 0.5} height={10} fill={hex} />
      ))}
    </svg>
  );
}
