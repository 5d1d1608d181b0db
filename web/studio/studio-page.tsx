import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import type { OperationResource } from '../../api/operations/resource.ts';
import type { Sender } from '../jobs/submission.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { Inspector } from './inspector.tsx';
import { isLive } from '../jobs/frame.ts';
import { LiveLine } from './live-line.tsx';
import { Stage } from './stage.tsx';
import { Tools } from '../operations/tools.tsx';
import { currentFrame, type Studio, useStudio } from './use-studio.ts';

/** Tools, stage, inspector and contact sheet; one column on small screens. */
export function StudioPage(props: {
  operations: readonly OperationResource[];
  jobs: Page<JobResource>;
  /** Who is signed in. */
  sender: Sender;
}) {
  const { t } = useTranslation();
  const studio = useStudio(props);
  useEscape(studio);
  return (
    <main
      id="main"
      data-studio
      className="relative min-h-0 flex-1 lg:overflow-hidden max-lg:pb-[calc(96px+env(safe-area-inset-bottom))] lg:grid lg:grid-cols-[92px_minmax(0,1fr)_332px] lg:grid-rows-[minmax(0,1fr)_auto] xl:grid-cols-[300px_minmax(0,1fr)_356px]"
    >
      <h1 className="sr-only">{t('studio.title')}</h1>
      <Tools studio={studio} />
      <Stage studio={studio} />
      <LiveLine studio={studio} />
      <Inspector studio={studio} />
      <ContactSheet studio={studio} />
    </main>
  );
}

/** Escape cancels the current job, unless something else on the page has a use for it. */
function useEscape(studio: Studio): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role=menu]')) return;
      const frame = currentFrame(studio);
      if (frame && isLive(frame) && !frame.cancelAsked) void studio.jobs.cancel(frame.job.id);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [studio]);
}
