import { writeConvolution } from './convolution.ts';
import type { OnnxWriter } from './onnx-writer.ts';
import { decodeWeights, type WeightSpec, type WeightTensor } from './tfjs-weights.ts';

/** The part of TensorFlow.js' layers format (model.json) that we read. */
export interface LayersModel {
  readonly modelTopology: { readonly model_config: { readonly config: Topology } };
  readonly weightsManifest: readonly { readonly weights: readonly WeightSpec[] }[];
}

interface Topology {
  readonly layers: readonly Layer[];
  readonly output_layers: readonly (readonly [string, number, number])[];
}

interface Layer {
  readonly name: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inbound_nodes: readonly (readonly (readonly [string, ...unknown[]])[])[];
}

/**
 * Writes the layers of a convolutional network of TensorFlow.js as ONNX nodes; `input` and the answer name values of
 * [1, channels, height, width]. Throws on a layer that it does not know: no network runs differently from its source.
 */
export function writeLayers(
  writer: OnnxWriter,
  { modelTopology, weightsManifest }: LayersModel,
  bytes: Buffer,
  input: string,
): string {
  const { layers, output_layers: outputs } = modelTopology.model_config.config;
  const weights = decodeWeights(
    bytes,
    weightsManifest.flatMap((group) => group.weights),
  );
  const values = new Map<string, string>();
  for (const layer of layers) {
    const from = (layer.inbound_nodes[0] ?? []).map(([name]) => valueOf(values, name));
    const isInput = layer.class_name === 'InputLayer';
    values.set(layer.name, isInput ? input : writeLayer(writer, layer, from, weights));
  }
  return valueOf(values, outputs[0]?.[0] ?? '');
}

function writeLayer(
  writer: OnnxWriter,
  layer: Layer,
  from: readonly string[],
  weights: ReadonlyMap<string, WeightTensor>,
): string {
  const { config, class_name: kind } = layer;
  if (kind === 'Add') return writer.node('Add', from);
  if (kind === 'Concatenate' && config.axis === 3) return writer.node('Concat', from, { axis: 1 });
  if (kind === 'Activation' && config.activation === 'relu') return writer.node('Relu', from);
  if (kind === 'UpSampling2D' && config.interpolation === 'nearest') return double(writer, from);
  if (kind === 'Conv2D' && config.activation === 'linear') {
    const kernel = weights.get(`${layer.name}/kernel`);
    const bias = weights.get(`${layer.name}/bias`);
    if (kernel && bias) {
      return writeConvolution(writer, from[0] ?? '', { kernel, bias: bias.values });
    }
  }
  throw new Error(`The layer ${layer.name} (${kind}) is none that we can write as ONNX`);
}

function double(writer: OnnxWriter, [input = '']: readonly string[]): string {
  const scales = writer.constant(Float32Array.of(1, 1, 2, 2), [4]);
  return writer.node('Resize', [input, '', scales], {
    mode: 'nearest',
    nearest_mode: 'floor',
    coordinate_transformation_mode: 'asymmetric',
  });
}

function valueOf(values: ReadonlyMap<string, string>, layer: string): string {
  const value = values.get(layer);
  if (value === undefined) throw new Error(`The layer ${layer} is used before it is made`);
  return value;
}
