import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import type { EngineImage } from './engine.ts';
import { pipeline } from './pixels.ts';

/** All that a file says of its origin (rules R30): nothing that differs between two equal runs. */
export interface FileFacts {
  readonly engine: string;
  readonly version: string;
  readonly digitalSourceType: string;
}

export interface EncodedImage {
  readonly role: 'result' | 'mask';
  readonly path: string;
  readonly mimeType: 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly thumbnailPath: string;
  readonly thumbnailSha256: string;
  readonly thumbnailBytes: number;
}

const thumbnailSide = 512;
const thumbnailBytesMax = 50_000;

/** Writes a picture as `{role}.{format}` with its facts in XMP, and its thumbnail beside it. */
export async function encodeImage(
  { role, pixels, format, quality }: EngineImage,
  folder: string,
  facts: FileFacts,
): Promise<EncodedImage> {
  const picture = pipeline(pixels).withXmp(xmpOf(facts));
  if (pixels.channels === 1) picture.toColourspace('b-w');
  const encoded =
    format === 'png'
      ? picture.png({ compressionLevel: 6 })
      : picture.webp(
          quality === undefined ? { lossless: true } : { quality, smartSubsample: true },
        );
  const file = await write(await encoded.toBuffer(), join(folder, `${role}.${format}`));
  const thumbnail = await write(
    await thumbnailOf(() => pipeline(pixels)),
    join(folder, `${role}.thumbnail.webp`),
  );
  return {
    role,
    ...file,
    mimeType: `image/${format}`,
    width: pixels.width,
    height: pixels.height,
    thumbnailPath: thumbnail.path,
    thumbnailSha256: thumbnail.sha256,
    thumbnailBytes: thumbnail.bytes,
  };
}

async function thumbnailOf(picture: () => Sharp): Promise<Buffer> {
  for (let quality = 80; ; quality -= 15) {
    const size = {
      width: thumbnailSide,
      height: thumbnailSide,
      fit: 'inside',
      withoutEnlargement: true,
    } as const;
    const bytes = await picture().resize(size).webp({ quality }).toBuffer();
    if (bytes.length <= thumbnailBytesMax || quality <= 20) return bytes;
  }
}

async function write(bytes: Buffer, path: string) {
  await writeFile(path, bytes);
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function xmpOf({ engine, version, digitalSourceType }: FileFacts): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmp:CreatorTool="${engine} ${version}" Iptc4xmpExt:DigitalSourceType="${digitalSourceType}"/>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}
