import { useTranslation } from 'react-i18next';
import { causeOf } from './job-words.ts';
import { SignInAgain } from './sign-in-again.tsx';

/** Why the server no longer tells about a job, and what to do about it. */
export function Unfollowed({ code }: { code: string }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="grid justify-items-start gap-3">
      <p>{code === 'not_found' ? t('job.missing') : causeOf(t, { code })}</p>
      {code === 'unauthenticated' && <SignInAgain />}
    </div>
  );
}
