import { CornerUpLeft, Download } from 'lucide-react';
import { Link } from '@remix-run/react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import { formatName, mainAsset } from '../jobs/results/output.ts';
import { button } from '../ui/controls/button.ts';
import { focusHeir } from '../ui/kept-focus.ts';
import { isExpected, type Frame } from '../jobs/frame.ts';
import { StatusBadge } from '../jobs/status-badge.tsx';
import { contentUrl } from '../assets/asset-requests.ts';
import { operationName } from '../operations/operation-name.ts';
import { usePriceWords } from '../credits/use-price-words.ts';

/** What is on the stage, in one line, and the download. */
export function StageBar(props: {
  frame: Frame;
  operations: readonly OperationResource[];
  /** Makes the result the picture for the next tool. */
  onUse: () => void;
}) {
  const { t, locale, format } = useWords('jobs');
  const { credits } = usePriceWords();
  const { frame } = props;
  const { job } = frame;
  const asset = mainAsset(job);
  const facts = [
    asset && format.pixels(asset.width, asset.height),
    asset && formatName(asset.mime_type),
    job.duration_ms !== null && format.duration(job.duration_ms),
    job.status === 'succeeded' &&
      t('steps.charged', { count: job.credits.charged, n: format.number(job.credits.charged) }),
    job.status === 'failed' && credits(job.credits.charged),
  ].filter((fact): fact is string => typeof fact === 'string');
  const name = operationName(props.operations, job.operation, locale);
  return (
    <div className="flex min-h-15 items-center gap-2.5 py-2 pr-2 pl-4 lg:px-5">
      <h2 {...focusHeir} className="min-w-0 font-display text-panel font-semibold wrap-anywhere">
        {isExpected(frame) ? (
          name
        ) : (
          <Link to={`/jobs/${job.id}`} className="hover:underline" title={t('outcome.details')}>
            {name}
          </Link>
        )}
      </h2>
      <StatusBadge frame={frame} />
      <span className="hidden min-w-0 truncate text-text-2 md:block light:text-text">
        {facts.join(' · ')}
      </span>
      <span className="grow" />
      {asset && (
        <button
          type="button"
          className={`${button.neutral} flex-none`}
          title={t('result.useAsInput')}
          onClick={props.onUse}
        >
          <CornerUpLeft size={16} aria-hidden />
          <span className="max-xl:sr-only">{t('result.useAsInput')}</span>
        </button>
      )}
      {asset && (
        <a
          href={contentUrl(asset.id)}
          download={asset.file_name}
          className={`${button.neutral} flex-none`}
        >
          <Download size={16} aria-hidden />
          <span className="max-sm:sr-only">{t('result.download')}</span>
        </a>
      )}
    </div>
  );
}
