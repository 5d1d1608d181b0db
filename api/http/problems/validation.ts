import type { z } from 'zod';
import { ProblemError, type FieldProblem } from './problem.ts';

/** Parses or refuses with `invalid_request`, naming every failing field as a path below `at`. */
export function parseOrRefuse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at = '',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(fieldProblems(result.error, { at }));
}

/** What an answer names at most: whoever sends twenty thousand wrong fields gets no list of them. */
const namedMax = 50;
/** Nor is a name repeated that is longer than any of ours. */
const nameLengthMax = 100;

export function invalidRequest(all: readonly FieldProblem[]): ProblemError {
  const errors = all
    .slice(0, namedMax)
    .map((each) => ({ ...each, field: each.field.slice(0, nameLengthMax) }));
  const names = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new ProblemError('invalid_request', names, { errors });
}

/**
 * One entry for each failing field; a field nobody knows is named by itself, not by its parent.
 * @param at the path to what was looked at, and `whole` its name where it is no field of anything
 */
export function fieldProblems(
  error: z.ZodError,
  { at = '', whole = 'body' }: { at?: string; whole?: string },
): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = [...(at ? [at] : []), ...issue.path.map(String)];
    if (issue.code !== 'unrecognized_keys') {
      return [{ field: path.join('.') || whole, code: issue.code, message: issue.message }];
    }
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      code: 'unknown_field',
      message: 'Unknown field',
    }));
  });
}
