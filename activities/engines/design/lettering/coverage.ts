import type { Face } from './faces.ts';
import type { FontFiles } from './font-files.ts';

/** Every code point that one of the faces can set. */
export async function coveredBy(
  files: FontFiles,
  faces: readonly Face[],
): Promise<ReadonlySet<number>> {
  const covered = new Set<number>();
  for (const face of faces) {
    for (const codePoint of await files.codePointsOf(face)) covered.add(codePoint);
  }
  return covered;
}

/** As `operations/design/letters.ts` keeps them: steps from the range before, and lengths, base 36. */
export function rangesOf(codePoints: ReadonlySet<number>): string {
  const ranges: [from: number, to: number][] = [];
  for (const codePoint of [...codePoints].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === codePoint - 1) last[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  return ranges
    .map(([from, to], i) => {
      const step = (from - (ranges[i - 1]?.[1] ?? 0)).toString(36);
      return from === to ? step : `${step}.${(to - from).toString(36)}`;
    })
    .join(' ');
}
