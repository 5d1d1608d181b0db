import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
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
 * (a clone in a home with mode 0700), that is under `systemFolder`, and `folder` becomes a link to it.
 */
export function settleFolder(
  folder: string,
  account: Account | null,
  systemFolder: string,
): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) return realpathSync(folder);
  rmSync(folder, { force: true }); // a link whose target somebody deleted

  let home = folder;
  if (account && !canReach(account, dirname(folder))) {
    const data = dirname(resolve(folder));
    const id = createHash('sha256').update(data).digest('hex').slice(0, 8);
    home = join(systemFolder, `${basename(data).replace(/^\./, '')}-${id}`, basename(folder));
    mkdirSync(dirname(home), { recursive: true, mode: 0o755 });
    symlinkSync(home, folder);
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account) chownSync(home, account.uid, account.gid);
  return realpathSync(home);
}
