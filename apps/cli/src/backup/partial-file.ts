import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteSink } from '@stowbase/archive';
import { CliError, errnoOf } from '../cli-error';
import { removeAtExit } from '../signals';
import { plain } from '../words';
import { writeFully, writeProblem } from './write-fully';

/** Small writes (tar headers) are gathered up to this size. */
const GATHER = 256 * 1024;
/** So many bytes go to the disk at once while more are made: left to the end, a large archive waits for seconds there. */
const FLUSH = 64 * 1024 * 1024;
const PARTIAL_NAME = /^\.stowbase-[0-9a-f]{16}\.partial$/;
/** A live backup writes every few minutes (the stall watchdog sees to it): after a day nobody is at it. Milliseconds. */
const ABANDONED_AFTER = 24 * 60 * 60 * 1000;

/** The archive while it is being written: a hidden file of mode 0600 beside its final place, removed however the process ends. */
export class PartialFile implements ByteSink {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private written = 0;
  private unflushed = 0;
  private flushing: Promise<void> | null = null;
  /** A disk tells of an error once, to whoever asks first: it is kept until the next step. */
  private flushFailure: { readonly cause: unknown } | null = null;
  private readonly atExit: { forget(): void };

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {
    this.atExit = removeAtExit(path);
  }

  /** @throws CliError `OUTPUT_NOT_WRITABLE` when the folder can't take a file, `DISK_FULL`. */
  static async create(folder: string): Promise<PartialFile> {
    const path = join(folder, `.stowbase-${randomBytes(8).toString('hex')}.partial`);
    try {
      return new PartialFile(path, await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    } catch (e) {
      throw writeProblem(e, `the folder ${plain(folder)}`);
    }
  }

  async write(chunk: Buffer): Promise<void> {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    if (this.pendingBytes >= GATHER) await this.drain();
  }

  /** Everything is on the disk and the file is closed. Returns its size as the disk has it, bytes. */
  async seal(): Promise<number> {
    await this.drain();
    await this.flushing;
    this.throwIfFlushFailed();
    await this.file.sync().catch((e: unknown) => Promise.reject(writeProblem(e, plain(this.path)) as Error));
    await this.file.close();
    return (await lstat(this.path)).size;
  }

  /** Gives the sealed file its name; a file that is there already stays as it is. */
  async publish(target: string): Promise<void> {
    await giveName(this.path, target);
    this.atExit.forget();
    await syncFolder(dirname(target));
  }

  /** Removes the file; safe at any time before `publish`. */
  async discard(): Promise<void> {
    this.pending = [];
    await this.flushing;
    await this.file.close().catch(() => undefined);
    await rm(this.path, { force: true });
    this.atExit.forget();
  }

  private async drain(): Promise<void> {
    const only = this.pending.length === 1 ? this.pending[0] : undefined;
    const chunk = only ?? Buffer.concat(this.pending, this.pendingBytes);
    this.pending = [];
    this.pendingBytes = 0;
    try {
      this.written += await writeFully(this.file.fd, chunk, this.written);
    } catch (e) {
      throw writeProblem(e, plain(this.path));
    }
    this.throwIfFlushFailed();
    this.unflushed += chunk.length;
    if (this.unflushed >= FLUSH && this.flushing === null) this.flush();
  }

  private flush(): void {
    this.unflushed = 0;
    this.flushing = this.file
      .datasync()
      .catch((cause: unknown) => void (this.flushFailure ??= { cause }))
      .finally(() => (this.flushing = null));
  }

  private throwIfFlushFailed(): void {
    if (this.flushFailure !== null) throw writeProblem(this.flushFailure.cause, plain(this.path));
  }
}

/** Removes what runs that were killed left in a folder: only files of that very name, ours, untouched for a day. */
export async function sweepAbandoned(folder: string, now: number = Date.now()): Promise<string[]> {
  const swept: string[] = [];
  for (const name of (await readdir(folder)).filter((entry) => PARTIAL_NAME.test(entry))) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    const ours = found?.isFile() && (process.getuid === undefined || found.uid === process.getuid());
    if (!found || !ours || now - found.mtimeMs < ABANDONED_AFTER) continue;
    await rm(path, { force: true });
    swept.push(path);
  }
  return swept;
}

/** `link` refuses an existing name in one step; where links don't exist, a rename after a look comes closest. */
async function giveName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await rm(from);
  } catch (e) {
    const code = errnoOf(e) ?? '';
    if (code === 'EEXIST') throw alreadyThere(to);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES'].includes(code))
      throw writeProblem(e, plain(to));
    if (await lstat(to).catch(() => undefined)) throw alreadyThere(to);
    await rename(from, to).catch((error: unknown) => Promise.reject(writeProblem(error, plain(to)) as Error));
  }
}

export function alreadyThere(path: string): CliError {
  return new CliError(
    'output',
    'OUTPUT_EXISTS',
    `${plain(path)} exists already and is never overwritten.`,
    'Name another file, or give a folder: then every backup gets its own name.',
  );
}

/** A new name survives a power cut only after its folder was written too; some file systems can't do that for a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
