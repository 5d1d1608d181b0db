import { backgroundRemoval } from './background-removal.ts';
import type { Operation } from './operation.ts';

/** What the studio can do, in the order in which people see it. One line an operation. */
export const catalogue: readonly Operation[] = [backgroundRemoval];
