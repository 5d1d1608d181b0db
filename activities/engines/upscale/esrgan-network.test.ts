import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, describe, test } from '@jest/globals';
import { Tensor } from 'onnxruntime-node';
import { writeLayers, type LayersModel } from '../networks/layers-model.ts';
import { createOnnxWriter } from '../networks/onnx-writer.ts';
import { startSession } from '../networks/session.ts';
import { readWeights } from '../weights.ts';
import { readNetwork, type EsrganModel } from './esrgan-network.ts';

const fixture = JSON.parse(
  await readFile(new URL('fixtures/layers.json', import.meta.url), 'utf8'),
) as Record<'input' | EsrganModel, string>;

describe.each([
  ['esrgan-slim', '1b418242fc9561213e40622c78e0296668d7e61dcd27bc7d59f017bf208a82b8'],
  ['esrgan-medium', '5fe3cd555b8661dc538f593de2ffcfdc4a6939cbaf771d7fe3e4ce8172e87daa'],
] as const)('%s as an ONNX file', (model, sha256) => {
  test('has the bytes that we tested, each time it is written', async () => {
    const hash = async () =>
      createHash('sha256')
        .update(await readNetwork(model))
        .digest('hex');
    expect([await hash(), await hash()]).toEqual([sha256, sha256]);
  });

  test('computes what TensorFlow.js computed, within 1e-5', async () => {
    const side = 8;
    const writer = createOnnxWriter(model);
    const topology = JSON.parse((await readWeights(`${model}-topology`)).toString()) as LayersModel;
    const name = writeLayers(writer, topology, await readWeights(model), 'in');
    const large = { name, type: 'float32', dims: [1, 3, 2 * side, 2 * side] } as const;
    const small = { name: 'in', type: 'float32', dims: [1, 3, side, side] } as const;
    const network = await startSession(writer.finish(small, [large]));
    const pixels = planes(Float32Array.from(bytes('input'), (value) => value / 255));
    const answer = await network.run({ in: new Tensor('float32', pixels, small.dims) });
    const expected = planes(new Float32Array(Uint8Array.from(bytes(model)).buffer));
    const computed = answer[name]?.data as Float32Array;
    expect(computed).toHaveLength(expected.length);
    const differences = computed.map((value, i) => Math.abs(value - (expected[i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThan(1e-5);
  });
});

test('a layer that cannot be written is named, and no network made without it', () => {
  const layers = [
    { name: 'in', class_name: 'InputLayer', config: {}, inbound_nodes: [] },
    { name: 'odd', class_name: 'Softmax', config: {}, inbound_nodes: [[['in']]] },
  ] as const;
  const config = { layers, output_layers: [['odd', 0, 0]] } as const;
  const model = { modelTopology: { model_config: { config } }, weightsManifest: [] };
  expect(() => writeLayers(createOnnxWriter('odd'), model, Buffer.alloc(0), 'in')).toThrow(
    'The layer odd (Softmax) is none that we can write as ONNX',
  );
});

function bytes(name: 'input' | EsrganModel): Buffer {
  return Buffer.from(fixture[name], 'base64');
}

/** From RGB, RGB … to all the red, all the green, all the blue. */
function planes(values: Float32Array): Float32Array {
  const area = values.length / 3;
  return values.map((_, i) => values[(i % area) * 3 + Math.floor(i / area)] ?? 0);
}
