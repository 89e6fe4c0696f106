/**
 * glibc keeps an arena of freed memory for each thread and gives little of it back; a backup or a restore passes gigabytes through a
 * handful of buffers. Two arenas that give back what lies free at their end keep the peak flat, whatever the size of the database, and
 * buffers below 3 MB come from them instead of new pages each time; the service gives back what its start took. Figures: `npm run bench`,
 * also with `--slope`, and `npm run bench:service`. glibc reads them once, when a program starts. Values: a count, bytes, bytes.
 */
const settings = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '8000000', MALLOC_MMAP_THRESHOLD_: '3000000' };

/**
 * Of V8, megabytes. What passes through lies outside its heap, so the young generation would only grow to 32 MB of what is garbage already: 15 MB
 * less at the peak, for no more CPU time (`npm run bench`).
 */
const youngGeneration = '--max-semi-space-size=2';

/** Starts this program again in the same process, with the settings; returns where they are set already or mean nothing. */
export function settleMemory(): void {
  if (process.platform !== 'linux' || Object.keys(settings).every((name) => name in process.env)) return;
  becomeNode([youngGeneration, ...process.execArgv, ...process.argv.slice(1)]);
}

/**
 * Goes on in this process as another program for Node, with the settings; what the environment sets counts. Returns where a process
 * can't be replaced (Windows).
 * @param args Node's own and the program's
 */
export function becomeNode(args: readonly string[]): void {
  if (process.platform === 'win32' || typeof process.execve !== 'function') return;
  process.execve(process.execPath, [process.execPath, ...args], { ...settings, ...process.env });
}
