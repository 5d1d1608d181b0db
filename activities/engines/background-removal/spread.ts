/**
 * The highest value (0–255) in the square of `reach` around each pixel. Windows are doubled until they are as long, so that
 * a wide one takes a few passes through memory in its own order.
 */
export function spread(data: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const [across, down] = [width + 2 * reach, height + 2 * reach];
  const padded = new Uint8Array(across * down);
  for (let y = 0; y < height; y++) {
    padded.set(data.subarray(y * width, (y + 1) * width), (y + reach) * across + reach);
  }
  for (const step of [1, across]) {
    let length = 1;
    for (; 2 * length <= 2 * reach + 1; length *= 2) raise(padded, length * step);
    raise(padded, (2 * reach + 1 - length) * step);
  }
  const highest = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    highest.set(padded.subarray(y * across, y * across + width), y * width);
  }
  return highest;
}

/** Raises each value to the one so much further on. */
function raise(values: Uint8Array, ahead: number): void {
  const end = values.length - ahead;
  for (let i = 0; i < end; i++) {
    const other = values[i + ahead] ?? 0;
    if (other > (values[i] ?? 0)) values[i] = other;
  }
}
