import type { ReactNode, SyntheticEvent } from 'react';
import { useWords } from '../i18n/use-words.ts';

/** Where a job is set up and followed: the form, beside or above the steps, and the shutter at the foot. */
export function Inspector(props: {
  form: ReactNode;
  steps: ReactNode;
  foot: ReactNode;
  onSubmit: () => void;
}) {
  const { t } = useWords('studio');
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <section
      aria-label={t('settings')}
      className="border-line max-lg:border-t lg:col-start-3 lg:row-span-2 lg:row-start-1 lg:min-h-0 lg:border-l"
    >
      <form noValidate onSubmit={onSubmit} className="flex h-full min-h-0 flex-col">
        <div className="relative min-h-0 flex-1 md:max-lg:grid md:max-lg:grid-cols-2 lg:overflow-y-auto">
          <div className="p-4 lg:p-5 print:hidden">{props.form}</div>
          <div id="steps" className="border-line max-md:border-t md:max-lg:border-l lg:border-t">
            {props.steps}
          </div>
        </div>
        {props.foot}
      </form>
    </section>
  );
}
