import { hash, verify } from '@node-rs/argon2';

// OWASP's second profile, argon2id: about 40 ms on one core, off the main thread.
const cost = { memoryCost: 47_104, timeCost: 2, parallelism: 1 };

/** Answers an encoded `$argon2id$…` string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

export function verifyPassword(input: { hash: string; password: string }): Promise<boolean> {
  return verify(input.hash, input.password);
}
