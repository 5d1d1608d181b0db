import { TriangleAlert } from 'lucide-react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import { mainAsset, type PaletteColor, paletteOf, sourceId } from '../jobs/results/output.ts';
import { LocalTime } from '../ui/local-time.tsx';
import { type Frame, isLive } from '../jobs/frame.ts';
import { statusOf } from '../jobs/job-words.ts';
import { thumbnailUrl } from '../assets/asset-requests.ts';
import { operationName } from '../operations/operation-name.ts';
import { priceOf } from '../operations/price.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { usePriceWords } from '../credits/use-price-words.ts';

interface Props {
  frame: Frame;
  /** Null while older jobs have not been counted: the time stands in its place. */
  number: number | null;
  operations: readonly OperationResource[];
  selected: boolean;
  /** Whether the tab key stops here. */
  isStop: boolean;
  /** The first of the older ones that came last: it takes the focus when the button for them goes. */
  isHeir: boolean;
  onFocus: () => void;
  onShow: () => void;
}

/** One job of the contact sheet: its picture, and number and price on the edge. */
export function SheetFrame(props: Props) {
  const { t, locale, format } = useWords(['studio', 'jobs', 'credits']);
  const { price, credits } = usePriceWords();
  const { frame, number, operations, selected } = props;
  const { job } = frame;
  const ended = hasEnded(job.status);
  const live = isLive(frame);
  const status = t(`jobs:status.${statusOf(frame).key}`);
  const operation = operationName(operations, job.operation, locale);
  const label = t('sheet.frame', {
    operation,
    status,
    // Only what was delivered can have been free.
    price:
      job.status === 'succeeded'
        ? price(job.credits.charged)
        : credits(ended ? job.credits.charged : expectedPrice(frame, operations)),
  });
  return (
    <li className="flex-none">
      <button
        type="button"
        title={label}
        aria-current={selected || undefined}
        tabIndex={props.isStop ? 0 : -1}
        data-focus-heir={props.isHeir ? '' : undefined}
        onFocus={props.onFocus}
        onClick={props.onShow}
        className="relative block w-28 text-left focus-visible:outline-offset-4"
      >
        <span className="sr-only">{label}</span>
        <span
          className={`frame-picture relative block h-[75px] overflow-hidden rounded-picture bg-raised inset-ring inset-ring-line ${selected ? 'outline-2 outline-offset-2 outline-live' : ''}`}
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
        <span aria-hidden className="mt-1.5 block text-meta font-medium">
          {operation}
        </span>
        <span aria-hidden className="flex flex-wrap justify-between gap-x-1 text-meta text-text-2">
          <span className={`font-mono text-edge ${selected ? 'text-shutter-text' : ''}`}>
            {number ?? <LocalTime iso={job.created_at} timeOnly />}
          </span>
          {status}
          <span className="font-mono text-edge">
            {ended
              ? t('credits:edge', { n: format.number(job.credits.charged) })
              : format.percent(job.progress.percent)}
          </span>
        </span>
      </button>
    </li>
  );
}

/** What a job that has not ended will cost if it delivers, as far as that is known. */
function expectedPrice({ job }: Frame, operations: readonly OperationResource[]): number {
  const prices = operations.find(({ id }) => id === job.operation)?.prices;
  return job.credits.held || (prices ? priceOf(prices, job.input) : 0);
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
