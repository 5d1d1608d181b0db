import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { WorkflowFailedError } from '@temporalio/client';
import sharp, { type Sharp } from 'sharp';
import type { SagaRig } from './saga-rig.ts';
import { publicId } from '../../domain/ids.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));
const size = { width: 200, height: 160 };

/**
 * Jobs of a rig's own organization, and pictures for them. The rig is looked up at each call, because a test file makes
 * it only before its first test.
 */
export function jobsOn(rig: () => SagaRig) {
  async function create(operation: string, input: object): Promise<string> {
    const { jobId } = await rig().createJob({
      principal: rig().principal,
      operation,
      input,
      idempotencyKey: null,
    });
    return jobId;
  }

  const run = async (operation: string, input: object) =>
    rig().ended(await create(operation, input));

  const handleOf = (jobId: string) => rig().client.workflow.getHandle(publicId('job', jobId));

  async function closed(jobId: string): Promise<void> {
    await handleOf(jobId)
      .result()
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowFailedError)) throw error;
      });
  }

  async function working(jobId: string): Promise<void> {
    await rig().until(jobId, ({ stage }) => stage === 'working');
  }

  /** A picture nobody has sent before, so that no stored result answers for it. */
  async function picture(background = `hsl(${Math.floor(Math.random() * 360)}, 80%, 50%)`) {
    const flat = sharp({ create: { ...size, channels: 3, background } });
    return await rig().addPicture(await marked(flat), size);
  }

  const crop = async () =>
    create('smart-crop', { asset: await picture(), aspect_ratio: '1:1', focus: 'center' });

  /** The cup, a little different each time, so that no stored result answers. */
  async function cup(): Promise<string> {
    const width = 240 + Math.floor(Math.random() * 60);
    const bytes = await marked(sharp(photo).resize(width, 160, { fit: 'fill' }));
    return await rig().addPicture(bytes, { width, height: 160 });
  }

  /** The very same cup in two sizes: to enlarge them takes some seconds, and some more. */
  async function cups(): Promise<{ cup: string; largeCup: string }> {
    const large = await sharp(photo).resize(1_500).png().toBuffer();
    const largeCup = await rig().addPicture(large, { width: 1_500, height: 1_000 });
    const small = await sharp(photo).resize(300).png().toBuffer();
    return { cup: await rig().addPicture(small, { width: 300, height: 200 }), largeCup };
  }

  return { create, run, handleOf, closed, working, picture, crop, cup, cups };
}

function marked(image: Sharp): Promise<Buffer> {
  return image
    .withExif({ IFD0: { ImageDescription: randomUUID() } })
    .png()
    .toBuffer();
}

/** A plan never changes; a day that passes would do the same. */
export async function passDeadline(rig: SagaRig, jobId: string): Promise<void> {
  await rig.asAdmin(`set session_replication_role = replica;
    update jobs set plan = jsonb_set(plan, '{finishBy}', '"2001-01-01T00:00:00Z"') where id = '${jobId}'`);
}
