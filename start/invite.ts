import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createInvitations } from '../api/auth/invitations.ts';
import { staffRoles, type StaffRole } from '../api/auth/memberships.ts';
import { createDatabase } from '../db/client.ts';
import { emailLengthMax } from '../domain/limits.ts';
import { readEnv, type Env } from '../env.ts';
import { isOurs, openDataFolder, type DataFolder } from './data/data-folder.ts';
import { keepSecrets } from './data/secrets.ts';
import type { Demo } from './demo.ts';
import { lastWords } from './last-words.ts';

const usage = `npm run invite -- <e-mail> [--role ${staffRoles.join('|')}]…`;
const emailAddress = z.email().max(emailLengthMax);

/** `npm run invite`: prints an address with which one person can make an account, once and within a week. */
async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (!asked) {
    say(`Usage: ${usage}`);
    return 1;
  }
  const env = readEnv(process.env);
  if (env.SIGN_UP === 'closed') {
    say('SIGN_UP is closed: nobody can make an account. Set it to invite first.');
    return 1;
  }
  const studio = findStudio(env);
  if (!studio) {
    say(`Atelier does not run on ${env.ATELIER_DATA}: start it, or set DATABASE_AUTH_URL.`);
    return 1;
  }
  const auth = createDatabase({ url: studio.authUrl, max: 1, applicationName: 'invite' });
  try {
    const token = await createInvitations(auth).invite(asked);
    if (token === null) {
      say(`${asked.email} has an account already.`);
      return 1;
    }
    say(`Send this to ${asked.email}. It can be used once, within seven days:`);
    say(`${studio.origin}/sign-up?invitation=${token}`);
    return 0;
  } finally {
    await auth.close();
  }
}

function readArguments(given: string[]): { email: string; staff: StaffRole[] } | null {
  try {
    const { values, positionals } = parseArgs({
      args: given,
      options: { role: { type: 'string', multiple: true, default: [] } },
      allowPositionals: true,
    });
    const staff = z.array(z.enum(staffRoles)).parse(values.role);
    const [email] = z.tuple([emailAddress]).parse(positionals);
    return { email: email.toLowerCase(), staff: [...new Set(staff)] };
  } catch {
    return null;
  }
}

/** Where accounts are kept and what people type: of the environment, else of the instance that runs on the data folder. */
function findStudio(env: Env): { authUrl: string; origin: string } | null {
  if (env.DATABASE_AUTH_URL !== undefined) {
    return { authUrl: env.DATABASE_AUTH_URL, origin: env.APP_ORIGIN };
  }
  if (!existsSync(env.ATELIER_DATA) || !isOurs(env.ATELIER_DATA)) return null;
  const data = openDataFolder(env.ATELIER_DATA);
  return existsSync(data.demo) ? embedded(data) : null;
}

function embedded(data: DataFolder): { authUrl: string; origin: string } {
  const demo = JSON.parse(readFileSync(data.demo, 'utf8')) as Demo;
  const url = new URL(demo.databaseUrl);
  url.username = 'atelier_auth';
  url.password = keepSecrets(data.secrets).databaseAuth;
  return { authUrl: url.href, origin: demo.url };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  return 1;
});
