import {
  SsdMobilenetv1,
  SsdMobilenetv1Options,
  type TNetInput,
} from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import type { Pixels } from '../engine.ts';
import { opaque, shrink, type Box } from '../pixels/pixels.ts';
import { startTensors } from '../wasm-tensors.ts';
import { readWeights } from '../weights.ts';

/** The network looks at 512 pixels; more than this only costs time. */
const sideMax = 800;
const confidenceMin = 0.5;

/** The faces of a picture, largest first, in whole pixels inside the picture. */
export type FaceFinder = (source: Pixels) => Promise<Box[]>;

/** SSD MobileNet v1. Its weights load at the first call and stay for the life of the process. */
export function createFaceFinder(): FaceFinder {
  let loading: ReturnType<typeof loadNetwork> | undefined;
  return async (source) => {
    loading ??= loadNetwork();
    const { tf, network } = await loading;
    const copy = await shrink(opaque(source), sideMax);
    const input = tf.tensor3d(copy.data, [copy.height, copy.width, 3], 'int32');
    try {
      const found = await network.locateFaces(
        input as unknown as TNetInput,
        new SsdMobilenetv1Options({ minConfidence: confidenceMin }),
      );
      const scale = source.width / copy.width;
      return found
        .map(({ box }) => inside(source, box, scale))
        .filter(({ width, height }) => width > 0 && height > 0)
        .sort((a, b) => b.width * b.height - a.width * a.height);
    } finally {
      input.dispose();
    }
  };
}

async function loadNetwork() {
  const tf = await startTensors();
  const manifest = JSON.parse((await readWeights('faces-manifest')).toString()) as {
    weights: Parameters<typeof tf.io.decodeWeights>[1];
  }[];
  const bytes = new Uint8Array(await readWeights('faces'));
  const tensors = tf.io.decodeWeights(bytes.buffer, manifest[0]?.weights ?? []);
  const network = new SsdMobilenetv1();
  // face-api declares its own copy of TensorFlow's types; at run time there is only one tensor.
  network.loadFromWeightMap(tensors as unknown as Parameters<typeof network.loadFromWeightMap>[0]);
  return { tf, network };
}

function inside({ width, height }: Pixels, box: Box, scale: number): Box {
  const clamp = (value: number, max: number) =>
    Math.min(max, Math.max(0, Math.round(value * scale)));
  const x = clamp(box.x, width);
  const y = clamp(box.y, height);
  return {
    x,
    y,
    width: clamp(box.x + box.width, width) - x,
    height: clamp(box.y + box.height, height) - y,
  };
}
