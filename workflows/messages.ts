/** What a job's workflow answers, by the names under which Temporal knows it. */

/** Update: answered by the first workflow task with the outcome of `reserve`. */
export const acceptedUpdate = 'accepted';

/** Query: the stage, for operators. */
export const progressQuery = 'progress';
