/** An upright picture, decoded: interleaved 8-bit sRGB (1 grey, 3 RGB, 4 RGBA, alpha not premultiplied). */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

export interface EngineImage {
  readonly role: 'result' | 'mask';
  readonly pixels: Pixels;
  readonly format: 'png' | 'webp';
  /** 1–100; absent = lossless. */
  readonly quality?: number;
}

interface EngineResult {
  readonly images: readonly EngineImage[];
  /** The job's `output.data`: JSON, its names as customers read them. */
  readonly data: Record<string, unknown>;
}

export interface EngineContext {
  /** Work done so far, 0–1, counted, never guessed by a clock. */
  readonly progress: (fraction: number) => void;
}

/**
 * A function from pixels to pixels: no files, no network, no clock, and the same input always gives
 * the same output. `source` is null for an operation that starts from words. Parameters come with
 * their defaults filled in, as the operation's schema left them.
 */
export type Engine = (
  source: Pixels | null,
  parameters: Record<string, unknown>,
  context: EngineContext,
) => Promise<EngineResult>;

/** Why an engine gives nothing although it works; names of `domain/failures.ts`. */
type EngineFailureCode = 'no_subject' | 'unprintable_words';

/** What was given does not allow the operation: no other provider is asked, nothing is charged. */
export class EngineFailure extends Error {
  readonly code: EngineFailureCode;

  constructor(code: EngineFailureCode, message: string) {
    super(message);
    this.name = 'EngineFailure';
    this.code = code;
  }
}
