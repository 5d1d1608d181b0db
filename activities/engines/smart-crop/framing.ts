import type { Box } from '../pixels/pixels.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest rectangle of a ratio inside a picture, in whole pixels. */
export function largestOf(ratio: Size, picture: Size): Size {
  const width = Math.min(picture.width, Math.round((picture.height * ratio.width) / ratio.height));
  const height = Math.min(picture.height, Math.round((picture.width * ratio.height) / ratio.width));
  return { width: Math.max(1, width), height: Math.max(1, height) };
}

/** A frame whose point (`across`, `down`), 0–1 of its sides, lies on the middle of `target`, inside the picture. */
export function centeredOn(target: Box, frame: Size, picture: Size, across = 0.5, down = 0.5): Box {
  const middle = { x: target.x + target.width / 2, y: target.y + target.height / 2 };
  return {
    x: clamp(Math.round(middle.x - frame.width * across), 0, picture.width - frame.width),
    y: clamp(Math.round(middle.y - frame.height * down), 0, picture.height - frame.height),
    ...frame,
  };
}

/** The frame moved as little as needed to hold `box` whole, or to be filled by one too large for it. */
export function holding(box: Box, frame: Box, picture: Size): Box {
  const x = moved(frame.x, frame.width, box.x, box.width);
  const y = moved(frame.y, frame.height, box.y, box.height);
  return {
    x: clamp(x, 0, picture.width - frame.width),
    y: clamp(y, 0, picture.height - frame.height),
    width: frame.width,
    height: frame.height,
  };
}

/** Whether a frame of this size can hold the box. */
export function fits(box: Size, frame: Size): boolean {
  return box.width <= frame.width && box.height <= frame.height;
}

/** The smallest box around all of them. */
export function union(boxes: readonly [Box, ...Box[]]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The box with a margin around it, as a share of its sides, inside the picture. */
export function padded(box: Box, margin: number, picture: Size): Box {
  const x = Math.max(0, Math.floor(box.x - box.width * margin));
  const y = Math.max(0, Math.floor(box.y - box.height * margin));
  const right = Math.min(picture.width, Math.ceil(box.x + box.width * (1 + margin)));
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height * (1 + margin)));
  return { x, y, width: right - x, height: bottom - y };
}

function moved(start: number, length: number, boxStart: number, boxLength: number): number {
  const edges = [boxStart, boxStart + boxLength - length] as const;
  return Math.round(clamp(start, Math.min(...edges), Math.max(...edges)));
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value));
}
