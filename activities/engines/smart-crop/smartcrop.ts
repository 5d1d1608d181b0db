import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import { boxAround, findComponents } from '../subject/components.ts';
import type { Engine, Pixels } from '../engine.ts';
import type { FaceFinder } from '../subject/faces.ts';
import { centeredOn, fits, holding, largestOf, padded, union, type Size } from './framing.ts';
import { mostInteresting } from './interest.ts';
import { pipeline, toPixels, type Box } from '../pixels/pixels.ts';
import { subjectMapSide, type SubjectFinder, type SubjectMap } from '../subject/subject.ts';

type Focus = 'auto' | 'face' | 'center' | 'product';

interface Subjects {
  readonly faces: readonly Box[];
  readonly subject: Box | null;
}

/**
 * Crops to a format. Parameters: `{aspect_ratio, focus}`. The crop is the largest rectangle of the
 * ratio; only its place is chosen. Gives one WebP of a fixed size for each ratio (a picture of that very size as it is) and
 * `{crop, original_size, new_size, detected_subjects, focus: {asked, used}}` in source pixels.
 * Without a face, `face` uses the product; without either, what is most interesting (`auto`).
 */
export function createSmartcrop(findSubject: SubjectFinder, findFaces: FaceFinder): Engine {
  return async (source, { aspect_ratio: ratio, focus }, { progress }) => {
    if (!source) throw new Error('Smart crop needs a picture');
    const output = sizeOfFormat(ratio);
    const asked = focus as Focus;
    const faces = asked === 'auto' || asked === 'face' ? await findFaces(source) : [];
    progress(0.3);
    const looksForSubject = asked !== 'center' && !(asked === 'face' && faces.length > 0);
    const subject = looksForSubject ? boxOf(await findSubject(source), source) : null;
    progress(0.7);
    const used = usable(asked, { faces, subject });
    const crop = await place(used, source, largestOf(output, source), { faces, subject });
    const { x: left, y: top, width, height } = crop;
    const isWhole = output.width === source.width && output.height === source.height;
    const picture = pipeline(source)
      .extract({ left, top, width, height })
      .resize(output.width, output.height, { fit: 'fill', kernel: 'lanczos3' });
    return {
      images: [
        isWhole
          ? { role: 'result', pixels: source, format: 'png' }
          : {
              role: 'result',
              pixels: await toPixels(picture, source.channels),
              format: 'webp',
              quality: 90,
            },
      ],
      data: {
        crop,
        original_size: { width: source.width, height: source.height },
        new_size: output,
        detected_subjects: [
          ...faces.map((face) => ({ kind: 'face', ...face })),
          ...(subject ? [{ kind: 'subject', ...subject }] : []),
        ],
        focus: { asked, used },
      },
    };
  };
}

function usable(asked: Focus, { faces, subject }: Subjects): Focus {
  if (asked === 'face' && faces.length === 0) return subject ? 'product' : 'auto';
  if (asked === 'product' && !subject) return 'auto';
  return asked;
}

async function place(used: Focus, source: Pixels, frame: Size, found: Subjects): Promise<Box> {
  const whole = { x: 0, y: 0, width: source.width, height: source.height };
  const [largest, ...others] = found.faces;
  if (used === 'center') return centeredOn(whole, frame, source);
  if (used === 'face' && largest) {
    const target = [
      padded(union([largest, ...others]), 0.4, source),
      union([largest, ...others]),
      padded(largest, 0.4, source),
    ].find((box) => fits(box, frame));
    // Portraits look right with the eyes above the middle.
    const around = centeredOn(target ?? largest, frame, source, 0.5, 0.42);
    return holding(target ?? largest, around, source);
  }
  if (used === 'product' && found.subject) {
    return holding(found.subject, centeredOn(found.subject, frame, source), source);
  }
  return placeByInterest(source, frame, found);
}

/** Faces are held whole (all of them, or the largest), then the subject, wherever the rest pulls. */
async function placeByInterest(source: Pixels, frame: Size, found: Subjects): Promise<Box> {
  const boosts = found.faces.map((face) => ({ ...padded(face, 0.2, source), weight: 1 }));
  if (found.subject) boosts.push({ ...found.subject, weight: 0.3 });
  const crop = await mostInteresting(source, frame, boosts);
  const [largest, ...others] = found.faces;
  const must = largest
    ? ([union([largest, ...others]), largest].find((box) => fits(box, frame)) ?? largest)
    : found.subject;
  return must ? holding(must, crop, source) : crop;
}

/** The box around the parts that the network is sure of; crumbs of a region do not stretch it. */
function boxOf({ values, confidence }: SubjectMap, source: Size): Box | null {
  if (confidence < 0.5) return null;
  const regions = findComponents(values, subjectMapSide, 0.5);
  const largest = Math.max(...regions.areas);
  const kept = regions.areas.flatMap((area, i) => (area >= largest / 20 ? [i + 1] : []));
  const box = boxAround(regions, new Set(kept));
  if (!box) return null;
  const across = source.width / subjectMapSide;
  const down = source.height / subjectMapSide;
  const x = Math.floor(box.x * across);
  const y = Math.floor(box.y * down);
  return {
    x,
    y,
    width: Math.ceil((box.x + box.width) * across) - x,
    height: Math.ceil((box.y + box.height) * down) - y,
  };
}
