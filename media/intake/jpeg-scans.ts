/** Ordinary encoders write a dozen; each of a progressive picture's goes through every pixel once more. */
export const jpegScansMax = 100;

const fillerBytes = 4_096;
const [startOfScan, endOfImage] = [0xda, 0xd9];

/** What a walk over the markers of a JPEG finds. */
export interface JpegScans {
  readonly count: number;
  /** Whether the marker of the image's end is there. */
  readonly ended: boolean;
}

/**
 * How many scans a JPEG file has (ITU-T T.81, B.1.1): its marker segments are stepped over by their lengths, what is between
 * two of them is searched for the next. Whatever follows the end of the image is not looked at.
 */
export function readJpegScans(file: Buffer): JpegScans {
  let count = 0;
  let at = 2;
  for (;;) {
    at = file.indexOf(0xff, at);
    const marker = file[at + 1];
    if (at < 0 || marker === undefined) return { count, ended: false };
    if (marker === endOfImage) return { count, ended: true };
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else if (at + 4 > file.length) return { count, ended: false };
    else {
      if (marker === startOfScan) count += 1;
      at += 2 + file.readUInt16BE(at + 2);
    }
  }
}

/** A stuffed byte of data, a restart or another marker without a segment. */
function standsAlone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/**
 * The file with the end that it lacks, as it is and after something that looks like more of the picture. A decoder makes the
 * same of both when no pixel is missing: otherwise it takes what follows for pixels.
 */
export function endedJpegs(file: Buffer): [Buffer, Buffer] {
  const cut = file.at(-1) === 0xff ? file.subarray(0, -1) : file;
  const end = Buffer.of(0xff, endOfImage);
  return [Buffer.concat([cut, end]), Buffer.concat([cut, Buffer.alloc(fillerBytes, 0x5a), end])];
}
