import { useWords } from '../../i18n/use-words.ts';
import { button } from '../../ui/controls/button.ts';
import { FailureCard } from '../../problems/failure-card.tsx';
import { SignInAgain } from '../../sign-in/sign-in-again.tsx';
import type { Run } from './use-run.ts';
import { ProblemError } from '../../problems/problem-error.ts';
import { useCauses } from '../../problems/cause-words.ts';

/** Why the last press of the shutter became no job, or that nobody knows whether it did; and the way out. */
export function RunFailure({
  failure,
  sendAgain,
  unsent,
}: Pick<Run, 'failure' | 'sendAgain' | 'unsent'>) {
  const { t } = useWords('studio');
  const { causeOfError } = useCauses();
  if (failure === null) return null;
  const { text, requestId } = causeOfError(failure);
  const code = failure instanceof ProblemError ? failure.problem.code : null;
  return (
    <FailureCard
      title={unsent ? t('run.unsent') : t(sendAgain ? 'run.unanswered' : 'run.notCharged')}
      cause={unsent ? t('run.unsentHint') : sendAgain ? t('run.sendAgainHint') : text}
      reference={requestId && t('run.request', { id: requestId })}
    >
      {sendAgain && (
        <button type="button" className={button.neutral} onClick={() => void sendAgain()}>
          {t(unsent ? 'run.sendNow' : 'run.sendAgain')}
        </button>
      )}
      {code === 'unauthenticated' && <SignInAgain />}
      {code === 'organization_changed' && (
        <button
          type="button"
          className={button.neutral}
          onClick={() => {
            location.reload();
          }}
        >
          {t('run.reload')}
        </button>
      )}
    </FailureCard>
  );
}
