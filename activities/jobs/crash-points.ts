/**
 * Places where a worker may die between an effect and its acknowledgement. Each is crossed by the saga's activities;
 * a crash test has the process kill itself at one of them and watches the job recover.
 */
export const crashPoints = [
  'reserve.before',
  'reserve.committed',
  'provide.before',
  'provide.attempt_committed',
  'provide.computed',
  'provide.stored',
  'provide.delivered',
  'settle.before',
  'settle.committed',
  'void.before',
  'void.committed',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** Called when a crash point is crossed. */
export type Cross = (point: CrashPoint) => void;
