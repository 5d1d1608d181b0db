import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Reports the resident memory of a process, in bytes, every `intervalMs` until the returned function
 * is called. Heap flags do not bound native or wasm memory; what the kernel counts does.
 */
export function watchResidentBytes(
  pid: number,
  intervalMs: number,
  onSample: (bytes: number) => void,
): () => void {
  let stopped = false;
  let asking = false;
  const timer = setInterval(() => {
    if (process.platform === 'linux') {
      onSample(fromProc(pid));
    } else if (!asking) {
      asking = true;
      fromPs(pid, (bytes) => {
        asking = false;
        if (!stopped) onSample(bytes);
      });
    }
  }, intervalMs);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/** Read synchronously: a busy thread pool must not be able to delay the guard. 0 when it is gone. */
function fromProc(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function fromPs(pid: number, onAnswer: (bytes: number) => void): void {
  execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, stdout) => {
    onAnswer(error ? 0 : Number(stdout.trim()) * 1024);
  });
}
