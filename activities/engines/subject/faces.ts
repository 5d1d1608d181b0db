import { Tensor } from 'onnxruntime-node';
import type { Pixels } from '../engine.ts';
import { startSession } from '../networks/session.ts';
import { decodeWeights, type WeightSpec } from '../networks/tfjs-weights.ts';
import { opaque, resize, type Box } from '../pixels/pixels.ts';
import { readWeights } from '../weights.ts';
import { anchorCount, anchorsOf, faceMapSide, writeFaceNetwork } from './face-network.ts';

const confidenceMin = 0.5;
/** Two answers that share more than this of the area they cover together are one face. */
const sharedMax = 0.5;

/** The faces of a picture, largest first, in whole pixels inside the picture. */
export type FaceFinder = (source: Pixels) => Promise<Box[]>;

/** SSD MobileNet v1. Its weights load at the first call and stay for the life of the process. */
export function createFaceFinder(): FaceFinder {
  let loading: ReturnType<typeof loadNetwork> | undefined;
  return async (source) => {
    loading ??= loadNetwork();
    const { network, anchors } = await loading;
    const { data, scale } = await asSquare(source);
    const picture = new Tensor('uint8', data, [faceMapSide, faceMapSide, 3]);
    const { boxes, classes } = await network.run({ picture });
    const found = decode(boxes?.data as Float32Array, classes?.data as Float32Array, anchors);
    return withoutRepeats(found)
      .map((box) => inside(source, box, faceMapSide / scale))
      .filter(({ width, height }) => width > 0 && height > 0)
      .sort((a, b) => b.width * b.height - a.width * a.height);
  };
}

async function loadNetwork() {
  const [manifest] = JSON.parse((await readWeights('faces-manifest')).toString()) as [
    { weights: WeightSpec[] },
  ];
  const weights = decodeWeights(await readWeights('faces'), manifest.weights);
  const network = await startSession(writeFaceNetwork(weights));
  return { network, anchors: anchorsOf(weights) };
}

/** The picture in the upper left of a black square; `scale` is how much larger it is there. */
async function asSquare(source: Pixels) {
  const scale = faceMapSide / Math.max(source.width, source.height);
  const size = (length: number) => Math.max(1, Math.round(length * scale));
  const copy = await resize(opaque(source), size(source.width), size(source.height));
  const data = new Uint8Array(faceMapSide ** 2 * 3);
  const row = copy.width * 3;
  for (let y = 0; y < copy.height; y++) {
    data.set(copy.data.subarray(y * row, (y + 1) * row), y * faceMapSide * 3);
  }
  return { data, scale };
}

interface Candidate {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly score: number;
}

/** The anchors that hold a face, moved onto it (as SSD codes it, with its variances 0.1 and 0.2); 0–1 of the square. */
function decode(boxes: Float32Array, classes: Float32Array, anchors: Float32Array): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < anchorCount; i++) {
    const score = 1 / (1 + Math.exp(-(classes[i * 3 + 1] ?? 0)));
    if (score <= confidenceMin) continue;
    const [y = 0, x = 0, h = 0, w = 0] = boxes.subarray(i * 4, i * 4 + 4);
    const [top = 0, left = 0, bottom = 0, right = 0] = anchors.subarray(i * 4, i * 4 + 4);
    const [height, width] = [bottom - top, right - left];
    const middle = {
      x: left + width / 2 + (x / 10) * width,
      y: top + height / 2 + (y / 10) * height,
    };
    const half = { x: (Math.exp(w / 5) * width) / 2, y: (Math.exp(h / 5) * height) / 2 };
    found.push({
      left: Math.max(0, middle.x - half.x),
      top: Math.max(0, middle.y - half.y),
      right: Math.min(1, middle.x + half.x),
      bottom: Math.min(1, middle.y + half.y),
      score,
    });
  }
  return found;
}

/** Of answers that overlap, the surest. */
function withoutRepeats(found: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of found.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => shared(candidate, other) <= sharedMax)) kept.push(candidate);
  }
  return kept;
}

function shared(a: Candidate, b: Candidate): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const common = Math.max(0, width) * Math.max(0, height);
  const areaOf = ({ left, top, right, bottom }: Candidate) => (right - left) * (bottom - top);
  return common / (areaOf(a) + areaOf(b) - common);
}

function inside({ width, height }: Pixels, found: Candidate, scale: number): Box {
  const clamp = (value: number, max: number) =>
    Math.min(max, Math.max(0, Math.round(value * scale)));
  const x = clamp(found.left, width);
  const y = clamp(found.top, height);
  return {
    x,
    y,
    width: clamp(found.right, width) - x,
    height: clamp(found.bottom, height) - y,
  };
}
