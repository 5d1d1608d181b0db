import { crc32 } from 'node:zlib';

/** The signature and IHDR, which come first in every PNG. */
const pngHeaderBytes = 33;

/** How a picture came to be, in IPTC's words (cv.iptc.org/newscodes/digitalsourcetype). */
export type DigitalSourceType =
  | 'algorithmicMedia'
  | 'algorithmicallyEnhanced'
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia';

/**
 * All that a file says of its making: nothing in here differs between two equal runs, so that results can be compared
 * and stored once; the record in the database says the rest. No `AISystemUsed`: several of our engines are no AI.
 */
export interface Provenance {
  readonly engine: string;
  readonly version: string;
  readonly digitalSourceType: DigitalSourceType;
}

/** The XMP packet for a picture that we made. */
export function xmpPacket({ engine, version, digitalSourceType }: Provenance): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
   <xmp:CreatorTool>${escapeXml(`${engine} ${version}`)}</xmp:CreatorTool>
   <Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/${digitalSourceType}</Iptc4xmpExt:DigitalSourceType>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

/**
 * Adds the packet to a PNG as the XMP standard wants it, uncompressed text that any reader finds:
 * libvips would compress it into a chunk that few but exiftool look into.
 */
export function embedInPng(png: Buffer, packet: string): Buffer {
  const body = Buffer.from(`iTXtXML:com.adobe.xmp\0\0\0\0\0${packet}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  const header = png.subarray(0, pngHeaderBytes);
  return Buffer.concat([header, length, body, checksum, png.subarray(pngHeaderBytes)]);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
