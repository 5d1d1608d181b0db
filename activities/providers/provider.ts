import type { Link } from '../../domain/plan.ts';

/** What a provider is asked to do. Files are local paths: the activity fetches the source and stores the outputs. */
interface ProviderRequest {
  readonly link: Link;
  readonly operation: string;
  /** The job's input as customers wrote it, with its defaults filled in. */
  readonly input: Record<string, unknown>;
  readonly sourcePath: string | null;
  /** Of this attempt alone; made by whoever has something to put there. */
  readonly outputFolder: string;
}

interface ProviderContext {
  readonly signal: AbortSignal;
  /** Fraction of the work truly done, 0–1; not called by a provider that cannot know. */
  readonly onProgress: (fraction: number) => void;
}

export interface ProducedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mimeType: string;
}

interface ProducedImage {
  readonly role: string;
  readonly width: number;
  readonly height: number;
  readonly canonical: ProducedFile;
  readonly thumbnail: ProducedFile;
}

/** What came out, already checked to be what it says. */
export interface Production {
  readonly engine: string;
  readonly engineVersion: string;
  readonly data: Record<string, unknown>;
  readonly images: readonly ProducedImage[];
  readonly costMicroUsd: number;
}

/**
 * One vendor, or our own engines. Throws ApplicationFailure: its type says what happened, `nonRetryable` that asking
 * this provider again is pointless.
 */
export interface Provider {
  readonly name: string;
  /** Whether work of this link could begin at once. */
  hasRoom(link: Link): boolean;
  produce(request: ProviderRequest, context: ProviderContext): Promise<Production>;
}
