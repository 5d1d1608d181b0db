import type { Pixels } from '../engine.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in whole pixels. */
export interface Tile extends Size {
  readonly x: number;
  readonly y: number;
}

/** The parts in which a picture goes through a network, row by row: at most `sideMax` a side, and about equal. */
export function tilesOf(picture: Size, sideMax: number): Tile[] {
  return parts(picture.height, sideMax).flatMap(([y, height]) =>
    parts(picture.width, sideMax).map(([x, width]) => ({ x, y, width, height })),
  );
}

/** Start and length of each part. */
function parts(length: number, lengthMax: number): [number, number][] {
  const count = Math.ceil(length / lengthMax);
  const start = (part: number) => Math.round((part * length) / count);
  return Array.from({ length: count }, (_, i) => [start(i), start(i + 1) - start(i)]);
}

/** The tile and `overlap` pixels around it; beyond the border the picture's last pixels are repeated. RGB. */
export function cutTile({ data, width, height }: Pixels, tile: Tile, overlap: number): Pixels {
  const size = { width: tile.width + 2 * overlap, height: tile.height + 2 * overlap };
  const cut = new Uint8Array(size.width * size.height * 3);
  const [left, right] = [
    Math.max(0, tile.x - overlap),
    Math.min(width, tile.x + tile.width + overlap),
  ];
  const [before, inside] = [left - (tile.x - overlap), right - left];
  for (let y = 0; y < size.height; y++) {
    const row = within(tile.y - overlap + y, height) * width;
    const to = y * size.width * 3;
    cut.set(data.subarray((row + left) * 3, (row + right) * 3), to + before * 3);
    for (let x = 0; x < before; x++)
      cut.copyWithin(to + x * 3, to + before * 3, to + before * 3 + 3);
    for (let x = before + inside; x < size.width; x++)
      cut.copyWithin(to + x * 3, to + (before + inside - 1) * 3, to + (before + inside) * 3);
  }
  return { data: cut, ...size, channels: 3 };
}

function within(index: number, length: number): number {
  return index < 0 ? 0 : index < length ? index : length - 1;
}

/** Puts `part`, which is `tile` and `overlap` pixels around it, where `tile` lies, without the overlap. RGB. */
export function pasteTile(picture: Pixels, part: Pixels, tile: Tile, overlap: number): void {
  for (let y = 0; y < tile.height; y++) {
    const from = ((y + overlap) * part.width + overlap) * 3;
    const row = part.data.subarray(from, from + tile.width * 3);
    picture.data.set(row, ((tile.y + y) * picture.width + tile.x) * 3);
  }
}
