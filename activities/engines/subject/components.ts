import type { Box } from '../pixels/pixels.ts';

/** Connected regions of a map: `labels` holds 0 (none) or the region's number, counted from 1. */
export interface Components {
  readonly labels: Uint16Array;
  readonly width: number;
  readonly areas: readonly number[];
}

/** Labels the regions whose values are at least `threshold` (neighbours on four sides). */
export function findComponents(values: Float32Array, width: number, threshold: number): Components {
  const labels = new Uint16Array(values.length);
  const areas: number[] = [];
  const isFree = (i: number) => (values[i] ?? 0) >= threshold && labels[i] === 0;
  const stack: number[] = [];
  for (let start = 0; start < values.length; start++) {
    if (!isFree(start)) continue;
    const label = areas.push(0);
    labels[start] = label;
    stack.push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      areas[label - 1] = (areas[label - 1] ?? 0) + 1;
      const column = i % width;
      const around = [
        i - width,
        i + width,
        column > 0 ? i - 1 : -1,
        column < width - 1 ? i + 1 : -1,
      ];
      for (const next of around) {
        if (next < 0 || next >= values.length || !isFree(next)) continue;
        labels[next] = label;
        stack.push(next);
      }
    }
  }
  return { labels, width, areas };
}

/** The number of the largest region; 0 when there is none. */
export function largestComponent({ areas }: Components): number {
  return areas.reduce((best, area, i) => (area > (areas[best - 1] ?? 0) ? i + 1 : best), 0);
}

/** The numbers of the regions that have a pixel in the box. */
export function componentsIn({ labels, width }: Components, box: Box): Set<number> {
  const found = new Set<number>();
  for (let y = Math.floor(box.y); y < box.y + box.height; y++) {
    for (let x = Math.floor(box.x); x < box.x + box.width; x++) {
      const label = labels[y * width + x] ?? 0;
      if (label > 0) found.add(label);
    }
  }
  return found;
}

/** The smallest box around the given regions; null when they have no pixel. */
export function boxAround({ labels, width }: Components, kept: ReadonlySet<number>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let i = 0; i < labels.length; i++) {
    if (!kept.has(labels[i] ?? 0)) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
