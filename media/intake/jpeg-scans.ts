/** Ordinary encoders write a dozen; each of a progressive picture's goes through every pixel once more. */
export const jpegScansMax = 100;

const [startOfScan, endOfImage] = [0xda, 0xd9];

/**
 * How many scans a JPEG file has (ITU-T T.81, B.1.1): its marker segments are stepped over by their lengths, what is between
 * two of them is searched for the next. Whatever follows the end of the image is not looked at.
 */
export function countJpegScans(file: Buffer): number {
  let scans = 0;
  let at = 2;
  for (;;) {
    at = file.indexOf(0xff, at);
    const marker = file[at + 1];
    if (at < 0 || marker === undefined || marker === endOfImage) return scans;
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else if (at + 4 > file.length) return scans;
    else {
      if (marker === startOfScan) scans += 1;
      at += 2 + file.readUInt16BE(at + 2);
    }
  }
}

/** A stuffed byte of data, a restart or another marker without a segment. */
function standsAlone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}
