import { Check, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JobResource } from '../../../api/jobs/resource.ts';
import { useLocale, useWords } from '../../i18n/use-words.ts';

/** What was held, charged and returned; only what the ledger says. */
export function CreditsCard({ job }: { job: JobResource }) {
  const { t } = useWords('jobs');
  const { held, charged, refunded } = job.credits;
  return (
    <dl className="grid gap-3">
      <Row
        icon={<span className="hatch h-4 w-2.5 rounded-[2px]" />}
        name={t('job.held')}
        amount={held}
      />
      <Row
        icon={<Check size={16} className="text-text-2" />}
        name={t('job.chargedWith')}
        amount={-charged}
      />
      <Row
        icon={<Undo2 size={16} className="text-text-2" />}
        name={t('job.returned')}
        amount={refunded}
      />
    </dl>
  );
}

function Row({ icon, name, amount }: { icon: ReactNode; name: string; amount: number }) {
  const { format } = useLocale();
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden className="grid w-4 flex-none place-items-center">
        {icon}
      </span>
      <dt className="flex-1">{name}</dt>
      <dd className="font-semibold">{format.number(amount + 0).replace('-', '−')}</dd>
    </div>
  );
}
