/** What the studio may say of each engine without loading it: link.model → facts for the record and the file. */
const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype';

export interface ModelFacts {
  /** Raised whenever the same input may give other bytes. */
  readonly version: string;
  /** IPTC's word for how such a picture came to be. */
  readonly digitalSourceType: string;
}

const enhanced: ModelFacts = {
  version: '1.0.0',
  digitalSourceType: `${vocabulary}/algorithmicallyEnhanced`,
};

export const models = {
  u2netp: enhanced,
  'esrgan-slim': enhanced,
  lanczos3: enhanced,
  smartcrop: enhanced,
  'kmeans-oklab': enhanced,
  procedural: { version: '1.0.0', digitalSourceType: `${vocabulary}/algorithmicMedia` },
} as const satisfies Record<string, ModelFacts>;

export type Model = keyof typeof models;

/** Whether a link's model is one of our engines. */
export function isModel(name: string): name is Model {
  return Object.hasOwn(models, name);
}
