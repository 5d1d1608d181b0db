import { backgroundRemoval } from './background-removal.ts';
import { extractColors } from './extract-colors.ts';
import type { Operation } from './operation.ts';
import { smartCrop } from './smart-crop.ts';
import { textToDesign } from './text-to-design.ts';
import { upscale } from './upscale.ts';

/** What the studio can do, in the order in which people see it. One line an operation. */
export const catalogue: readonly Operation[] = [
  textToDesign,
  smartCrop,
  upscale,
  backgroundRemoval,
  extractColors,
];
