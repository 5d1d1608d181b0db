import type { LayersModel, Tensor4D } from '@tensorflow/tfjs';
import type { Pixels } from '../engine.ts';
import { startTensors } from '../wasm-tensors.ts';
import { readWeights } from '../weights.ts';

const factor = 2;
/** The network works on squares of this side… */
const tileSide = 192;
/** …and sees this much around each: more than it looks at, so that no seam can show. */
const overlap = 12;

/** Doubles an RGB picture; tells after each tile how much is done, 0–1. */
export type Doubler = (source: Pixels, progress: (fraction: number) => void) => Promise<Pixels>;

/** ESRGAN-slim ×2. Its weights load at the first call and stay for the life of the process. */
export function createDoubler(): Doubler {
  let loading: ReturnType<typeof loadNetwork> | undefined;
  return async (source, progress) => {
    loading ??= loadNetwork();
    const { tf, network } = await loading;
    const tiles = tilesOf(source);
    const large = { width: source.width * factor, height: source.height * factor };
    const result = {
      data: new Uint8Array(large.width * large.height * 3),
      ...large,
      channels: 3,
    } as const;
    for (const [done, { x, y, width, height }] of tiles.entries()) {
      const size = { width, height };
      const input = cutTile(source, x, y, size);
      const output = tf.tidy(() => {
        const shape = [1, height + 2 * overlap, width + 2 * overlap, 3] as const;
        return network.predict(tf.tensor4d(input, [...shape])) as Tensor4D;
      });
      pasteTile(result, await output.data<'float32'>(), x, y, size);
      output.dispose();
      progress((done + 1) / tiles.length);
    }
    return result;
  };
}

async function loadNetwork() {
  const tf = await startTensors();
  const topology = JSON.parse((await readWeights('esrgan-slim-topology')).toString()) as {
    modelTopology: object;
    weightsManifest: { weights: { name: string; shape: number[]; dtype: 'float32' }[] }[];
  };
  const weightData = new Uint8Array(await readWeights('esrgan-slim')).buffer;
  const network: LayersModel = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: topology.modelTopology,
      weightSpecs: topology.weightsManifest.flatMap(({ weights }) => weights),
      weightData,
    }),
  );
  return { tf, network };
}

/** The parts in which a picture goes through the network, row by row. */
function tilesOf(picture: TileSize): (TileSize & { readonly x: number; readonly y: number })[] {
  const tiles = [];
  for (let y = 0; y < picture.height; y += tileSide) {
    for (let x = 0; x < picture.width; x += tileSide) {
      const width = Math.min(tileSide, picture.width - x);
      tiles.push({ x, y, width, height: Math.min(tileSide, picture.height - y) });
    }
  }
  return tiles;
}

/** How many pixels the network looks at for a picture, which is what its time goes with. */
export function networkPixels(picture: TileSize): number {
  return tilesOf(picture).reduce(
    (sum, { width, height }) => sum + (width + 2 * overlap) * (height + 2 * overlap),
    0,
  );
}

interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** A tile with its surroundings, 0–1; beyond the border the picture's last pixels are repeated. */
function cutTile({ data, width, height }: Pixels, left: number, top: number, size: TileSize) {
  const tile = new Float32Array((size.width + 2 * overlap) * (size.height + 2 * overlap) * 3);
  let at = 0;
  for (let y = top - overlap; y < top + size.height + overlap; y++) {
    const row = within(y, height) * width;
    for (let x = left - overlap; x < left + size.width + overlap; x++) {
      const from = (row + within(x, width)) * 3;
      for (let c = 0; c < 3; c++) tile[at++] = (data[from + c] ?? 0) / 255;
    }
  }
  return tile;
}

function within(index: number, length: number): number {
  return index < 0 ? 0 : index < length ? index : length - 1;
}

function pasteTile(
  { data, width }: Pixels,
  values: Float32Array,
  left: number,
  top: number,
  size: TileSize,
): void {
  const clamped = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const tileWidth = (size.width + 2 * overlap) * factor;
  for (let y = 0; y < size.height * factor; y++) {
    let from = ((y + overlap * factor) * tileWidth + overlap * factor) * 3;
    let to = ((top * factor + y) * width + left * factor) * 3;
    for (let i = 0; i < size.width * factor * 3; i++) clamped[to++] = (values[from++] ?? 0) * 255;
  }
}
