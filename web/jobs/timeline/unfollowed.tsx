import { useTranslation } from 'react-i18next';
import { SignInAgain } from '../../sign-in/sign-in-again.tsx';
import { useCauses } from '../../problems/cause-words.ts';

/** Why the server no longer tells about a job, and what to do about it. */
export function Unfollowed({ code }: { code: string }) {
  const { t } = useTranslation('jobs');
  const { causeOf } = useCauses();
  return (
    <div role="alert" className="grid justify-items-start gap-3">
      <p>{code === 'not_found' ? t('job.missing') : causeOf({ code })}</p>
      {code === 'unauthenticated' && <SignInAgain />}
    </div>
  );
}
