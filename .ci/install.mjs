// Runs before `npm start` and `npm test`, on whatever Node the machine has: plain JavaScript, no packages.
// Installs with `npm ci` when what lies in node_modules is not what package-lock.json says.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNodeMajor = 20;

if (Number(process.versions.node.split('.')[0]) < oldestNodeMajor) {
  say(
    `Atelier needs Node ${oldestNodeMajor} or newer to install itself; this is ${process.version}.`,
  );
  process.exit(1);
}
if (!isInstalled()) await install();

/** Compared by content: file times change with every checkout, and a developer's own `npm i` writes both files. */
function isInstalled() {
  try {
    const wanted = packagesOf('package-lock.json');
    const found = packagesOf('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([path, { version, optional, peer, link }]) =>
        path === '' ||
        link ||
        found[path]?.version === version ||
        (!found[path] && (optional || peer)),
    );
  } catch {
    return false;
  }
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
    spawn(program, [...prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
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
