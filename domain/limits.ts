// How large a picture may be. How much may run at once is said where it runs (docs/README.md).

/** 50 MiB of file, the multipart frame not counted. At each limit accepted, one more refused. */
export const uploadBytesMax = 52_428_800;
/** No picture has more, neither a source nor a result, as telephones count: 9248 × 6936 are their 64 MP. */
export const megapixelsMax = 64;
/** Where 64 MP end and 65 begin. */
export const pixelsMax = (megapixelsMax + 0.5) * 1e6;
/** How many MP so many pixels are, to a tenth below a hundred: what is above the limit never reads like the limit. */
export function megapixelsOf(pixels: number): number {
  const megapixels = pixels / 1e6;
  return megapixels < 100 ? Math.round(megapixels * 10) / 10 : Math.round(megapixels);
}
/**
 * No side of a source is longer: WebP, as which a file is kept that would be too large as anything else, holds no more,
 * and it bounds what a picture of few pixels costs (a row of a million pixels kept the network busy for three minutes).
 */
export const sideMax = 16_383;
/** What is kept of an upload has at most this many bytes, or twice the upload's, whichever is more. */
export const canonicalBytesMax = 64_000_000;
/** A thumbnail's file, in bytes. */
export const thumbnailBytesMax = 50_000;
/** A preview's file, in bytes, and its longest side: what a screen shows of a picture. */
export const previewBytesMax = 200_000;
export const previewSideMax = 1_280;

/** What an organization's files may weigh together, unless it was given another quota: the default of `storage_use`. */
export const storageBytesMax = 5_000_000_000;

/** Of what people type when they sign in or make an account, in characters. */
export const emailLengthMax = 254;
export const nameLengthMax = 100;
export const passwordLengthMin = 10;
export const passwordLengthMax = 128;
