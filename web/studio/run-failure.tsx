import { Link } from '@remix-run/react';
import { Refusal } from '../client/api.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/button.ts';
import { FailureCard } from './failure-card.tsx';
import { causeOfFailure } from './job-words.ts';
import type { Studio } from './use-studio.ts';

/** Why the last press of the shutter became no job: cost first, then cause and way out. */
export function RunFailure({ studio }: { studio: Studio }) {
  const { t } = useWords();
  const { failure } = studio.run;
  if (failure === null) return null;
  const { text, requestId } = causeOfFailure(t, failure);
  const signedOut = failure instanceof Refusal && failure.problem.status === 401;
  return (
    <FailureCard
      cost={t('outcome.notCharged')}
      cause={text}
      reference={requestId && t('outcome.request', { id: requestId })}
    >
      {signedOut && (
        <Link to="/sign-in?return=/studio" className={button.neutral}>
          {t('signIn.title')}
        </Link>
      )}
    </FailureCard>
  );
}
