export type ImageRefusalCode =
  'file_too_large' | 'unsupported_media_type' | 'unreadable_image' | 'too_many_pixels';

/** A picture from outside that we do not take; the message may be shown to its sender. */
export class ImageRefusal extends Error {
  override readonly name = 'ImageRefusal';
  readonly code: ImageRefusalCode;

  constructor(code: ImageRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
