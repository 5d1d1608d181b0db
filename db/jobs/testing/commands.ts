import fc from 'fast-check';
import { uuidv7 } from '../../uuidv7.ts';
import type { JobState, State } from './state.ts';

export const jobCount = 5;
export const providers = ['first', 'second'] as const;
/** A day that has passed. */
export const longAgo = '2001-01-01';

/** What a job is asked to cost and to be. */
export interface Terms {
  /** Of each link, the dearest first. */
  readonly prices: readonly [number, number];
  readonly cacheKey: string | null;
  /** Its `start_by` has passed before any run takes it. */
  readonly late: boolean;
}

/** What the dearest link costs, and so what is held. */
export const heldFor = ({ prices }: Terms): number => prices[0];

const steps = [
  'grant',
  'expire',
  'accept',
  'reserve',
  'begin',
  'deliver',
  'fail',
  'lose',
  'settle',
  'void',
  'cancel',
] as const;

/** `expire`: the day comes on which every lot that there is expires. */
type Step = (typeof steps)[number];

/** What is asked, before it is known in which state that finds the job. */
export interface Command {
  /** `on`: whatever brings the job forward, or back to life. */
  readonly type: Step | 'on';
  readonly job: number;
  /** The run that calls: the one that holds the job, one that it has never seen, or any that it has. */
  readonly run: 'current' | 'unseen' | 'seen';
  readonly link: number;
  /** The attempt that is meant: the job's newest, or any of any job. */
  readonly attempt: 'newest' | 'any';
  readonly pick: number;
}

/** A command with the step, run and attempt that it means now. */
export interface Call extends Command {
  readonly type: Step;
  readonly runId: string;
  readonly attemptId: string;
}

/** Grants of one key have the same terms, but for a few that ask for another amount. */
export function grantOf({ pick }: Command) {
  const key = pick % 36;
  const kind = (['promo', 'paid', 'allowance'] as const)[key % 3] ?? 'promo';
  const expiresAt = [null, '2999-01-01', '2998-01-01', longAgo][key % 4] ?? null;
  return {
    key: `grant ${key}`,
    kind,
    amount: 1 + (key % 4) + (pick > 75 ? 1 : 0),
    expiresAt,
    expired: expiresAt === longAgo,
    cashMinor: kind === 'promo' ? 0 : 99,
  };
}

/** Makes a command mean something in this state. */
export function aim(command: Command, state: State, terms: readonly Terms[]): Call {
  const { job: position, pick } = command;
  const job = state.jobs[position];
  const { type, run } =
    command.type === 'on'
      ? { ...command, ...forward(command, job, isPoor(state, terms[position])) }
      : { ...command, type: command.type };
  const seen = job?.runs ?? [];
  const unseen = `run ${seen.length}.${pick % 2}`;
  const runs = {
    current: job?.run ?? unseen,
    unseen,
    seen: seen[pick % seen.length] ?? unseen,
  };
  const all = Object.values(state.jobs).flatMap(({ attempts }) => Object.keys(attempts));
  const attempts = { newest: newestOf(job)?.[0], any: all[pick % all.length] };
  const attemptId = attempts[command.attempt] ?? uuidv7();
  return { ...command, type, runId: runs[run], attemptId };
}

function newestOf(job: JobState | undefined) {
  return Object.entries(job?.attempts ?? {}).at(-1);
}

function isPoor({ wallet }: State, terms: Terms | undefined): boolean {
  return terms !== undefined && wallet.available < heldFor(terms);
}

/** The step that comes next for a job. One that ended without a picture is reset, to its beginning or its end. */
function forward(
  { pick }: Command,
  job: JobState | undefined,
  poor: boolean,
): { type: Step; run?: Command['run'] } {
  if (poor && pick % 2 === 0) return { type: 'grant' };
  if (!job) return { type: 'accept' };
  const newest = newestOf(job)?.[1].state;
  switch (job.status) {
    case 'queued':
      return { type: 'reserve' };
    case 'succeeded':
      return { type: 'settle' };
    case 'running':
    case 'canceling':
      if (newest === 'delivered') return { type: pick % 4 === 0 ? 'void' : 'settle' };
      return { type: newest === 'intent' ? 'deliver' : 'begin' };
    default:
      return { type: newest === 'delivered' && pick % 3 > 0 ? 'settle' : 'reserve', run: 'unseen' };
  }
}

function oftener<T>(...weights: [T, number][]): fc.Arbitrary<T> {
  return fc.oneof(...weights.map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
}

const command = fc.record<Command>({
  type: oftener<Command['type']>(
    ['on', 20],
    ['void', 2],
    ...steps.map((step): [Step, number] => [step, 1]),
  ),
  job: fc.nat(jobCount - 1),
  run: oftener(['current', 7], ['unseen', 1], ['seen', 1]),
  link: fc.nat(providers.length - 1),
  attempt: oftener(['newest', 9], ['any', 1]),
  pick: fc.nat(83),
});

const terms = fc.record<Terms>({
  prices: fc.constantFrom<Terms['prices']>([3, 2], [5, 0], [8, 8], [0, 0]),
  cacheKey: oftener<string | null>(['same', 1], [null, 2]),
  late: oftener([false, 9], [true, 1]),
});

/** Rounds of commands: those of one round run at the same time, some of them all on the same job. */
export function sequences(together: number, rounds: number) {
  const alone = command.map((only) => [only]);
  const many = fc.array(command, { minLength: 2, maxLength: together, size: 'max' });
  const round = fc.oneof(
    { weight: 6, arbitrary: alone },
    { weight: 1, arbitrary: many },
    {
      weight: 1,
      arbitrary: fc
        .tuple(many, fc.nat(jobCount - 1))
        .map(([commands, job]) => commands.map((one) => ({ ...one, job }))),
    },
  );
  return fc.record({
    terms: fc.array(terms, { minLength: jobCount, maxLength: jobCount }),
    rounds: fc.array(round, { maxLength: rounds, size: 'max' }),
  });
}
