export type ImageErrorCode =
  | 'file_too_large'
  | 'unsupported_media_type'
  | 'unreadable_image'
  | 'too_many_pixels'
  | 'side_too_long';

/** A picture from outside that we do not take; the message may be shown to its sender. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
