import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A user of this machine without privileges; PostgreSQL refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Where a cluster lies whose account cannot reach the data folder. */
const ownPlace = '/var/lib/atelier';
const preferred = ['postgres', '_postgres', 'nobody'];

/**
 * The account that PostgreSQL must run as, or null when we are not root and it runs as ourselves.
 * An existing cluster keeps its owner, so a machine that gains a `postgres` user later changes nothing.
 * @throws Error when root finds no such account
 */
export function postgresAccount(folder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) {
    return {
      name: accounts.find(({ uid }) => uid === owner.uid)?.name ?? String(owner.uid),
      uid: owner.uid,
      gid: owner.gid,
    };
  }
  const found = preferred
    .map((name) => accounts.find((account) => account.name === name))
    .find(Boolean);
  if (found) return found;
  throw new Error(
    'PostgreSQL refuses to run as root and this machine has no user `postgres` or `nobody`: create one (useradd -r postgres) or start as a plain user',
  );
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid }) => name !== '' && uid > 0);
}

/** Whether the account may walk into `folder`; asked of the kernel, so ACLs and mount options count too. */
export function canReach(account: Account, folder: string): boolean {
  return (
    spawnSync('test', ['-x', folder], { uid: account.uid, gid: account.gid, cwd: '/' }).status === 0
  );
}

/**
 * Makes the cluster's folder for `account` and answers where it really lies. Where the account cannot reach `folder`
 * (a clone in a home with mode 0700), that is under `systemFolder`, and `folder` becomes a symbolic link to it.
 * @throws Error when `folder` is a symbolic link that leads nowhere: a new, empty cluster would hide that the old one is away
 */
export function settleFolder(
  folder: string,
  account: Account | null,
  systemFolder: string = ownPlace,
): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) return realpathSync(folder);
  const away = linkedTo(folder);
  if (away !== null) {
    throw new Error(
      `The database is away: ${folder} is a link to ${away}, which is not there. Mount or bring back what holds it, or begin anew with \`npm run reset\`.`,
    );
  }

  let home = folder;
  if (account && !canReach(account, dirname(folder))) {
    const data = dirname(resolve(folder));
    const id = createHash('sha256').update(data).digest('hex').slice(0, 8);
    home = join(systemFolder, `${basename(data).replace(/^\./, '')}-${id}`, basename(folder));
    mkdirSync(dirname(home), { recursive: true, mode: 0o755 });
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account) chownSync(home, account.uid, account.gid);
  // Last, so that a start that is killed here leaves no symbolic link to nothing.
  if (home !== folder) symlinkSync(home, folder);
  return realpathSync(home);
}

/** Where a symbolic link leads, also when nothing is there; null when `path` is none. */
export function linkedTo(path: string): string | null {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  return resolve(dirname(path), readlinkSync(path));
}

/** Whether `settleFolder` chose this place, in a folder made for this cluster alone, and not whoever set a symbolic link. */
export function isOwnPlace(location: string, systemFolder: string = ownPlace): boolean {
  const made = dirname(location);
  if (!existsSync(systemFolder) || dirname(made) !== realpathSync(systemFolder)) return false;
  return /-[0-9a-f]{8}$/.test(made);
}
