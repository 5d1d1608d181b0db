import { lazy, Suspense, useEffect } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Frame } from '../jobs/frame.ts';
import { statusOf } from '../jobs/job-words.ts';
import { useOutcomeWords } from '../jobs/use-outcome-words.ts';
import { operationName } from '../operations/operation-name.ts';
import type { Toast } from '../ui/layers/toasts.tsx';
import { useEndings } from './use-endings.ts';

// Nothing has ended when the page comes.
const Toasts = lazy(async () => ({ default: (await import('../ui/layers/toasts.tsx')).Toasts }));

/** Says what has ended elsewhere than on the stage, with the way to it; and in the title, while nobody looks. */
export function EndingNotices(props: {
  frames: readonly Frame[];
  shownId: string | undefined;
  operations: readonly OperationResource[];
  onShow: (jobId: string) => void;
}) {
  const { t, locale } = useWords('jobs');
  const words = useOutcomeWords();
  const { elsewhere, unseen, dismiss } = useEndings(props.frames, props.shownId);
  const headingOf = (frame: Frame) =>
    t('steps.announce', {
      operation: operationName(props.operations, frame.job.operation, locale),
      step: t(`status.${statusOf(frame).key}`),
    });
  useTitle(unseen && headingOf(unseen));
  if (elsewhere.length === 0) return null;
  const toasts = elsewhere.map((frame): Toast => {
    const text = words(frame);
    return {
      id: frame.job.id,
      tone: statusOf(frame).tone === 'ok' ? 'ok' : 'info',
      heading: headingOf(frame),
      ...(text !== null && { text }),
      action: {
        label: t('ended.show'),
        elsewhere: t('ended.elsewhere'),
        onPress: () => {
          props.onShow(frame.job.id);
        },
      },
      durationMs: 12_000,
    };
  });
  return (
    <Suspense>
      <Toasts
        label={t('ended.label')}
        dismissLabel={t('ended.dismiss')}
        toasts={toasts}
        onDismiss={dismiss}
      />
    </Suspense>
  );
}

/** Shows something else in the page's title for as long as it is not null. */
function useTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
