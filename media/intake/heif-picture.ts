/**
 * libheif as WebAssembly, with its decoder of HEVC. For children only. The package is used as it comes (NOTICE); what is
 * called here is libheif's C interface, whose structures lie in the module's memory.
 */
import createLibheif, { type Libheif } from 'libheif-js/libheif-wasm/libheif-bundle.js';
import type { Samples } from '../color/to-srgb.ts';

/** What the file says of its primary picture. */
export interface HeifPicture {
  /** Upright: the file's own turns and mirrors are applied. */
  readonly width: number;
  readonly height: number;
  readonly premultiplied: boolean;
  readonly icc: Buffer | null;
  /** The codes of ITU-T H.273, from the file or from the coded picture. */
  readonly codes: { readonly primaries: number; readonly transfer: number } | null;
  /** RGB, or RGBA where the picture has transparency. Throws HeifError where it cannot be decoded whole. */
  decode(): Samples & { readonly width: number; readonly height: number };
}

export class HeifError extends Error {
  override readonly name = 'HeifError';
  /** Whole perhaps, but of a coding that nobody here knows. */
  readonly unsupported: boolean;

  constructor(message: string, unsupported: boolean) {
    super(message);
    this.unsupported = unsupported;
  }
}

/** heif_error_Unsupported_filetype, _feature, and _Plugin_loading_error with `not been built in`. */
const unsupportedCodes = [3, 4];
const pluginMissing = 6003;
const [colorspaceRgb, interleavedChannel] = [1, 10];
/** heif_chroma_interleaved_RGB and RGBA, and the two of 16 bits, little-endian. */
const chromas = { plain: { rgb: 10, rgba: 11 }, deep: { rgb: 14, rgba: 15 } } as const;
/** In `heif_decoding_options`: damage is an error, not patched over. */
const strictDecodingAt = 21;
const [errorBytes, scratchBytes] = [16, 64];

/**
 * Opens a file of the HEIF family: HEIC, and AVIF of which only the description can be had. Throws HeifError. Each file gets
 * an instance of its own (50 ms), and with it goes all its memory.
 */
export function openHeif(file: Buffer): HeifPicture {
  const lib = createLibheif();
  const scratch = lib._malloc(scratchBytes);
  const out = scratch + errorBytes;
  const memory: Memory = { lib, scratch, out };
  const context = lib._heif_context_alloc();
  const bytes = lib._malloc(file.length);
  lib.HEAPU8.set(file, bytes);
  lib._heif_context_read_from_memory_without_copy(scratch, context, bytes, file.length, 0);
  assertDone(memory);
  lib._heif_context_get_primary_image_handle(scratch, context, out);
  assertDone(memory);
  const handle = pointerAt(lib, out);
  const bits = lib._heif_image_handle_get_luma_bits_per_pixel(handle);
  const hasAlpha = lib._heif_image_handle_has_alpha_channel(handle) !== 0;
  return {
    width: lib._heif_image_handle_get_width(handle),
    height: lib._heif_image_handle_get_height(handle),
    premultiplied: lib._heif_image_handle_is_premultiplied_alpha(handle) !== 0,
    icc: readIcc(memory, handle),
    codes: readCodes(memory, handle),
    decode() {
      const chroma = chromas[bits > 8 ? 'deep' : 'plain'][hasAlpha ? 'rgba' : 'rgb'];
      const options = lib._heif_decoding_options_alloc();
      lib.HEAPU8[options + strictDecodingAt] = 1;
      lib._heif_decode_image(scratch, handle, out, colorspaceRgb, chroma, options);
      assertDone(memory);
      return takeSamples(memory, pointerAt(lib, out), { bits, channels: hasAlpha ? 4 : 3 });
    },
  };
}

/** An instance, and room in it: an error of three words, then what a call gives back. */
interface Memory {
  readonly lib: Libheif;
  readonly scratch: number;
  readonly out: number;
}

function pointerAt(lib: Libheif, address: number): number {
  return lib.HEAPU32[address >> 2] ?? 0;
}

/** A `heif_error` is a code, a subcode and the address of a message. */
function assertDone({ lib, scratch }: Memory): void {
  const [code = 0, subcode = 0, message = 0] = lib.HEAPU32.subarray(
    scratch >> 2,
    (scratch >> 2) + 3,
  );
  if (code === 0) return;
  const text = lib.HEAPU8.subarray(message, lib.HEAPU8.indexOf(0, message));
  const unsupported = unsupportedCodes.includes(code) || subcode === pluginMissing;
  throw new HeifError(Buffer.from(text).toString('latin1'), unsupported);
}

function readIcc({ lib, scratch }: Memory, handle: number): Buffer | null {
  const size = lib._heif_image_handle_get_raw_color_profile_size(handle);
  if (size === 0) return null;
  const at = lib._malloc(size);
  lib._heif_image_handle_get_raw_color_profile(scratch, handle, at);
  return Buffer.from(lib.HEAPU8.subarray(at, at + size));
}

/** `heif_color_profile_nclx`: a version, then two enumerations of four bytes, among others. */
function readCodes({ lib, scratch, out }: Memory, handle: number): HeifPicture['codes'] {
  lib._heif_image_handle_get_nclx_color_profile(scratch, handle, out);
  if (pointerAt(lib, scratch) !== 0) return null;
  const at = pointerAt(lib, out);
  return { primaries: pointerAt(lib, at + 4), transfer: pointerAt(lib, at + 8) };
}

/** Copies the rows out of the module's memory, without the gaps between them. */
function takeSamples(
  { lib, out }: Memory,
  image: number,
  { bits, channels }: { bits: number; channels: 3 | 4 },
) {
  const width = lib._heif_image_get_width(image, interleavedChannel);
  const height = lib._heif_image_get_height(image, interleavedChannel);
  const plane = lib._heif_image_get_plane_readonly(image, interleavedChannel, out);
  const stride = pointerAt(lib, out);
  const rowBytes = width * channels * (bits > 8 ? 2 : 1);
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const from = plane + y * stride;
    rows.set(lib.HEAPU8.subarray(from, from + rowBytes), y * rowBytes);
  }
  const data = bits > 8 ? new Uint16Array(rows.buffer) : rows;
  return { data, channels, peak: 2 ** bits - 1, width, height };
}
