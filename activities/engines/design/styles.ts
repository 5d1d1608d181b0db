/** The styles that the operation offers. */
export const styles = ['modern', 'vintage', 'minimal', 'bold', 'playful'] as const;
export type Style = (typeof styles)[number];

/** How a style sets words. `face` and `detailFace` name typefaces of `lettering/faces.ts`. */
export interface Lettering {
  readonly face: 'outfit' | 'abril' | 'jost' | 'anton' | 'fredoka';
  readonly detailFace: 'outfit-text' | 'josefin' | 'jost' | 'archivo' | 'fredoka-text';
  /** em */
  readonly tracking: number;
  readonly detailTracking: number;
  readonly lineHeight: number;
  readonly align: 'left' | 'center';
  /** Title size at most, as a share of the canvas's shorter side. */
  readonly sizeMax: number;
}

export const letterings: Readonly<Record<Style, Lettering>> = {
  modern: {
    face: 'outfit',
    detailFace: 'outfit-text',
    tracking: 0,
    detailTracking: 0.01,
    lineHeight: 1,
    align: 'left',
    sizeMax: 0.15,
  },
  vintage: {
    face: 'abril',
    detailFace: 'josefin',
    tracking: 0,
    detailTracking: 0.16,
    lineHeight: 1.06,
    align: 'center',
    sizeMax: 0.14,
  },
  minimal: {
    face: 'jost',
    detailFace: 'jost',
    tracking: -0.01,
    detailTracking: 0.04,
    lineHeight: 1.12,
    align: 'left',
    sizeMax: 0.105,
  },
  bold: {
    face: 'anton',
    detailFace: 'archivo',
    tracking: 0,
    detailTracking: 0.02,
    lineHeight: 1.08,
    align: 'left',
    sizeMax: 0.3,
  },
  playful: {
    face: 'fredoka',
    detailFace: 'fredoka-text',
    tracking: -0.01,
    detailTracking: 0.01,
    lineHeight: 1.02,
    align: 'center',
    sizeMax: 0.15,
  },
};
