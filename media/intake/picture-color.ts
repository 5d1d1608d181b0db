import type { Metadata } from 'sharp';
import { spaceOfCodes, srgbSpace, type ColorSpace } from '../color/color-space.ts';
import { readIccProfile } from '../color/icc-profile.ts';
import type { HeifPicture } from './heif-picture.ts';
import type { PngColor } from './png-color.ts';

/**
 * What a picture's numbers mean. `engine`: only libvips' colour engine can tell, by the tables of a profile; `inks`: cyan,
 * magenta, yellow and black of which no profile speaks.
 */
export type PictureColor = ColorSpace | 'engine' | 'inks';

/** H.273's codes of `unspecified` and of sRGB, and those of video's curve, which browsers take for sRGB in AVIF. */
const [unspecified, bt709Primaries, srgbTransfer] = [2, 1, 13];
const videoTransfers = [unspecified, 1, 6, 14, 15];

/** As browsers decide: codes, then the profile, then whatever else a PNG says, then sRGB. */
export function colorOf(
  { space, icc }: Metadata,
  { png, heif }: { png?: PngColor | undefined; heif?: HeifPicture | undefined },
): PictureColor {
  if (space === 'cmyk') return ofProfile(icc, 4) ?? 'inks';
  const colors = space === 'b-w' || space === 'grey16' ? 1 : 3;
  return png?.coded ?? ofProfile(png?.icc ?? icc, colors) ?? png?.described ?? ofCodes(heif?.codes);
}

/** Of a picture in the HEIF family, whose profile goes before its codes. */
export function colorOfHeif(heif: HeifPicture): PictureColor {
  return ofProfile(heif.icc ?? undefined, 3) ?? ofCodes(heif.codes);
}

function ofProfile(icc: Buffer | undefined, colors: 1 | 3 | 4): PictureColor | null {
  const profile = icc && readIccProfile(icc, colors);
  if (profile?.kind === 'table') return 'engine';
  return profile?.kind === 'space' ? profile.space : null;
}

function ofCodes(codes: HeifPicture['codes'] | undefined): ColorSpace {
  if (!codes) return srgbSpace;
  const { primaries, transfer } = codes;
  return (
    spaceOfCodes(
      primaries === unspecified ? bt709Primaries : primaries,
      videoTransfers.includes(transfer) ? srgbTransfer : transfer,
    ) ?? srgbSpace
  );
}
