/** How TensorFlow.js describes one tensor of a weights file. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Stored in bytes: the value is `min` + byte × `scale`. */
  readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
}

export interface WeightTensor {
  readonly values: Float32Array;
  readonly dims: readonly number[];
}

/** The tensors of a weights file, by name. Throws when the file is shorter or longer than they are. */
export function decodeWeights(
  file: Buffer,
  specs: readonly WeightSpec[],
): Map<string, WeightTensor> {
  const tensors = new Map<string, WeightTensor>();
  let at = 0;
  for (const { name, shape, quantization } of specs) {
    const length = shape.reduce((product, side) => product * side, 1);
    const bytes = file.subarray(at, at + length * (quantization ? 1 : 4));
    at += length * (quantization ? 1 : 4);
    const values = quantization ? dequantized(bytes, quantization) : floats(bytes);
    tensors.set(name, { values, dims: shape });
  }
  if (at !== file.length) throw new Error(`A weights file of ${file.length} bytes, not of ${at}`);
  return tensors;
}

function dequantized(bytes: Buffer, { scale, min }: { scale: number; min: number }): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < values.length; i++) values[i] = (bytes[i] ?? 0) * scale + min;
  return values;
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
