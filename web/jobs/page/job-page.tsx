import { Link } from '@remix-run/react';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JobResource } from '../../../api/jobs/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { hasEnded } from '../../../domain/job-status.ts';
import { CancelButton } from '../cancel-button.tsx';
import { type Frame, isLive } from '../frame.ts';
import { JobView } from '../results/job-view.tsx';
import { formatName, mainAsset } from '../results/output.ts';
import { StatusBadge } from '../status-badge.tsx';
import { StepAnnouncer } from '../timeline/step-announcer.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { useJob } from '../use-jobs.ts';
import { useOutcomeWords } from '../use-outcome-words.ts';
import { button } from '../../ui/controls/button.ts';
import { LocalTime } from '../../ui/local-time.tsx';
import { CreditsCard } from './credits-card.tsx';
import { Figures } from './figures.tsx';
import { SettingsCard } from './settings-card.tsx';
import { contentUrl } from '../../assets/asset-requests.ts';
import { operationName } from '../../operations/operation-name.ts';

interface Props {
  job: JobResource;
  operations: readonly OperationResource[];
}

/** Everything about one job: result, credits, steps, settings. */
export function JobPage({ job: initial, operations }: Props) {
  const { t, locale } = useWords('jobs');
  const { frame, cancel } = useJob(initial);
  const { job } = frame;
  const words = useOutcomeWords();
  const operation = operations.find(({ id }) => id === job.operation);
  return (
    <main id="main" className="mx-auto w-full max-w-[1240px] px-4 py-6 lg:px-6">
      <StepAnnouncer frame={frame} operations={operations} />
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="font-display text-page font-semibold">
          {operationName(operations, job.operation, locale)}
        </h1>
        <StatusBadge frame={frame} />
        <span className="grow" />
        <Ways frame={frame} onCancel={() => void cancel()} />
      </div>
      <p className="mt-1 mb-5 text-text-2">
        <LocalTime iso={job.created_at} />
        <span className="ml-3 font-mono text-edge break-all">{job.id}</span>
      </p>
      <Figures job={job} />
      <div className="mt-5 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_23.75rem]">
        <div className="contents lg:grid lg:gap-5">
          <Card title={t('job.steps')} className="max-lg:order-3">
            <Timeline frame={frame} operation={operation} />
            <p className={`mt-2 ${job.error ? 'text-bad' : 'text-text-2'}`}>{words(frame)}</p>
          </Card>
          <Card title={t('job.settings')} className="max-lg:order-4">
            <SettingsCard job={job} operation={operation} />
          </Card>
        </div>
        <div className="contents lg:grid lg:gap-5">
          <ResultCard frame={frame} operations={operations} />
          <Card title={t('job.credits')} className="max-lg:order-2">
            <CreditsCard job={job} />
          </Card>
        </div>
      </div>
    </main>
  );
}

/** What can be done with the job from here. */
function Ways({ frame, onCancel }: { frame: Frame; onCancel: () => void }) {
  const { t } = useWords('jobs');
  const { job } = frame;
  const result = mainAsset(job);
  return (
    <>
      {isLive(frame) && <CancelButton frame={frame} onCancel={onCancel} />}
      {result && (
        <Link to={`/studio?picture=${result.id}`} className={button.neutral}>
          {t('result.useAsInput')}
        </Link>
      )}
      {hasEnded(job.status) && (
        <Link to={`/studio?again=${job.id}`} className={button.neutral}>
          {t('job.again')}
        </Link>
      )}
      <Link to={`/studio?tool=${job.operation}&job=${job.id}`} className={button.neutral}>
        {t('job.open')}
      </Link>
    </>
  );
}

function Card(props: { title: string; className?: string; children: ReactNode }) {
  return (
    <section className={`rounded-card border border-line bg-surface p-5 ${props.className ?? ''}`}>
      <h2 className="mb-4 text-card font-semibold">{props.title}</h2>
      {props.children}
    </section>
  );
}

function ResultCard(props: { frame: Frame; operations: readonly OperationResource[] }) {
  const { t, format } = useWords('jobs');
  const { job } = props.frame;
  const asset = mainAsset(job);
  return (
    <section
      aria-label={t('job.result')}
      className="overflow-hidden rounded-card border border-line bg-surface max-lg:order-1"
    >
      <div className="flex min-h-[300px] bg-stage p-6">
        <JobView frame={props.frame} operations={props.operations} />
      </div>
      {asset && (
        <div className="flex items-center justify-between gap-3 p-3 pl-5 text-text-2">
          <span>
            {format.pixels(asset.width, asset.height)}, {formatName(asset.mime_type)},{' '}
            {format.bytes(asset.bytes)}
          </span>
          <a href={contentUrl(asset.id)} download={asset.file_name} className={button.neutral}>
            <Download size={16} aria-hidden />
            {t('result.download')}
          </a>
        </div>
      )}
    </section>
  );
}
