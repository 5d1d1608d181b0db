export type { HousekeepingActivities } from './housekeeping/housekeeping.ts';
export type { ProviderActivities } from './jobs/provide.ts';
export type { SagaActivities } from './jobs/saga.ts';
export type { SupervisionActivities } from './jobs/supervision.ts';
