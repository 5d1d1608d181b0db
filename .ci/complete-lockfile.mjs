// A package mirror that lacks some optional platform packages (darwin, win32, rare Linux) makes npm leave them out of
// package-lock.json, and `npm ci` then refuses the lock. This adds them back after every dependency change.
// The added entries carry no `integrity`, and their os, cpu and libc are derived from the name: they are not registry data.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = {
  darwin: 1,
  linux: 1,
  win32: 1,
  freebsd: 1,
  openbsd: 1,
  android: 1,
  openharmony: 1,
};
const processors = {
  x64: 1,
  arm64: 1,
  arm: 1,
  ia32: 1,
  ppc64: 1,
  s390x: 1,
  riscv64: 1,
  loong64: 1,
  wasm32: 1,
};

/** Where `name` resolves to for the package at `from`, or null when the lock does not hold it. */
function resolve(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[candidate]) return candidate;
    if (at === '') return null;
  }
}

function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.filter((word) => systems[word]);
  const cpu = words.filter((word) => processors[word]);
  const libc = words.includes('musl')
    ? ['musl']
    : words.includes('gnu') && os[0] === 'linux'
      ? ['glibc']
      : [];
  return { ...(os.length && { os }), ...(cpu.length && { cpu }), ...(libc.length && { libc }) };
}

let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolve(path, name)) continue;
    if (!/^\d/.test(version))
      throw new Error(`${path}: ${name}@${version} is a range; only exact versions can be added`);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(entry.dev && { dev: true }),
      optional: true,
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(
  added > 0 ? `lockfile: ${added} optional platform packages added\n` : 'lockfile: complete\n',
);
