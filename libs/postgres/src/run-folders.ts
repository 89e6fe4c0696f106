import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'stowbase-run-';
const pattern = /^stowbase-run-(\d+)-(\d+)-[A-Za-z0-9]{6}$/;

/** A new folder only this user can enter (0700), named after this process so that leftovers can be told from live ones. */
export async function createRunFolder(root = tmpdir()): Promise<string> {
  return mkdtemp(path.join(root, `${prefix}${process.pid}-${(await startTime(process.pid)) ?? 0}-`));
}

/**
 * Removes run folders whose process is gone (after `kill -9` or a power cut); called at start. Returns what was removed.
 * Folders of other users and of live processes stay. The root must not be shared with another container.
 */
export async function sweepRunFolders(root = tmpdir()): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(root)) {
    const [, pid, started] = pattern.exec(name) ?? [];
    if (pid === undefined || started === undefined) continue;
    const folder = path.join(root, name);
    if (!(await isOurFolder(folder)) || (await isAlive(Number(pid), Number(started)))) continue;
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return removed;
}

async function isOurFolder(folder: string): Promise<boolean> {
  try {
    const facts = await lstat(folder);
    return facts.isDirectory() && (process.getuid === undefined || facts.uid === process.getuid());
  } catch (error) {
    // ENOENT: another process swept it between readdir and here.
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** A process number is reused, in containers at every start: the start time tells the two apart. */
async function isAlive(pid: number, started: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // ESRCH: no such process. EPERM: it lives, under another user.
    if (isCode(error, 'ESRCH')) return false;
    if (!isCode(error, 'EPERM')) throw error;
  }
  const now = await startTime(pid);
  return now === null || started === 0 || now === started;
}

/** Clock ticks between boot and start: field 22 of /proc/PID/stat (proc(5)), counted behind the name in brackets; null elsewhere. */
async function startTime(pid: number): Promise<number | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch (error) {
    // No /proc on this system, or the process has ended.
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return null;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
