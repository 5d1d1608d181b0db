export type { HousekeepingActivities } from './housekeeping.ts';
export type { ProviderActivities } from './provide.ts';
export type { SagaActivities } from './saga.ts';
export type { SupervisionActivities } from './supervision.ts';
