import { isEmpty, type Values } from '../operations/form/values.ts';
import { type Frame, isLive } from './frame.ts';

/**
 * The job under way with which the server would answer the same request: nothing more is charged for it. One that has drawn
 * a seed of its own is never equal to a request without one.
 */
export function equalJob(
  frames: readonly Frame[],
  operation: string,
  input: Values,
): Frame | undefined {
  return frames.find(
    (frame) =>
      frame.job.operation === operation && isLive(frame) && isEqual(frame.job.input, input),
  );
}

function isEqual(one: Values, other: Values): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => {
    const [a, b] = [one[name], other[name]];
    return (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);
  });
}
