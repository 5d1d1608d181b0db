export type { LedgerActivities } from './credits/verify-ledger.ts';
export type { SweepActivities } from './housekeeping/sweep-files.ts';
export type { CancelActivities } from './jobs/cancel-this-run.ts';
export type { DispatchActivities } from './jobs/dispatch.ts';
export type { ProviderActivities } from './jobs/provide.ts';
export type { ReconcileActivities } from './jobs/reconcile.ts';
export type { SagaActivities } from './jobs/saga.ts';
