/**
 * From a stored value (0–1) to light. 1 is the white of paper, `sdrWhiteNits` of what is told in nits; high dynamic range
 * goes beyond.
 */
export type Transfer = (encoded: number) => number;

/** Reference white of high dynamic range (ITU-R BT.2408-7, section 2.1). */
export const sdrWhiteNits = 203;
/** The screen that HLG's system gamma of 1.2 is for (ITU-R BT.2100-2, table 5), and as bright as PQ pictures are taken to be. */
export const hdrPeakNits = 1_000;

/** IEC 61966-2-1. */
export const srgb: Transfer = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

export const linear: Transfer = (v) => v;

export function gamma(exponent: number): Transfer {
  return (v) => v ** exponent;
}

/** What a screen makes of video (ITU-R BT.1886), whatever curve the camera had. */
const video = gamma(2.4);

/** The inverse of SMPTE ST 240's curve. */
const st240: Transfer = (v) => (v < 0.0912 ? v / 4 : ((v + 0.1115) / 1.1115) ** (1 / 0.45));

/** SMPTE ST 2084 (ITU-R BT.2100-2, table 4), in units of reference white. */
const pq: Transfer = (v) => {
  const [m1, m2] = [2610 / 16384, 2523 / 32];
  const [c1, c2, c3] = [3424 / 4096, 2413 / 128, 2392 / 128];
  const p = v ** (1 / m2);
  return (10_000 * (Math.max(p - c1, 0) / (c2 - c3 * p)) ** (1 / m1)) / sdrWhiteNits;
};

/** ARIB STD-B67 (ITU-R BT.2100-2, table 5): light of the scene, 0–1; what a screen makes of it depends on all three channels. */
const hlgScene: Transfer = (v) => {
  const a = 0.17883277;
  const [b, c] = [1 - 4 * a, 0.5 - a * Math.log(4 * a)];
  return v <= 0.5 ? v ** 2 / 3 : (Math.exp((v - c) / a) + b) / 12;
};

/** How the codes of ITU-T H.273, table 3, are read. `hlg` needs its system gamma, both need to be brought to a screen's range. */
export interface CodedTransfer {
  readonly transfer: Transfer;
  readonly range: 'sdr' | 'pq' | 'hlg';
}

/** Null for codes that nobody uses for pictures, and for `unspecified`. */
export function transferOfCode(code: number): CodedTransfer | null {
  if (code === 16) return { transfer: pq, range: 'pq' };
  if (code === 18) return { transfer: hlgScene, range: 'hlg' };
  const transfer = sdrTransfers[code];
  return transfer ? { transfer, range: 'sdr' } : null;
}

const sdrTransfers: Readonly<Record<number, Transfer>> = {
  1: video,
  4: gamma(2.2),
  5: gamma(2.8),
  6: video,
  7: st240,
  8: linear,
  13: srgb,
  14: video,
  15: video,
  17: (v) => (v ** 2.6 * 52.37) / 48,
};
