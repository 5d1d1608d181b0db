import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * TensorFlow.js on WebAssembly, on one core. The pure JavaScript backend is up to 40 × slower, so a
 * backend that does not start is an error and never a reason to take another.
 */
export async function startTensors(): Promise<typeof tf> {
  const { resolve } = createRequire(import.meta.url);
  tf.enableProdMode();
  setWasmPaths(`${dirname(resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly backend did not start');
  return tf;
}
