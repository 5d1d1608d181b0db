import type { z } from 'zod';
import type { Localized } from '../domain/languages.ts';
import type { Link } from '../domain/plan.ts';

/** The size of the picture that a job starts from, in pixels, as stored (upright). */
export interface SourceSize {
  readonly width: number;
  readonly height: number;
}

/** A price, and the input values that choose it (`{}`: always). */
interface Price {
  readonly credits: number;
  readonly when: Readonly<Record<string, unknown>>;
}

/** What only the source picture's size can tell to be wrong, found before anything is accepted. */
interface InputProblem {
  readonly code: 'output_too_large';
  readonly field: string;
  readonly message: string;
}

/** Extra facts on an input field, carried in its zod `.meta()`; the form is drawn from them. */
export interface FieldMeta {
  readonly label: Localized;
  readonly hint?: Localized;
  /** Words for each value of an enum. */
  readonly options?: Readonly<Record<string, Localized>>;
  /** Names the control where the type alone does not choose it; `printed`: a text whose words are printed. */
  readonly control?: 'asset' | 'aspect-ratio' | 'style' | 'seed' | 'colors' | 'text' | 'printed';
}

/** A catalogue entry: everything the studio knows of one operation. Pure data and pure functions. */
export interface Operation<Input extends z.ZodObject = z.ZodObject> {
  /** Kebab-case; also the type of its Temporal workflows. */
  readonly id: string;
  /** Raised whenever the same input may give another result; part of the result cache's key. */
  readonly version: number;
  readonly name: Localized;
  readonly description: Localized;
  readonly icon: string;
  /** Strict; JSON names. A field called `asset` is the id of the source picture. */
  readonly input: Input;
  readonly output: 'image' | 'data';
  /** Mime types of the source picture; empty when there is none. */
  readonly accepts: readonly string[];
  /** The price list, for people: what each choice of input costs. The catalogue's test holds `links` to it. */
  readonly prices: readonly Price[];
  readonly usualDurationMs: number;
  /** `seeded`: equal results only under an explicit `seed`, which is drawn when none is given. */
  readonly determinism: 'always' | 'seeded';
  /** The providers to try for this input, in order, with what each would charge; the dearest of them is held. */
  links(input: z.output<Input>, source: SourceSize | null): readonly Link[];
  /** Null when the work can be done. */
  problemWith?(input: z.output<Input>, source: SourceSize | null): InputProblem | null;
}

/** Keeps the input's type while checking the entry against the catalogue's shape. */
export function defineOperation<Input extends z.ZodObject>(
  operation: Operation<Input>,
): Operation<Input> {
  return operation;
}

/**
 * A link to one of our own engines.
 * @param weight `light`: it needs no core of its own; `quick`: it usually takes milliseconds
 * @param workSeconds about how long it works; it may take until `timeoutMs`
 */
export function localLink(
  model: string,
  priceCredits: number,
  timeoutMs: number,
  weight: 'quick' | 'light' | 'heavy' = 'heavy',
  workSeconds = 1,
): Link {
  return {
    provider: 'local',
    model,
    mode: weight === 'quick' ? 'quick' : 'wait',
    light: weight !== 'heavy',
    priceCredits,
    timeoutMs,
    workSeconds,
    ambiguousRetries: 0,
  };
}
