import type { OnnxWriter } from './onnx-writer.ts';
import type { WeightTensor } from './tfjs-weights.ts';

export interface Convolution {
  /** As TensorFlow keeps it: [height, width, in, out]; of a depthwise one [height, width, channels, 1]. */
  readonly kernel: WeightTensor;
  readonly bias: Float32Array;
  /** 1 when absent. */
  readonly stride?: number;
  /** Each channel is filtered by itself. */
  readonly depthwise?: boolean;
}

/** Writes a convolution whose result is as large as its input, divided by the stride; both formats call that "same". */
export function writeConvolution(
  writer: OnnxWriter,
  input: string,
  { kernel, bias, stride = 1, depthwise = false }: Convolution,
): string {
  const [height = 1, width = 1, ins = 1, outs = 1] = kernel.dims;
  const weights = outputsFirst(kernel.values, height * width, ins, outs);
  const shape = depthwise ? [ins, 1, height, width] : [outs, ins, height, width];
  const inputs = [
    input,
    writer.constant(weights, shape),
    writer.constant(bias, [bias.length]),
  ] as const;
  return writer.node('Conv', inputs, {
    kernel_shape: [height, width],
    strides: [stride, stride],
    group: depthwise ? ins : 1,
    auto_pad: 'SAME_UPPER',
  });
}

/** From [area, in, out] to ONNX' [out, in, area]. */
function outputsFirst(values: Float32Array, area: number, ins: number, outs: number): Float32Array {
  const result = new Float32Array(values.length);
  let from = 0;
  for (let at = 0; at < area; at++) {
    for (let i = 0; i < ins; i++) {
      for (let o = 0; o < outs; o++) result[(o * ins + i) * area + at] = values[from++] ?? 0;
    }
  }
  return result;
}
