import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Pixels } from '../engine.ts';
import { startSession } from '../networks/session.ts';
import { opaque, resize } from '../pixels/pixels.ts';
import { readWeights } from '../weights.ts';

/** The network sees every picture as a square of this side. */
export const subjectMapSide = 320;
const average = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;

export interface SubjectMap {
  /** Row by row, `subjectMapSide` squared, stretched so that it spans 0–1. */
  readonly values: Float32Array;
  /** The network's highest answer before the stretch: below 0.5 it saw no subject. */
  readonly confidence: number;
}

/** How strongly each part of a picture belongs to its subject. */
export type SubjectFinder = (source: Pixels) => Promise<SubjectMap>;

/** U²-NetP. Its weights load at the first call and stay for the life of the process. */
export function createSubjectFinder(): SubjectFinder {
  let session: Promise<InferenceSession> | undefined;
  return async (source) => {
    session ??= readWeights('u2netp').then(startSession);
    const square = await resize(opaque(source), subjectMapSide, subjectMapSide);
    if (isGrain(square)) return { values: new Float32Array(subjectMapSide ** 2), confidence: 0 };
    const network = await session;
    const answer = await network.run({ [network.inputNames[0] ?? '']: asTensor(square) });
    const map = answer[network.outputNames[0] ?? '']?.data;
    if (!(map instanceof Float32Array)) throw new Error('U²-NetP gave no map');
    return stretch(map);
  };
}

/**
 * Whether a pixel says nothing of the one two steps away. The network calls pure noise a subject at
 * some sizes (measured up to 1.0); photographs correlate above 0.85 here, noise below 0.25 at those.
 */
function isGrain({ data, width, height }: Pixels): boolean {
  const lag = 2;
  let sum = 0;
  let squares = 0;
  let products = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width - lag; x++) {
      const a = data[(y * width + x) * 3 + 1] ?? 0;
      const b = data[(y * width + x + lag) * 3 + 1] ?? 0;
      sum += a + b;
      squares += a * a + b * b;
      products += a * b;
    }
  }
  const pairs = height * (width - lag);
  const mean = sum / pairs / 2;
  return products / pairs - mean * mean < 0.3 * (squares / pairs / 2 - mean * mean);
}

function asTensor({ data }: Pixels): Tensor {
  const plane = subjectMapSide * subjectMapSide;
  const highest = data.reduce((a, b) => (b > a ? b : a), 1);
  const input = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      const value = (data[i * 3 + c] ?? 0) / highest;
      input[c * plane + i] = (value - (average[c] ?? 0)) / (deviation[c] ?? 1);
    }
  }
  return new Tensor('float32', input, [1, 3, subjectMapSide, subjectMapSide]);
}

function stretch(map: Float32Array): SubjectMap {
  const highest = map.reduce((a, b) => (b > a ? b : a), -Infinity);
  const lowest = map.reduce((a, b) => (b < a ? b : a), Infinity);
  const range = highest - lowest || 1;
  return { values: map.map((value) => (value - lowest) / range), confidence: highest };
}
