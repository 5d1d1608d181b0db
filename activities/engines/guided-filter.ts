/** One value a pixel, row by row. */
export interface Plane {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Smooths `input` so that its edges follow those of `guide` (He, Sun, Tang 2010): both 0–1 and of
 * one size. `radius` in pixels; `epsilon` is the variance of the guide below which it counts as flat.
 * With the picture as its own guide this removes noise and keeps edges.
 */
export function guidedFilter(input: Plane, guide: Plane, radius: number, epsilon: number): Plane {
  const blur = (values: Float32Array) => boxBlur({ ...guide, values }, radius).values;
  const multiply = (a: Float32Array, b: Float32Array) => a.map((value, i) => value * (b[i] ?? 0));
  const meanGuide = blur(guide.values);
  const meanInput = blur(input.values);
  const slope = blur(multiply(guide.values, input.values));
  const variance = blur(multiply(guide.values, guide.values));
  const offset = meanInput.slice();
  for (let i = 0; i < slope.length; i++) {
    const average = meanGuide[i] ?? 0;
    const covariance = (slope[i] ?? 0) - average * (meanInput[i] ?? 0);
    slope[i] = covariance / ((variance[i] ?? 0) - average * average + epsilon);
    offset[i] = (meanInput[i] ?? 0) - (slope[i] ?? 0) * average;
  }
  const meanSlope = blur(slope);
  const meanOffset = blur(offset);
  const values = guide.values.map((value, i) => {
    return Math.min(1, Math.max(0, (meanSlope[i] ?? 0) * value + (meanOffset[i] ?? 0)));
  });
  return { ...guide, values };
}

/** The mean of the square window of `radius` around each pixel, smaller at the borders. */
export function boxBlur(input: Plane, radius: number): Plane {
  const { width, height } = input;
  const rows = new Float32Array(input.values.length);
  for (let y = 0; y < height; y++) slide(input.values, rows, y * width, 1, width, radius);
  const values = new Float32Array(input.values.length);
  for (let x = 0; x < width; x++) slide(rows, values, x, width, height, radius);
  return { values, width, height };
}

function slide(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
): void {
  const at = (i: number) => from[start + i * step] ?? 0;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < Math.min(radius, length); i++, count++) sum += at(i);
  for (let i = 0; i < length; i++) {
    if (i + radius < length) {
      sum += at(i + radius);
      count++;
    }
    if (i - radius > 0) {
      sum -= at(i - radius - 1);
      count--;
    }
    to[start + i * step] = sum / count;
  }
}
