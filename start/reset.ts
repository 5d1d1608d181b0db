import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readEnv } from '../env.ts';
import { isOurs, markName, openDataFolder, type DataFolder } from './data-folder.ts';
import { takeLock } from './lock.ts';
import { endOrphans } from './orphans.ts';

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
  const others = elsewhere(data);
  const folders = [data.root, ...others];
  if (!process.argv.includes('--yes') && !(await confirmed(folders))) {
    lock.release();
    say('Nothing was wiped.');
    return 1;
  }
  await endOrphans(data);
  // Link and mark go last: a reset that is killed half-way can be done again.
  const held = readdirSync(data.root).filter((name) => name !== markName);
  for (const path of [...others, ...held.map((name) => join(data.root, name)), data.root])
    rmSync(path, { recursive: true, force: true });
  say(`Wiped ${folders.join(' and ')}.`);
  return 0;
}

/** The folder of a cluster whose account could not reach the data folder. */
function elsewhere(data: DataFolder): string[] {
  if (!existsSync(data.postgres)) return [];
  const cluster = realpathSync(data.postgres);
  return cluster === data.postgres ? [] : [dirname(cluster)];
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

process.exitCode = await main();
