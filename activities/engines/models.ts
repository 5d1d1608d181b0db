import type { DigitalSourceType } from '../../media/provenance.ts';

/** What is known of an engine without loading it: for the job's record and the file's XMP. */
export interface ModelFacts {
  /** Raised whenever the same input may give other bytes. */
  readonly version: string;
  readonly digitalSourceType: DigitalSourceType;
}

const enhanced: ModelFacts = { version: '1.0.0', digitalSourceType: 'algorithmicallyEnhanced' };

/** Our engines, by the name that a link's `model` gives. */
export const models = {
  u2netp: { ...enhanced, version: '2.0.0' },
  'esrgan-slim': { ...enhanced, version: '1.1.0' },
  'esrgan-medium': enhanced,
  lanczos3: { ...enhanced, version: '1.1.0' },
  smartcrop: { ...enhanced, version: '1.2.0' },
  'kmeans-oklab': { ...enhanced, version: '2.0.0' },
  procedural: { version: '2.0.0', digitalSourceType: 'algorithmicMedia' },
} as const satisfies Record<string, ModelFacts>;

export type Model = keyof typeof models;

/** Whether a link's model is one of our engines. */
export function isModel(name: string): name is Model {
  return Object.hasOwn(models, name);
}
