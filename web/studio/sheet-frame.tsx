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

/** What the frames of a sheet are told in: asked for once, not by each of them. */
export function useSheetWords() {
  const words = useWords(['studio', 'jobs', 'credits']);
  const prices = usePriceWords();
  return { ...words, ...prices };
}

interface Props {
  words: ReturnType<typeof useSheetWords>;
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

/** One job of the contact sheet: its picture, and what it is, how it is and what it costs under it. */
export function SheetFrame(props: Props) {
  const { frame, operations, selected } = props;
  const { t, locale, price, credits } = props.words;
  const { job } = frame;
  const operation = operationName(operations, job.operation, locale);
  const status = t(`jobs:status.${statusOf(frame).key}`);
  // Only what was delivered can have been free.
  const cost =
    job.status === 'succeeded'
      ? price(job.credits.charged)
      : credits(hasEnded(job.status) ? job.credits.charged : expectedPrice(frame, operations));
  const label = t('sheet.frame', { operation, status, price: cost });
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
          <Mark frame={frame} />
        </span>
        <Caption {...props} operation={operation} status={status} />
      </button>
    </li>
  );
}

function Mark({ frame }: { frame: Frame }) {
  const { job } = frame;
  const plaque =
    'plaque absolute top-1.5 left-1.5 grid size-[22px] place-items-center rounded-badge';
  if (isLive(frame)) {
    return (
      <>
        <span className={plaque}>
          <span className="pulse size-2 rounded-full" />
        </span>
        <progress
          aria-hidden
          className="bar absolute inset-x-0 bottom-0 h-[3px] rounded-none"
          value={job.progress.percent}
          max={100}
        />
      </>
    );
  }
  if (job.status !== 'failed' && job.status !== 'expired') return null;
  return (
    <span className={plaque}>
      <TriangleAlert size={14} aria-hidden />
    </span>
  );
}

function Caption(props: Props & { operation: string; status: string }) {
  const { t, format } = props.words;
  const { job } = props.frame;
  return (
    <>
      <span aria-hidden className="mt-1.5 block text-meta font-medium">
        {props.operation}
      </span>
      <span aria-hidden className="flex flex-wrap justify-between gap-x-1 text-meta text-text-2">
        <span className={`font-mono text-edge ${props.selected ? 'text-shutter-text' : ''}`}>
          {props.number ?? <LocalTime iso={job.created_at} timeOnly />}
        </span>
        {props.status}
        <span className="font-mono text-edge">
          {hasEnded(job.status)
            ? t('credits:edge', { n: format.number(job.credits.charged) })
            : format.percent(job.progress.percent)}
        </span>
      </span>
    </>
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
