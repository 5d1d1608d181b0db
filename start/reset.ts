import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { linkedTo } from '../db/embedded/postgres-account.ts';
import { readEnv } from '../env.ts';
import { isOurs, openDataFolder } from './data/data-folder.ts';
import { lastWords } from './last-words.ts';
import { takeLock } from './data/lock.ts';
import { endOrphans } from './processes/orphans.ts';
import { placesOf, wipe } from './data/wipe.ts';

/** `npm run reset`: wipes the data folder and the database that lies elsewhere; `-- --yes` does not ask. */
async function main(): Promise<number> {
  const env = readEnv(process.env);
  if (!existsSync(env.ATELIER_DATA)) {
    say(`Nothing to wipe: ${env.ATELIER_DATA} is not there.`);
    return 0;
  }
  // Before anything is written there: ATELIER_DATA may name somebody's home by mistake.
  if (!isOurs(env.ATELIER_DATA)) {
    say(
      `${env.ATELIER_DATA} is no data folder of Atelier: not wiped. Set ATELIER_DATA to the one you mean.`,
    );
    return 1;
  }
  const data = openDataFolder(env.ATELIER_DATA);
  const lock = await takeLock(data.lock);
  if ('heldBy' in lock) {
    say(`Atelier runs on ${data.root} (process ${lock.heldBy}): stop it first.`);
    return 1;
  }
  const places = placesOf(data);
  const folders = places.map(({ folder }) => folder);
  if (!process.argv.includes('--yes') && !(await confirmed(folders))) {
    lock.release();
    say('Nothing was wiped.');
    return 1;
  }
  const away = existsSync(data.postgres) ? null : linkedTo(data.postgres);
  await endOrphans(data);
  // A link to nothing would be in the way of the next start.
  const isLink = linkedTo(env.ATELIER_DATA) !== null;
  for (const place of places) wipe(place, { keepFolder: isLink && place.folder === data.root });
  say(`Wiped ${folders.join(' and ')}.`);
  if (away !== null) say(`Not wiped, because it is not there: the database in ${away}.`);
  return 0;
}

async function confirmed(folders: string[]): Promise<boolean> {
  process.stdout.write(`Wipe ${folders.join(' and ')} for good? Type yes: `);
  for await (const line of createInterface({ input: process.stdin })) {
    return line.trim().toLowerCase() === 'yes';
  }
  return false; // nobody is there to answer
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  return 1;
});
