import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MiB = 1024 * 1024;

export interface DiskState {
  readonly ok: boolean;
  /** Null: unknown, the records are somewhere else. */
  readonly freeBytes: number | null;
  /** Why not, as one sentence. */
  readonly reason: string | null;
}

export interface DiskLimits {
  /** Below this no run starts. Bytes. */
  readonly least: number;
  /** Kept back, so that running ones can still write down how they ended. Bytes. */
  readonly reserve: number;
}

/**
 * Room for the records. SQLite survives a full disk, but then nothing can be written down any more: so no run starts shortly before that, and
 * a file is given up when it happens. A service whose records are on a server has no folder: it always has room.
 */
export class DiskRoom {
  constructor(
    private readonly folder: string | null,
    private readonly limits: DiskLimits = { least: 64 * MiB, reserve: 16 * MiB },
  ) {}

  /** Ask before anything is begun that has to be written down later. */
  check(): DiskState {
    if (this.folder === null) return { ok: true, freeBytes: null, reason: null };
    const freeBytes = this.keepReserve(this.folder);
    if (freeBytes >= this.limits.least) return { ok: true, freeBytes, reason: null };
    const [free, least] = [freeBytes, this.limits.least].map((bytes) => Math.floor(bytes / MiB));
    return {
      ok: false,
      freeBytes,
      reason: `Only ${free} MiB are free in the data folder ${this.folder}; no backup starts below ${least} MiB.`,
    };
  }

  /** @returns whether there was something to give up: then it is worth to try again */
  giveUpReserve(): boolean {
    if (this.folder === null || !hasReserve(this.folder)) return false;
    rmSync(reserveFile(this.folder), { force: true });
    return true;
  }

  /** Makes it (again) as soon as it takes nothing that is needed. @returns free bytes */
  private keepReserve(folder: string): number {
    const free = freeIn(folder);
    if (hasReserve(folder) || free < this.limits.least + this.limits.reserve) return free;
    fill(reserveFile(folder), this.limits.reserve);
    return freeIn(folder);
  }
}

const reserveFile = (folder: string): string => join(folder, 'reserve');

const hasReserve = (folder: string): boolean => statSync(reserveFile(folder), { throwIfNoEntry: false }) !== undefined;

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Random, since a file system that compresses would keep nothing back for zeros. */
function fill(path: string, bytes: number): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let left = bytes; left > 0; left -= MiB) writeSync(file, randomBytes(Math.min(left, MiB)));
  } catch (error) {
    rmSync(path, { force: true });
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}
