import { execFile } from 'node:child_process';
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../temporal-config/cache-folder.ts';

const run = promisify(execFile);
const browserPackage = new URL('../../node_modules/@sparticuz/chromium/', import.meta.url);
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Has the package unpack its own libraries too, which a bare system lacks. */
const bareSystem = { AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };

/** The package's own names folders of another system; a browser without any font ends at its first page. */
const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** A Chromium, and what it needs in its environment. */
export interface BrowserProgram {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface FindBrowserOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Programs that lie in no folder of PATH. */
  readonly programs?: readonly string[];
  readonly unpack?: (folder: string) => Promise<void>;
}

/**
 * Finds the browser of the tests: the one named by CHROME_PATH, else the system's, else the one that an npm package
 * brings, unpacked once into the user's cache.
 * @throws Error when CHROME_PATH names no program, or when there is none at all
 */
export async function findBrowser(options: FindBrowserOptions): Promise<BrowserProgram> {
  const { environment, programs = macPrograms } = options;
  const named = environment.CHROME_PATH;
  if (named) {
    if (await isProgram(named)) return { executablePath: named, environment: {} };
    throw new Error(`CHROME_PATH names no program: ${named}`);
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  for (const candidate of [...candidates, ...programs])
    if (await isProgram(candidate)) return { executablePath: candidate, environment: {} };
  return packagedBrowser(environment, options.unpack ?? unpackPackage);
}

async function packagedBrowser(
  environment: FindBrowserOptions['environment'],
  unpack: (folder: string) => Promise<void>,
): Promise<BrowserProgram> {
  const about = await readFile(new URL('package.json', browserPackage), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  const place = join(cacheFolder(environment), 'chromium');
  const folder = join(place, version);
  if (!(await isProgram(join(folder, 'chromium')))) {
    await mkdir(place, { recursive: true });
    const scratch = await mkdtemp(join(place, 'new-'));
    try {
      await unpack(scratch);
      // Of two that unpack at once, the first has it.
      await rename(scratch, folder).catch(async (error: unknown) => {
        if (!(await isProgram(join(folder, 'chromium')))) throw error;
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  return {
    executablePath: join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), environment.LD_LIBRARY_PATH ?? '']
        .filter((part) => part !== '')
        .join(delimiter),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  };
}

/** In a process of its own: the package unpacks into TMPDIR and changes the environment. */
async function unpackPackage(folder: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No browser was found: install Chromium or Chrome, or set CHROME_PATH.');
  const script = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();`;
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...bareSystem, TMPDIR: folder },
  });
  await writeFile(join(folder, 'fonts/fonts.conf'), fontsConfig);
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
