import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Watches how many bytes lie in a folder and in what this process brings into the temporary folder, which it names after itself. `stop`
 * gives the most that there were beyond those at first, and what the kernel counted as written to disk by this process and by the children
 * it has seen end, wherever that was.
 */
export function watchDisk(folder: string): { stop(): { mostBytes: number; writtenBytes: number } } {
  const look = (): number =>
    readdirSync(tmpdir())
      .filter((name) => name.includes(`-${process.pid}-`))
      .reduce((sum, name) => sum + sizeOf(join(tmpdir(), name)), sizeOf(folder));
  const first = look();
  const written = writtenBytes();
  let most = first;
  const timer = setInterval(() => (most = Math.max(most, look())), 5);
  return {
    stop: () => {
      clearInterval(timer);
      return { mostBytes: Math.max(most, look()) - first, writtenBytes: writtenBytes() - written };
    },
  };
}

function sizeOf(path: string): number {
  try {
    const facts = statSync(path);
    if (!facts.isDirectory()) return facts.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    // It went meanwhile.
    return 0;
  }
}

const writtenBytes = (): number => Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
