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
  const isOwnGuide = input.values === guide.values;
  const meanGuide = blur(guide.values);
  const meanInput = isOwnGuide ? meanGuide : blur(input.values);
  const squares = blur(product(guide.values, guide.values));
  const products = isOwnGuide ? squares : blur(product(guide.values, input.values));
  const slope = new Float32Array(guide.values.length);
  const offset = new Float32Array(guide.values.length);
  for (let i = 0; i < slope.length; i++) {
    const [average, mean] = [meanGuide[i] ?? 0, meanInput[i] ?? 0];
    const covariance = (products[i] ?? 0) - average * mean;
    const a = covariance / ((squares[i] ?? 0) - average * average + epsilon);
    slope[i] = a;
    offset[i] = mean - a * average;
  }
  const [meanSlope, meanOffset] = [blur(slope), blur(offset)];
  const values = new Float32Array(slope.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = unit((meanSlope[i] ?? 0) * (guide.values[i] ?? 0) + (meanOffset[i] ?? 0));
  }
  return { ...guide, values };
}

function product(a: Float32Array, b: Float32Array): Float32Array {
  const values = new Float32Array(a.length);
  for (let i = 0; i < values.length; i++) values[i] = (a[i] ?? 0) * (b[i] ?? 0);
  return values;
}

/** The value, held between 0 and 1. */
export function unit(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** The mean of the square window of `radius` around each pixel, smaller at the borders. */
export function boxBlur({ values, width, height }: Plane, radius: number): Plane {
  const result = new Float32Array(values.length);
  // Sums of the columns inside the window, moved down row by row: memory is read in its own order.
  const columns = new Float64Array(width);
  const addRow = (y: number, sign: number) => {
    if (y < 0 || y >= height) return;
    const start = y * width;
    for (let x = 0; x < width; x++)
      columns[x] = (columns[x] ?? 0) + sign * (values[start + x] ?? 0);
  };
  for (let y = 0; y < radius; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    addRow(y + radius, 1);
    addRow(y - radius - 1, -1);
    const rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    slide(columns, result, y * width, radius, rows);
  }
  return { values: result, width, height };
}

/** Writes one row of means, from the sums of its columns over `rows` rows. */
function slide(
  columns: Float64Array,
  to: Float32Array,
  start: number,
  radius: number,
  rows: number,
): void {
  const width = columns.length;
  let sum = 0;
  let count = 0;
  for (let x = -radius; x < width; x++) {
    if (x + radius < width) {
      sum += columns[x + radius] ?? 0;
      count++;
    }
    if (x > radius) {
      sum -= columns[x - radius - 1] ?? 0;
      count--;
    }
    if (x >= 0) to[start + x] = sum / (count * rows);
  }
}
