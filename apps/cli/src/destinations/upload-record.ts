import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { UploadState } from '@stowbase/storage';

/** What is written down about an upload before its first byte leaves. It holds no secret. */
export interface UploadRecord {
  /** Of the destination: see `Destination`. */
  readonly fingerprint: string;
  readonly type: string;
  readonly key: string;
  readonly state: UploadState;
  readonly begunAt: string;
  readonly owner: UploadOwner;
}

/** The process that uploads. */
export interface UploadOwner {
  readonly host: string;
  readonly pid: number;
  /** When it was started, in the system's own words: another process may get its number later. Null where nobody says. */
  readonly started: string | null;
}

/** `elsewhere`: on another machine (or container), where nobody can look. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

export const thisProcess = (): UploadOwner => ({
  host: hostname(),
  pid: process.pid,
  started: startOf(process.pid),
});

export function stateOf({ host, pid, started }: UploadOwner): OwnerState {
  if (host !== hostname()) return 'elsewhere';
  if (!isRunning(pid)) return 'dead';
  const now = startOf(pid);
  return started === null || now === null || started === now ? 'alive' : 'dead';
}

/** A record, or null for a file that holds none. */
export function parseRecord(text: string): UploadRecord | null {
  try {
    const { fingerprint, type, key, state, begunAt, owner } = JSON.parse(text) as UploadRecord;
    const texts = [fingerprint, type, key, begunAt, owner.host, ...Object.values(state)];
    if (!texts.every((one) => typeof one === 'string') || !Number.isSafeInteger(owner.pid)) return null;
    return { fingerprint, type, key, state, begunAt, owner };
  } catch {
    // SyntaxError or TypeError: cut off, or not one of ours.
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    // EPERM: it is somebody else's.
    return e instanceof Error && 'code' in e && e.code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat: ticks since the machine was started (proc(5)). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // ENOENT: no such process, or a system without /proc.
    return null;
  }
}
