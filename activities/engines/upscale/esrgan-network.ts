import { Tensor } from 'onnxruntime-node';
import type { Pixels } from '../engine.ts';
import { writeLayers, type LayersModel } from '../networks/layers-model.ts';
import { createOnnxWriter } from '../networks/onnx-writer.ts';
import { startSession } from '../networks/session.ts';
import { readWeights } from '../weights.ts';
import { cutTile, pasteTile, tilesOf, type Tile } from './tiles.ts';

const factor = 2;

/**
 * The networks, by the engine's name. Each works on tiles of `tileSide` pixels at most, and sees `overlap` pixels around
 * each: as many as it looks at, so that no seam can show.
 */
const networks = {
  'esrgan-slim': { tileSide: 256, overlap: 10 },
  'esrgan-medium': { tileSide: 200, overlap: 18 },
} as const;

export type EsrganModel = keyof typeof networks;

/** Whether a link's model is one of these networks. */
export function isEsrgan(model: string): model is EsrganModel {
  return Object.hasOwn(networks, model);
}

/** Doubles an RGB picture; tells after each tile how much is done, 0–1. */
export type Doubler = (source: Pixels, progress: (fraction: number) => void) => Promise<Pixels>;

/** ESRGAN ×2. Its weights load at the first call and stay for the life of the process. */
export function createDoubler(model: EsrganModel): Doubler {
  let loading: ReturnType<typeof startSession> | undefined;
  const { tileSide, overlap } = networks[model];
  return async (source, progress) => {
    const network = await (loading ??= readNetwork(model).then(startSession));
    const tiles = tilesOf(source, tileSide);
    const size = { width: source.width * factor, height: source.height * factor };
    const data = new Uint8Array(size.width * size.height * 3);
    const result = { data, ...size, channels: 3 } as const;
    for (const [done, tile] of tiles.entries()) {
      const { data: pixels, width, height } = cutTile(source, tile, overlap);
      const { doubled } = await network.run({
        tile: new Tensor('uint8', pixels, [height, width, 3]),
      });
      const part = {
        data: doubled?.data as Uint8Array,
        width: width * factor,
        height: height * factor,
        channels: 3,
      } as const;
      pasteTile(result, part, enlarged(tile), overlap * factor);
      progress((done + 1) / tiles.length);
    }
    return result;
  };
}

function enlarged({ x, y, width, height }: Tile): Tile {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}

/** How many pixels the network looks at for a picture, which is what its time goes with. */
export function networkPixels(
  model: EsrganModel,
  picture: { width: number; height: number },
): number {
  const { tileSide, overlap } = networks[model];
  return tilesOf(picture, tileSide).reduce(
    (sum, { width, height }) => sum + (width + 2 * overlap) * (height + 2 * overlap),
    0,
  );
}

/** The network as an ONNX file, from the checked files of its package: the same bytes each time. */
export async function readNetwork(model: EsrganModel): Promise<Uint8Array> {
  const topology = await readWeights(`${model}-topology`);
  return writeNetwork(JSON.parse(topology.toString()) as LayersModel, await readWeights(model));
}

/** Around the network's own layers, bytes become numbers of 0–1 and numbers bytes: RGB as it lies in a picture. */
function writeNetwork(topology: LayersModel, weights: Buffer): Uint8Array {
  const writer = createOnnxWriter('esrgan');
  const number = (value: number) => writer.constant(Float32Array.of(value), []);
  const numbers = writer.node('Div', [writer.node('Cast', ['tile'], { to: 1 }), number(255)]);
  const planes = writer.node('Transpose', [numbers], { perm: [2, 0, 1] });
  const axes = writer.constant(BigInt64Array.of(0n), [1]);
  const batch = writer.node('Unsqueeze', [planes, axes]);
  const large = writer.node('Squeeze', [writeLayers(writer, topology, weights, batch), axes]);
  const levels = writer.node('Mul', [large, number(255)]);
  const rounded = writer.node('Round', [writer.node('Clip', [levels, number(0), number(255)])]);
  const bytes = writer.node('Cast', [rounded], { to: 2 });
  writer.node('Transpose', [bytes], { perm: [1, 2, 0] }, 'doubled');
  return writer.finish({ name: 'tile', type: 'uint8', dims: ['height', 'width', 3] }, [
    { name: 'doubled', type: 'uint8', dims: ['large height', 'large width', 3] },
  ]);
}
