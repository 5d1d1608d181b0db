import type { JobResource } from '../../../api/jobs/resource.ts';
import { useWords } from '../../i18n/use-words.ts';

/** The few numbers of a job. */
export function Figures({ job }: { job: JobResource }) {
  const { t, format } = useWords('jobs');
  const unknown = t('job.unknown');
  const figures = [
    [t('job.duration'), job.duration_ms === null ? unknown : format.duration(job.duration_ms)],
    [
      t('job.attempts'),
      job.attempts === 0
        ? unknown
        : t('job.tries', { count: job.attempts, n: format.number(job.attempts) }),
    ],
    [t('job.charged'), format.number(job.credits.charged)],
    [
      t('job.provider'),
      job.provider ? [job.provider, job.engine].filter(Boolean).join(' · ') : unknown,
    ],
  ];
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface lg:grid-cols-4">
      {figures.map(([name, value]) => (
        <div key={name} className="border-line px-5 py-4 lg:not-first:border-l">
          <dt className="text-meta text-text-2">{name}</dt>
          <dd className="mt-0.5 font-display text-figure font-semibold break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
