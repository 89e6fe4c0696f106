import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The arguments of every process of this machine, as any user can read them. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line !== '');
}

/** Everything that was found until `ended` is; each process of interest lives longer than the pause between two looks. */
export async function seenUntil(
  ended: Promise<unknown>,
  look: () => Promise<readonly string[]> = commandLines,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let isOver = false;
  const over = (): void => void (isOver = true);
  void ended.then(over, over);
  while (!isOver) {
    for (const text of await look()) seen.add(text);
    await delay(8);
  }
  return seen;
}
