import { useEffect } from 'react';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import type { OperationResource } from '../../api/operations/resource.ts';
import { may } from '../../domain/permissions.ts';
import { AssetField } from '../assets/asset-field.tsx';
import { PictureAnnouncer } from '../assets/picture-announcer.tsx';
import { isTypedIn } from '../ui/controls/is-typed-in.ts';
import { type Frame, hasFailed, isLive } from '../jobs/frame.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Sender } from '../jobs/submission.ts';
import { StepAnnouncer } from '../jobs/timeline/step-announcer.tsx';
import { Tools } from '../operations/tools.tsx';
import { ContactSheet } from './contact-sheet.tsx';
import { EndingNotices } from './ending-notices.tsx';
import { EarlyPresses } from './early/early-presses.tsx';
import { Inspector } from './inspector.tsx';
import { JobPanel } from './job-panel.tsx';
import { FailureLine, LiveLine } from './live-line.tsx';
import { Refilled } from './run/run-again.tsx';
import { RunBar } from './run/run-bar.tsx';
import { RunFailure } from './run/run-failure.tsx';
import { RunRefusal } from './run/run-refusal.tsx';
import { Stage } from './stage.tsx';
import { NoTool, ToolForm } from './tool-form.tsx';
import { currentFrame, type Studio, useStudio } from './use-studio.ts';

/** Tools, stage, inspector and contact sheet; one column on small screens. */
export function StudioPage(props: {
  operations: readonly OperationResource[];
  jobs: Page<JobResource>;
  /** Who is signed in. */
  sender: Sender;
  /** What they are in the organization; may be several roles, parted by commas. */
  role: string;
}) {
  const { t, locale } = useWords(['studio', 'problems']);
  const mayRun = may(props.role, 'write');
  const { operations } = props;
  const studio = useStudio(props);
  const { operation, shown, picture, jobs, run } = studio;
  const current = currentFrame(shown, jobs.frames);
  useEscape(shown, jobs.cancel);
  const field = studio.form.missingText?.label[locale];
  const missing = field === undefined ? null : t('run.missing', { field });
  const needsPicture = !operation || operation.accepts.length > 0;
  return (
    <main
      id="main"
      data-studio
      className="relative min-h-0 flex-1 lg:overflow-hidden max-lg:pb-[calc(6rem+env(safe-area-inset-bottom))] max-lg:has-[[data-refusal]>*]:pb-[calc(20rem+env(safe-area-inset-bottom))] lg:grid lg:grid-cols-[5.75rem_minmax(0,1fr)_20.75rem] lg:grid-rows-[minmax(0,1fr)_auto] xl:grid-cols-[18.75rem_minmax(0,1fr)_22.25rem]"
    >
      <h1 className="sr-only">{t('title')}</h1>
      <EarlyPresses />
      <PictureAnnouncer picture={picture} />
      <StepAnnouncer frame={current} operations={operations} />
      <Tools operations={operations} chosen={operation?.id ?? null} onChoose={studio.choose} />
      <Stage
        shown={shown}
        operations={operations}
        picture={picture}
        accepts={needsPicture ? studio.accepts : null}
        onFile={studio.take}
        onRemove={picture.remove}
        onUse={studio.useResult}
      />
      {current && isLive(current) && <LiveLine frame={current} operations={operations} />}
      {shown && hasFailed(shown) && <FailureLine frame={shown} />}
      <Inspector
        onSubmit={() => {
          if (mayRun) void run.submit();
        }}
        form={formOf(studio)}
        steps={stepsOf(studio, current, operations)}
        foot={footOf(studio, mayRun ? missing : t('problems:causes.forbidden'))}
      />
      <ContactSheet
        frames={jobs.frames}
        older={jobs.older}
        operations={operations}
        shown={shown?.job.id}
        onShow={studio.show}
      />
      <EndingNotices
        frames={jobs.frames}
        shownId={shown?.job.id}
        operations={operations}
        onShow={studio.show}
      />
    </main>
  );
}

/** The way to spend, once there is something to spend it on. */
function footOf({ operation, form, picture, run, free }: Studio, hindrance: string | null) {
  return (
    operation && (
      <RunBar
        operation={operation}
        priceCredits={form.priceCredits}
        hindrance={hindrance}
        state={run.state}
        free={free}
        refusal={<RunRefusal run={run} form={form} hasPicture={picture.source !== null} />}
      />
    )
  );
}

function formOf({ operation, form, picture, shown, accepts, refills, take }: Studio) {
  if (!operation) return <NoTool />;
  return (
    <ToolForm
      operation={operation}
      form={form}
      source={picture.asset ?? picture.source}
      note={<Refilled refills={refills} />}
      assetField={(field, error) => (
        <AssetField
          field={field}
          error={error}
          picture={picture}
          accepts={accepts}
          withNote={shown !== null || picture.source !== null}
          onFile={take}
          onRemove={picture.remove}
        />
      )}
    />
  );
}

function stepsOf(
  { operation, form, jobs, run, again }: Studio,
  current: Frame | null,
  operations: readonly OperationResource[],
) {
  return (
    <>
      {/* Without a tool there is no shutter to stand beside. */}
      {!operation && <RunFailure {...run} />}
      {current && (
        <JobPanel
          key={current.key}
          frame={current}
          operations={operations}
          form={{ operationId: operation?.id, fields: form.fields }}
          onCancel={() => void jobs.cancel(current.job.id)}
          onRunAgain={(changes) => void again(current, changes)}
        />
      )}
    </>
  );
}

/**
 * Escape cancels the job on the stage, unless something else on the page has a use for it: a menu, a field that somebody
 * types in, an input method.
 */
function useEscape(shown: Frame | null, cancel: (id: string) => Promise<void>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role=menu]') || isTypedIn(event.target)) return;
      if (shown && isLive(shown) && !shown.cancelAsked) void cancel(shown.job.id);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [shown, cancel]);
}
