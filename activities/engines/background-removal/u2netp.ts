import { EngineFailure, type Engine, type Pixels } from '../engine.ts';
import type { FaceFinder } from '../subject/faces.ts';
import { componentsIn, findComponents, largestComponent } from '../subject/components.ts';
import { alphaOf, withAlpha, type Box } from '../pixels/pixels.ts';
import { cutEdges } from './edges.ts';
import { subjectMapSide, type SubjectFinder } from '../subject/subject.ts';

const confidenceMin = 0.5;
/** Less of a picture is not what anybody wants to have, or to pay for. */
const keptMin = 0.01;
const keptMax = 0.98;
/** A part of the map this sure is a region of its own… */
const regionThreshold = 0.5;
/** …and what lies this far around it (map pixels) are its soft edges. */
const softEdge = 6;

/**
 * Cuts the subject out. Parameters: `{mode}` = which of the regions found stay (auto, animal: all;
 * product: the largest, with its holes where the ground is plain; person: those near faces, or all when there is no face).
 * Gives a transparent picture and its mask, both of the input's size, losslessly, and
 * `{mode, provider, coverage}`, coverage being the share of the picture that is kept, 0–1.
 * Refuses a picture without a subject.
 */
export function createU2netp(findSubject: SubjectFinder, findFaces: FaceFinder): Engine {
  return async (source, { mode }, { progress }) => {
    if (!source) throw new Error('Background removal needs a picture');
    const map = await findSubject(source);
    if (map.confidence < confidenceMin) refuse();
    progress(0.5);
    const faces = mode === 'person' ? await findFaces(source) : [];
    progress(0.6);
    const chosen = chooseRegions(
      map.values,
      mode,
      faces.map((face) => onMap(face, source)),
    );
    const cut = await cutEdges(chosen, source, { withHoles: mode === 'product' });
    const mask = respectTransparency(cut.mask, source);
    progress(0.9);
    const coverage = mask.data.reduce((sum, value) => sum + value, 0) / mask.data.length / 255;
    if (coverage < keptMin || coverage > keptMax) refuse();
    return {
      images: [
        { role: 'result', pixels: withAlpha(cut.colour, mask), format: 'png' },
        { role: 'mask', pixels: mask, format: 'png' },
      ],
      data: { mode, provider: 'local', coverage: Math.round(coverage * 1e4) / 1e4 },
    };
  };
}

function refuse(): never {
  throw new EngineFailure('no_subject', 'No subject stands out from the background');
}

/** Clears the regions of the map that the mode does not keep, with their soft edges. */
function chooseRegions(values: Float32Array, mode: unknown, faces: readonly Box[]): Float32Array {
  const regions = findComponents(values, subjectMapSide, regionThreshold);
  const kept = new Set<number>();
  if (mode === 'product') kept.add(largestComponent(regions));
  for (const face of faces) for (const region of componentsIn(regions, face)) kept.add(region);
  if (kept.size === 0) return values;
  return values.map((value, i) => {
    const label = regions.labels[i] ?? 0;
    if (label > 0) return kept.has(label) ? value : 0;
    return value > 0.01 && isNear(regions.labels, kept, i) ? value : 0;
  });
}

function isNear(labels: Uint16Array, kept: ReadonlySet<number>, i: number): boolean {
  const [column, row] = [i % subjectMapSide, Math.floor(i / subjectMapSide)];
  for (
    let y = Math.max(0, row - softEdge);
    y <= Math.min(subjectMapSide - 1, row + softEdge);
    y++
  ) {
    const start = y * subjectMapSide;
    const end = Math.min(subjectMapSide - 1, column + softEdge);
    for (let x = Math.max(0, column - softEdge); x <= end; x++) {
      if (kept.has(labels[start + x] ?? 0)) return true;
    }
  }
  return false;
}

/** A face with its surroundings (hair, shoulders) in the map's pixels. */
function onMap(face: Box, { width, height }: Pixels): Box {
  const [across, down] = [subjectMapSide / width, subjectMapSide / height];
  return {
    x: Math.max(0, (face.x - face.width / 2) * across),
    y: Math.max(0, (face.y - face.height / 2) * down),
    width: face.width * 2 * across,
    height: face.height * 2.5 * down,
  };
}

/** What was transparent stays transparent. */
function respectTransparency(mask: Pixels, source: Pixels): Pixels {
  const alpha = alphaOf(source);
  if (!alpha) return mask;
  const data = mask.data.map((value, i) => Math.round((value * (alpha.data[i] ?? 0)) / 255));
  return { ...mask, data };
}
