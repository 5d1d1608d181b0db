import { createHash, randomInt } from 'node:crypto';
import type { z } from 'zod';
import type { Operation, SourceSize } from '../../operations/operation.ts';
import type { Plan } from '../../domain/plan.ts';
import { ProblemError } from '../http/problems/problem.ts';

const hourMs = 3_600_000;
const startWithinMs = 24 * hourMs;
const seedMax = 2 ** 31 - 1;
/** The rank of an organization without a subscription, the last in line. */
const noSubscription = 3;

/** The picture a job starts from. `hash` is that of the bytes as they were uploaded. */
export interface Source extends SourceSize {
  readonly mimeType: string;
  readonly hash: string;
}

export interface PlannedJob {
  readonly input: Record<string, unknown>;
  readonly plan: Plan;
  /** Equal for two jobs that must give the same result. */
  readonly cacheKey: string;
}

/** Freezes the terms of a job: what it is, who is tried in which order, what it costs at most, and until when. */
export function planJob(
  operation: Operation,
  given: z.output<z.ZodObject>,
  source: Source | null,
  at: { organizationId: string; now: Date },
): PlannedJob {
  if (source && !operation.accepts.includes(source.mimeType)) {
    throw new ProblemError('unsupported_media_type', 'This operation does not take such a file.', {
      accepted: operation.accepts,
    });
  }
  const input = operation.determinism === 'seeded' ? withSeed(given) : given;
  const problem = operation.problemWith?.(input, source);
  if (problem) {
    throw new ProblemError(problem.code, problem.message, {
      errors: [{ field: problem.field, code: problem.code, message: problem.message }],
    });
  }
  const links = operation.links(input, source);
  const startBy = new Date(at.now.getTime() + startWithinMs);
  const workMs = links.reduce((sum, link) => sum + 2 * link.timeoutMs, hourMs);
  return {
    input,
    plan: {
      operation: operation.id,
      operationVersion: operation.version,
      links,
      reserveCredits: Math.max(...links.map((link) => link.priceCredits)),
      startBy: startBy.toISOString(),
      finishBy: new Date(startBy.getTime() + workMs).toISOString(),
      priority: priorityKey(noSubscription, false),
    },
    cacheKey: hashOf([
      at.organizationId,
      operation.id,
      operation.version,
      { ...input, asset: undefined },
      source?.hash ?? null,
      links.map(({ provider, model }) => [provider, model]),
    ]),
  };
}

/** Temporal's priority key: subscriptions first, high definition first among equals. 1 is served first, 5 last. */
function priorityKey(subscriptionRank: number, highDefinition: boolean): number {
  return Math.min(5, 1 + subscriptionRank + (highDefinition ? 0 : 1));
}

/** SHA-256 of a JSON value in which the order of keys does not count. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function withSeed(input: Record<string, unknown>): Record<string, unknown> {
  return { ...input, seed: input.seed ?? randomInt(seedMax + 1) };
}
