import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Tensor } from 'onnxruntime-node';
import { startSession } from '../networks/session.ts';
import { decodeWeights, type WeightSpec } from '../networks/tfjs-weights.ts';
import { onGround, painted, photo, plain } from '../testing/pictures.ts';
import { readWeights } from '../weights.ts';
import { anchorCount, writeFaceNetwork } from './face-network.ts';
import { createFaceFinder } from './faces.ts';

const faceApi = JSON.parse(
  await readFile(new URL('fixtures/face-api.json', import.meta.url), 'utf8'),
) as {
  scores: Record<string, number>;
  faces: Record<string, { x: number; y: number; width: number; height: number }[]>;
};
const findFaces = createFaceFinder();

test('every anchor of the network has the score that face-api.js gives it', async () => {
  const [manifest] = JSON.parse((await readWeights('faces-manifest')).toString()) as [
    { weights: WeightSpec[] },
  ];
  const weights = decodeWeights(await readWeights('faces'), manifest.weights);
  const network = await startSession(writeFaceNetwork(weights));
  const { data } = await photo('astronaut.png');
  const { classes } = await network.run({ picture: new Tensor('uint8', data, [512, 512, 3]) });
  const logits = classes?.data as Float32Array;
  for (let anchor = 0; anchor < anchorCount; anchor++) {
    const score = 1 / (1 + Math.exp(-(logits[anchor * 3 + 1] ?? 0)));
    const expected = faceApi.scores[anchor];
    if (expected === undefined) expect(score).toBeLessThan(0.0301);
    else expect(score).toBeCloseTo(expected, 4);
  }
});

describe('the faces of a photograph', () => {
  // The cat's face is as large as the picture: where such a box ends is a matter of how the picture was shrunk.
  test.each(Object.entries(faceApi.faces).filter(([name]) => name !== 'chelsea.png'))(
    'of %s lie where face-api.js finds them, within two pixels',
    async (name, expected) => {
      const found = await findFaces(await photo(name));
      expect(found).toHaveLength(expected.length);
      for (const [i, face] of expected.entries()) {
        for (const [side, value] of Object.entries(face)) {
          const at = found[i]?.[side as keyof typeof face] ?? Infinity;
          expect({ side, off: Math.abs(at - value) <= 2 }).toEqual({ side, off: true });
        }
      }
    },
  );

  test('lie inside the picture, the largest first, each once', async () => {
    const [astronaut, hopper] = [await photo('astronaut.png'), await photo('grace_hopper.jpg')];
    const both = await onGround(
      hopper,
      620,
      100,
      await onGround(astronaut, 40, 0, plain(1140, 720)),
    );
    const [first, second, ...more] = await findFaces(both);
    expect(more).toEqual([]);
    expect(first?.x).toBeGreaterThan(620);
    expect(second?.x).toBeLessThan(620);
    for (const face of [first, second]) {
      expect(face?.width).toBeGreaterThan(60);
      expect((face?.x ?? 0) + (face?.width ?? 0)).toBeLessThanOrEqual(both.width);
    }
  });

  test('are none in a picture of one pixel, or of one colour', async () => {
    expect(await findFaces(painted(1, 1, () => [200, 150, 120]))).toEqual([]);
    expect(await findFaces(plain(900, 40))).toEqual([]);
  });
});
