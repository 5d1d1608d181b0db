import { type Band, state } from './band.ts';

/** What is summed over a window's examples, colours being 0–1: where each begins among the sums of a window. */
export const sum = {
  subjects: 0,
  grounds: 1,
  subjectColour: 2,
  groundColour: 5,
  /** Products of two channels, of both classes: rr, rg, rb, gg, gb, bb. */
  products: 8,
} as const;
const sumsEach = 14;

/** A window is looked at through so many samples a side at most: more say nothing new. */
const samplesAcross = 29;
/** Neighbours see nearly the same: there is a window for every so many parts of a radius. */
const cellsInRadius = 4;

/**
 * Sums over the examples of subject and ground in squares of `radius`, a tile at a time: one for each cell of neighbouring
 * places. Memory for one tile, used again for the next.
 */
export function createWindows(band: Band, tileSide: number, radius: number) {
  const { colour } = band;
  const step = Math.max(1, Math.ceil((2 * radius + 1) / samplesAcross));
  const reach = Math.ceil(radius / step);
  const cellSteps = Math.max(1, Math.round(radius / step / cellsInRadius));
  const cellSide = step * cellSteps;
  const cells = Math.ceil(tileSide / cellSide);
  const middle = Math.floor(cellSteps / 2);
  const rows = cells * cellSteps + 2 * reach;
  // Interleaved: what is summed in a window lies together.
  const across = new Float64Array(rows * cells * sumsEach);
  const sums = new Float64Array(cells * cells * sumsEach);
  const running = new Float64Array(sumsEach);
  let [left, top] = [0, 0];

  function add(column: number, y: number, sign: number): void {
    const x = left + column * step;
    if (x >= 0 && x < colour.width) addExample(running, band, y * colour.width + x, sign);
  }

  function sumRow(row: number): void {
    const y = top + (row + middle - reach) * step;
    running.fill(0);
    const isInside = y >= 0 && y < colour.height;
    for (let cell = 0, column = middle - reach; cell < cells; cell++) {
      const end = cell * cellSteps + middle + reach;
      if (isInside) {
        for (; column <= end; column++) add(column, y, 1);
        const start = end - 2 * reach;
        for (let old = start - (cell === 0 ? 0 : cellSteps); old < start; old++) add(old, y, -1);
      }
      across.set(running, (row * cells + cell) * sumsEach);
    }
  }

  function addCell(row: number, column: number, sign: number): void {
    const from = (row * cells + column) * sumsEach;
    for (let n = 0; n < sumsEach; n++) raise(running, n, sign * (across[from + n] ?? 0));
  }

  function sumColumn(column: number): void {
    running.fill(0);
    for (let cell = 0, row = 0; cell < cells; cell++) {
      const start = cell * cellSteps;
      for (; row <= start + 2 * reach; row++) addCell(row, column, 1);
      for (let old = start - (cell === 0 ? 0 : cellSteps); old < start; old++)
        addCell(old, column, -1);
      sums.set(running, (cell * cells + column) * sumsEach);
    }
  }

  return {
    /** How many cells a tile has. */
    count: cells * cells,

    /** All sums of a tile, of which the left upper corner is given. */
    open(x: number, y: number): void {
      [left, top] = [x, y];
      for (let row = 0; row < rows; row++) sumRow(row);
      for (let column = 0; column < cells; column++) sumColumn(column);
    },

    /** The cell of a place in that tile. */
    cellAt: (x: number, y: number): number =>
      Math.floor((y - top) / cellSide) * cells + Math.floor((x - left) / cellSide),

    /** The sums of a cell; good until the next tile. */
    at: (cell: number): Float64Array => sums.subarray(cell * sumsEach, (cell + 1) * sumsEach),
  };
}

/** Adds a pixel to the sums of its class, or takes it away; what is no example changes nothing. */
function addExample(to: Float64Array, { colour, states }: Band, i: number, sign: number): void {
  const isSubject = states[i] === state.subject;
  if (!isSubject && states[i] !== state.ground) return;
  const r = (colour.data[i * 3] ?? 0) / 255;
  const g = (colour.data[i * 3 + 1] ?? 0) / 255;
  const b = (colour.data[i * 3 + 2] ?? 0) / 255;
  const first = isSubject ? sum.subjectColour : sum.groundColour;
  raise(to, isSubject ? sum.subjects : sum.grounds, sign);
  raise(to, first, sign * r);
  raise(to, first + 1, sign * g);
  raise(to, first + 2, sign * b);
  raise(to, sum.products, sign * r * r);
  raise(to, sum.products + 1, sign * r * g);
  raise(to, sum.products + 2, sign * r * b);
  raise(to, sum.products + 3, sign * g * g);
  raise(to, sum.products + 4, sign * g * b);
  raise(to, sum.products + 5, sign * b * b);
}

function raise(sums: Float64Array, at: number, by: number): void {
  sums[at] = (sums[at] ?? 0) + by;
}
