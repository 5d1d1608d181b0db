// Runs before `npm start` and `npm test`, on whatever Node the machine has: plain JavaScript, no packages.
// Installs with `npm ci` when what lies in node_modules is not what package-lock.json says, and removes what never runs.
// `node .ci/install.mjs --omit=dev` installs without development tools: for a machine that gets its builds ready-made.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prune } from './prune.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNodeMajor = 20;
const omitsDev = process.argv.includes('--omit=dev');

if (Number(process.versions.node.split('.')[0]) < oldestNodeMajor) {
  say(
    `Atelier needs Node ${oldestNodeMajor} or newer to install itself; this is ${process.version}.`,
  );
  process.exit(1);
}
if (!isInstalled()) await install();
removeWhatNeverRuns();

/** Compared by content: file times change with every checkout, and a developer's own `npm i` writes both files. */
function isInstalled() {
  try {
    const wanted = packagesOf('package-lock.json');
    const found = packagesOf('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([path, { name, version, optional, peer, dev, link }]) =>
        path === '' ||
        link ||
        // A name stands there only where another package is installed under this path.
        (found[path]?.version === version && found[path].name === name && isThere(path)) ||
        (!found[path] && (optional || peer || (dev && omitsDev))),
    );
  } catch {
    return false;
  }
}

/** npm has been seen to note packages as installed that it was only asked to lock (`--package-lock-only`). */
function isThere(path) {
  return existsSync(join(root, path, 'package.json'));
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function packagesOf(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
}

async function install() {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  say('npm packages: installing (about a minute, once)');
  const progress = setInterval(() => say(`npm packages: still installing, ${seconds()}`), 10_000);
  const code = await new Promise((resolve) => {
    const [program, ...prefix] = npm();
    const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
    spawn(program, [...prefix, 'ci', ...(omitsDev ? ['--omit=dev'] : []), ...quietly], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: outerPath() },
    })
      .on('error', (error) => {
        say(`npm packages: npm could not be run (${error.message})`);
        resolve(1);
      })
      .on('exit', (status) => resolve(status ?? 1));
  });
  clearInterval(progress);
  if (code !== 0) {
    say(`npm packages: \`npm ci\` failed after ${seconds()}; its own message stands above.`);
    process.exit(1);
  }
  say(`npm packages: installed in ${seconds()}`);
}

/** At every start: somebody's own `npm ci` or `npm i` may have brought it back. */
function removeWhatNeverRuns() {
  const bytes = Object.values(prune(root)).reduce((sum, freed) => sum + freed, 0);
  if (bytes > 0) say(`npm packages: ${Math.round(bytes / 1e6)} MB removed that never run here`);
}

/** The npm that runs us, with the Node that runs it: `npm ci` deletes the Node in node_modules on its way. */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  return script?.endsWith('.js') && node && !node.startsWith(root) ? [node, script] : ['npm'];
}

function outerPath() {
  const path = process.env.PATH ?? '';
  return path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')))
    .join(delimiter);
}
