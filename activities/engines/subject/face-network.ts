import { writeConvolution } from '../networks/convolution.ts';
import { createOnnxWriter, type OnnxWriter } from '../networks/onnx-writer.ts';
import type { WeightTensor } from '../networks/tfjs-weights.ts';

/** The network sees a square of this side. */
export const faceMapSide = 512;
/** Where it may answer: anchor boxes on six grids. */
export const anchorCount = 5118;

type Weights = ReadonlyMap<string, WeightTensor>;

/** Of the layers of MobileNet that are numbered 1 to 13, those that halve the sides. */
const halving = [2, 4, 6, 12];
/** Of a batch normalisation, as TensorFlow adds it to the variance. */
const epsilon = 0.001;

/**
 * SSD on MobileNet v1 (Liu et al. 2016, Howard et al. 2017) with the weights of face-api.js, as an ONNX file.
 * `picture`, uint8 [side, side, 3] → `boxes`, [anchors, 4], offsets to each anchor as SSD codes them (y, x, height,
 * width), and `classes`, [anchors, 3], logits of which the second is "face".
 */
export function writeFaceNetwork(weights: Weights): Uint8Array {
  const writer = createOnnxWriter('faces');
  const { middle, last } = writeMobileNet(writer, weights, writeInput(writer));
  const grids = [middle, last, ...writeExtraGrids(writer, weights, last)];
  const predicted = (kind: string, values: number) =>
    grids.map((grid, i) => {
      const name = `Prediction/BoxPredictor_${i}/${kind}`;
      return writePrediction(writer, weights, { grid, name, values });
    });
  writer.node('Concat', predicted('BoxEncodingPredictor', 4), { axis: 0 }, 'boxes');
  writer.node('Concat', predicted('ClassPredictor', 3), { axis: 0 }, 'classes');
  return writer.finish({ name: 'picture', type: 'uint8', dims: [faceMapSide, faceMapSide, 3] }, [
    { name: 'boxes', type: 'float32', dims: [anchorCount, 4] },
    { name: 'classes', type: 'float32', dims: [anchorCount, 3] },
  ]);
}

/** The places of the anchors (top, left, bottom, right, 0–1), which come with the weights. */
export function anchorsOf(weights: Weights): Float32Array {
  return tensor(weights, 'Output/extra_dim').values;
}

/** Bytes to −1…1, channels first. */
function writeInput(writer: OnnxWriter): string {
  const numbers = writer.node('Cast', ['picture'], { to: 1 });
  const scaled = writer.node('Div', [numbers, writer.constant(Float32Array.of(127.5), [1])]);
  const centered = writer.node('Sub', [scaled, writer.constant(Float32Array.of(1), [1])]);
  const planes = writer.node('Transpose', [centered], { perm: [2, 0, 1] });
  const shape = writer.constant(BigInt64Array.of(1n, 3n, -1n, BigInt(faceMapSide)), [4]);
  return writer.node('Reshape', [planes, shape]);
}

function writeMobileNet(writer: OnnxWriter, weights: Weights, input: string) {
  let last = writePointwise(writer, weights, 'MobilenetV1/Conv2d_0', input, 2);
  let middle = last;
  for (let layer = 1; layer <= 13; layer++) {
    const name = `MobilenetV1/Conv2d_${layer}`;
    last = writeDepthwise(writer, weights, name, last, halving.includes(layer) ? 2 : 1);
    last = writePointwise(writer, weights, name, last, 1);
    if (layer === 11) middle = last;
  }
  return { middle, last };
}

/** Each half the side of the one before. */
function writeExtraGrids(writer: OnnxWriter, weights: Weights, last: string): string[] {
  const grids: string[] = [];
  let value = last;
  for (let layer = 0; layer < 8; layer++) {
    const isHalving = layer % 2 === 1;
    const name = `Prediction/Conv2d_${layer}`;
    value = writePointwise(writer, weights, name, value, isHalving ? 2 : 1);
    if (isHalving) grids.push(value);
  }
  return grids;
}

function writePointwise(
  writer: OnnxWriter,
  weights: Weights,
  name: string,
  input: string,
  stride: number,
): string {
  const kernel = tensor(weights, `${name}_pointwise/weights`);
  const bias = tensor(weights, `${name}_pointwise/convolution_bn_offset`).values;
  return writeClamp(writer, writeConvolution(writer, input, { kernel, bias, stride }));
}

/** With its batch normalisation multiplied into the kernel. */
function writeDepthwise(
  writer: OnnxWriter,
  weights: Weights,
  name: string,
  input: string,
  stride: number,
): string {
  const { values, dims } = tensor(weights, `${name}_depthwise/depthwise_weights`);
  const normal = (part: string) => tensor(weights, `${name}_depthwise/BatchNorm/${part}`).values;
  const [gamma, beta] = [normal('gamma'), normal('beta')];
  const [mean, variance] = [normal('moving_mean'), normal('moving_variance')];
  const factors = gamma.map((value, i) => value / Math.sqrt((variance[i] ?? 0) + epsilon));
  const kernel = { values: values.map((v, i) => v * (factors[i % factors.length] ?? 0)), dims };
  const bias = beta.map((value, i) => value - (mean[i] ?? 0) * (factors[i] ?? 0));
  const filtered = writeConvolution(writer, input, { kernel, bias, stride, depthwise: true });
  return writeClamp(writer, filtered);
}

/** What MobileNet has for an activation: 0 to 6. */
function writeClamp(writer: OnnxWriter, input: string): string {
  const limits = [0, 6].map((value) => writer.constant(Float32Array.of(value), []));
  return writer.node('Clip', [input, ...limits]);
}

/** The answers of one grid, one anchor a row. */
function writePrediction(
  writer: OnnxWriter,
  weights: Weights,
  { grid, name, values }: { grid: string; name: string; values: number },
): string {
  const kernel = tensor(weights, `${name}/weights`);
  const bias = tensor(weights, `${name}/biases`).values;
  const planes = writeConvolution(writer, grid, { kernel, bias });
  const rows = writer.node('Transpose', [planes], { perm: [0, 2, 3, 1] });
  return writer.node('Reshape', [
    rows,
    writer.constant(BigInt64Array.of(-1n, BigInt(values)), [2]),
  ]);
}

function tensor(weights: Weights, name: string): WeightTensor {
  const found = weights.get(name);
  if (!found) throw new Error(`The face detector has no weights called ${name}`);
  return found;
}
