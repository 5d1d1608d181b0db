import { distanceSquared, type Lab, type Rgb } from './color-space.ts';
import type { Swatch } from './samples.ts';

export interface Cluster {
  /** The colour of the picture that is nearest to the cluster's middle. */
  readonly rgb: Rgb;
  readonly count: number;
}

const seedsMax = 24;
const roundsMax = 16;
/** Closer than this, two colours look like one. */
const sameColor = 0.035 ** 2;
/** Less than this share of a picture is dust, not an accent. */
const accentMin = 0.001;
/** What is mostly met beside edges, is this rare and this near to something frequent, is its halo: ringing, or a lossy file's. */
const halo = { edgeShareMin: 0.6, countShareMax: 0.35, distanceMax: 0.14 ** 2 };
/** Of the most frequent colour of a cluster. */
const commonShare = 0.1;

/**
 * At most `max` colours that stand for `swatches`, most frequent first: k-means in OKLab from far
 * more centres than asked for, then the closest are joined. Weights count by less than their root
 * there, so that a small vivid accent outlives the third shade of the sky. No chance is involved.
 */
export function clusterColors(swatches: readonly Swatch[], max: number): Cluster[] {
  const groups = kMeans(swatches, seeds(swatches));
  join(groups, max);
  return groups.map(represent).sort((a, b) => b.count - a.count);
}

interface Group {
  center: Lab;
  count: number;
  members: Swatch[];
}

/** Centres far from each other, where there are many pixels. */
function seeds(swatches: readonly Swatch[]): Lab[] {
  const distances = swatches.map(() => 1);
  const chosen: Lab[] = [];
  while (chosen.length < Math.min(seedsMax, swatches.length)) {
    let best = { score: 0, lab: null as Lab | null };
    swatches.forEach(({ lab, count }, i) => {
      const score = Math.sqrt(count) * (distances[i] ?? 0);
      if (score > best.score) best = { score, lab };
    });
    const { lab } = best;
    if (!lab) break;
    chosen.push(lab);
    swatches.forEach((swatch, i) => {
      distances[i] = Math.min(distances[i] ?? 0, distanceSquared(swatch.lab, lab));
    });
  }
  return chosen;
}

function kMeans(swatches: readonly Swatch[], centers: readonly Lab[]): Group[] {
  let groups: Group[] = centers.map((center) => ({ center, count: 0, members: [] }));
  for (let round = 0; round < roundsMax; round++) {
    groups = groups.map(({ center }) => ({ center, count: 0, members: [] }));
    for (const swatch of swatches) nearestGroup(groups, swatch.lab)?.members.push(swatch);
    groups = groups.filter(({ members }) => members.length > 0);
    let moved = 0;
    for (const group of groups) {
      const { center, count } = middle(group.members);
      moved = Math.max(moved, distanceSquared(center, group.center));
      group.center = center;
      group.count = count;
    }
    if (moved < 1e-8) break;
  }
  return groups;
}

function nearestGroup(groups: readonly Group[], lab: Lab): Group | undefined {
  let best: { group?: Group; distance: number } = { distance: Infinity };
  for (const group of groups) {
    const distance = distanceSquared(group.center, lab);
    if (distance < best.distance) best = { group, distance };
  }
  return best.group;
}

function middle(members: readonly Swatch[]): { center: Lab; count: number } {
  let [count, l, a, b] = [0, 0, 0, 0];
  for (const member of members) {
    count += member.count;
    l += member.lab[0] * member.count;
    a += member.lab[1] * member.count;
    b += member.lab[2] * member.count;
  }
  return { center: [l / count, a / count, b / count], count };
}

/** Joins the pair that matters least until `max` are left, all differ and none is dust. */
function join(groups: Group[], max: number): void {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  while (groups.length > 1) {
    const { i, j, cost } = cheapestPair(groups, total);
    if (groups.length <= max && cost > 0) return;
    const [first, [second]] = [groups[i], groups.splice(j, 1)];
    if (!first || !second) return;
    first.members.push(...second.members);
    Object.assign(first, middle(first.members));
  }
}

function cheapestPair(groups: readonly Group[], total: number) {
  let best = { i: 0, j: 1, cost: Infinity };
  groups.forEach((a, i) => {
    groups.slice(i + 1).forEach((b, offset) => {
      const cost = costOfJoining(a, b, total);
      if (cost < best.cost) best = { i, j: i + 1 + offset, cost };
    });
  });
  return best;
}

/** 0 or less for pairs that must be joined whatever the number asked for. */
function costOfJoining(a: Group, b: Group, total: number): number {
  const distance = distanceSquared(a.center, b.center);
  if (distance < sameColor || Math.min(a.count, b.count) < accentMin * total) return distance - 10;
  if (distance < halo.distanceMax && (isHalo(a, b) || isHalo(b, a))) return distance - 5;
  const weight = (a.count * b.count) / (a.count + b.count) / total;
  return weight ** 0.35 * distance;
}

function isHalo(small: Group, large: Group): boolean {
  if (small.count > large.count * halo.countShareMax) return false;
  const beside = small.members.reduce((sum, { besideEdges }) => sum + besideEdges, 0);
  return beside >= small.count * halo.edgeShareMin;
}

/** Rare colours of a cluster do not stand for it, even where they are in its middle. */
function represent({ center, count, members }: Group): Cluster {
  const enough = commonShare * Math.max(...members.map((member) => member.count));
  let best = { rgb: [0, 0, 0] as Rgb, distance: Infinity };
  for (const member of members) {
    const distance = distanceSquared(member.lab, center);
    if (member.count >= enough && distance < best.distance) best = { rgb: member.rgb, distance };
  }
  return { rgb: best.rgb, count };
}
