import { write } from 'node:fs';
import { promisify } from 'node:util';
import { CliError, errnoOf } from '../cli-error';

const writeSome = promisify(write);

/**
 * Writes the whole chunk, however often the system takes only a part of it (it does shortly before a disk is full).
 * @param position where in the file; null = where the descriptor stands (pipes, devices, redirected output).
 */
export async function writeFully(fd: number, chunk: Buffer, position: number | null): Promise<number> {
  let done = 0;
  while (done < chunk.length) {
    const at = position === null ? null : position + done;
    const { bytesWritten } = await writeSome(fd, chunk, done, chunk.length - done, at);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
  return done;
}

/** Why a write failed, in words; errors nobody expects pass unchanged. */
export function writeProblem(e: unknown, where: string): unknown {
  const code = errnoOf(e) ?? '';
  const told = PROBLEMS[code];
  if (told === undefined || e instanceof CliError) return e;
  return new CliError('output', told.code, told.message(where), told.nextStep, { cause: e });
}

interface Problem {
  code: string;
  message: (where: string) => string;
  nextStep: string;
}

const full: Problem = {
  code: 'DISK_FULL',
  message: (where) => `No space is left for the archive: writing ${where} failed.`,
  nextStep: 'Free some space or choose another disk; the unfinished file was removed.',
};
const closed: Problem = {
  code: 'OUTPUT_CLOSED',
  message: (where) => `The program reading ${where} closed it before the archive was complete.`,
  nextStep: 'What it received is not a backup; look at why it ended and run again.',
};
const forbidden: Problem = {
  code: 'OUTPUT_NOT_WRITABLE',
  message: (where) => `This user may not write to ${where}.`,
  nextStep: 'Change its permissions or choose another place.',
};
const missing: Problem = {
  code: 'OUTPUT_NOT_WRITABLE',
  message: (where) => `Writing ${where} is not possible: its folder is not there.`,
  nextStep: 'Check the path and the disk, then run again.',
};
const broken: Problem = {
  code: 'OUTPUT_BROKEN',
  message: (where) => `The disk reports an error while writing ${where}.`,
  nextStep: 'Check the disk, or choose another place.',
};

const PROBLEMS: Readonly<Record<string, Problem>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: {
    ...full,
    message: (where) => `The archive is larger than a file may be here: writing ${where} failed.`,
    nextStep: 'Choose another disk or raise the limit (ulimit -f); the unfinished file was removed.',
  },
  EPIPE: closed,
  ECONNRESET: closed,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { ...forbidden, message: (where) => `The file system is read-only: ${where} can't be written.` },
  ENOENT: missing,
  ENOTDIR: missing,
  ESTALE: missing,
  EIO: broken,
  ENXIO: broken,
};
