import type { OperationResource } from '../../../api/operations/resource.ts';
import type { Picture } from '../../assets/use-picture.ts';
import { equalJob } from '../../jobs/equal-job.ts';
import type { Frame } from '../../jobs/frame.ts';
import { type Free, useFreeAnswer } from '../../jobs/use-free-answer.ts';
import type { OperationForm } from '../../operations/form/use-form.ts';
import { isEmpty } from '../../operations/form/values.ts';

/** Why the form, as it is, would cost nothing. */
export function useFree(parts: {
  operation: OperationResource | null;
  form: OperationForm;
  picture: Picture;
  frames: readonly Frame[];
}): Free {
  const { operation, form, picture, frames } = parts;
  const input = form.input(picture.asset?.id ?? null);
  const isWhole = form.missingText === null && (operation?.accepts.length === 0 || picture.asset);
  // Without a seed of one's own a new one is drawn: nothing equal can be there.
  const drawsSeed = form.fields.some(
    ({ control, name }) => control === 'seed' && isEmpty(form.values[name]),
  );
  const isAsked = isWhole && !drawsSeed && form.priceCredits > 0;
  const answer = useFreeAnswer(operation?.id, isAsked ? input : null, frames);
  // Known without a question, from the very press on.
  const isRunning = operation && equalJob(frames, operation.id, input);
  return isRunning ? 'running' : answer;
}
