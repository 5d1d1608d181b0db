import { TriangleAlert } from 'lucide-react';
import { errorWords } from '../../operations/form/field-frame.tsx';
import type { OperationForm } from '../../operations/form/use-form.ts';
import { useWords } from '../../i18n/use-words.ts';
import { RunFailure } from './run-failure.tsx';
import type { Run } from './use-run.ts';

/** Why the last press of the shutter became no job: what is missing, or what went wrong. */
export function RunRefusal(props: {
  run: Run;
  form: Pick<OperationForm, 'errors'>;
  hasPicture: boolean;
}) {
  const { t, locale, format } = useWords('operations');
  const { run, form } = props;
  const { incomplete } = run;
  const isThere = incomplete?.control === 'asset' && props.hasPicture;
  const error = incomplete && !isThere && form.errors[incomplete.name];
  return (
    <>
      {error && (
        <p role="alert" className="flex gap-2 px-4 pt-3 text-dense text-bad lg:px-5">
          <TriangleAlert size={16} aria-hidden className="mt-px" />
          {incomplete.label[locale]} · {errorWords(error, t, format)}
        </p>
      )}
      <RunFailure {...run} />
    </>
  );
}
