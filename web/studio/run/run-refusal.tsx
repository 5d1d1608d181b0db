import { TriangleAlert } from 'lucide-react';
import { errorWords } from '../../operations/form/field-frame.tsx';
import type { OperationForm } from '../../operations/form/use-form.ts';
import { useWords } from '../../i18n/use-words.ts';
import { RunFailure } from './run-failure.tsx';
import type { Run } from './use-run.ts';

/** Why the last press of the shutter became no job: what is missing, or what went wrong. */
export function RunRefusal(props: {
  run: Run;
  form: Pick<OperationForm, 'errors' | 'missingText'>;
  hasPicture: boolean;
}) {
  const { t, locale, format } = useWords(['operations', 'studio']);
  const { run, form } = props;
  const { incomplete } = run;
  const isThere = incomplete?.control === 'asset' && props.hasPicture;
  // The shutter's own note names a text that is missing, all the time.
  const isNamed = incomplete?.name === form.missingText?.name;
  const error = incomplete && !isThere && !isNamed && form.errors[incomplete.name];
  const label = incomplete?.label[locale] ?? '';
  const isMissing = error && ['image', 'choice', 'required'].includes(error.code);
  return (
    <>
      {error && (
        <p role="alert" className="flex gap-2 px-4 pt-3 text-dense text-bad lg:px-5">
          <TriangleAlert size={16} aria-hidden className="mt-px" />
          {isMissing
            ? t('studio:run.missing', { field: label })
            : `${label} · ${errorWords(error, t, format)}`}
        </p>
      )}
      <RunFailure {...run} />
    </>
  );
}
