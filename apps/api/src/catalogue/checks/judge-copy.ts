import { ArchiveError, openArchive, verifyStream, type Archive, type VerifyReport } from '@stowbase/archive';
import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import type { BackupCopy } from '../../backups/backup-copy.entity';
import type { Backup } from '../../backups/backup.entity';
import { storageSource } from '../../backups/sweep/storage-source';
import type { DamageKind, Finding } from '../check.entity';
import { pacedBytes, type Reading } from './paced-bytes';

/** What was found where a copy should lie. */
export type Verdict =
  | { readonly is: 'passed'; readonly size: number; readonly sha256: string }
  | { readonly is: 'missing' }
  | {
      readonly is: 'damaged';
      readonly size: number;
      readonly damage: DamageKind;
      readonly count: number;
      readonly findings: readonly Finding[];
      /** One sentence. */
      readonly text: string;
    };

export interface JudgedCopy {
  readonly copy: Pick<BackupCopy, 'key' | 'size' | 'sha256' | 'attempt'>;
  readonly backup: Pick<Backup, 'id' | 'sha256'>;
  readonly level: 1 | 2;
}

export interface JudgeReading extends Reading {
  onProgress(bytes: number, size: number): void;
}

/** The first of them say enough. */
const mostFindings = 100;

/**
 * Reads a copy whole, and says whether it is what was stored. F35: bytes that changed are named by their member, a cut end, another
 * backup's file and a file of something else by what they are.
 * @throws StorageError, or ArchiveError that says nothing of the bytes: the store's trouble is no verdict
 */
export async function judgeCopy(
  storage: Storage,
  { copy, backup, level }: JudgedCopy,
  reading: JudgeReading,
): Promise<Verdict> {
  const object = await statOrNull(storage, copy.key ?? '');
  if (object === null) return { is: 'missing' };
  const { size } = object;
  const damaged = (
    damage: DamageKind,
    text: string,
    findings: readonly Finding[],
    count = findings.length,
  ): Verdict => ({
    ...{ is: 'damaged', size, damage, text, count },
    findings: findings.slice(0, mostFindings),
  });
  let archive: Archive | null = null;
  let report: VerifyReport;
  try {
    const { signal } = reading;
    archive = await openArchive(storageSource(storage, object, signal), { signal });
    const { backupId, attempt } = archive.manifest;
    if (backupId !== backup.id || attempt !== copy.attempt) {
      return damaged('swapped', `The file is that of another backup: ${backupId}, attempt ${attempt}.`, []);
    }
    report = await verifyStream(
      pacedBytes(storage, object, reading),
      level,
      { signal, onProgress: ({ bytes }) => reading.onProgress(bytes, size) },
      { manifest: archive.manifest, size },
    );
  } catch (error) {
    if (!saysSomething(error)) throw error;
    const [damage, text, findings] = ofError(error, copy.size, object);
    return damaged(damage, text, findings);
  } finally {
    await archive?.close();
  }
  if (!report.ok) return damaged('changed', textOf(report), report.damaged, report.damaged.length);
  const recorded = copy.sha256 ?? backup.sha256;
  if (recorded !== null && recorded !== report.fileSha256) {
    return damaged('changed', 'The file is whole, but is not the one that was stored: its SHA-256 is another.', []);
  }
  return { is: 'passed', size, sha256: report.fileSha256 };
}

async function statOrNull(storage: Storage, key: string): Promise<StoredObject | null> {
  return storage.stat(key).catch((error: unknown) => {
    if (error instanceof StorageError && error.kind === 'not-found') return null;
    throw error;
  });
}

const silent: readonly ArchiveError['kind'][] = ['cancelled', 'unreadable-source', 'unsupported-format', 'misuse'];

/** About the bytes; anything else is about how they were read. */
const saysSomething = (error: unknown): error is ArchiveError =>
  error instanceof ArchiveError && !silent.includes(error.kind) && !(error.cause instanceof StorageError);

function ofError(
  error: ArchiveError,
  recorded: number | null,
  { size }: StoredObject,
): [DamageKind, string, readonly Finding[]] {
  if (recorded !== null && size < recorded) {
    const missing = { member: 'END', table: null, start: size, end: recorded, reason: 'it is not there any more' };
    return ['cut', `The file was cut: ${size} of ${recorded} bytes are left.`, [missing]];
  }
  const findings = error.place === undefined ? [] : [{ ...error.place, reason: error.message }];
  // One that has the right size was an archive: only its beginning can be another.
  if (error.kind === 'not-ours' && size !== recorded) {
    return ['foreign', 'What lies there is not a backup of Stowbase.', findings];
  }
  return ['changed', error.message, findings];
}

function textOf({ damaged: [first, ...more] }: VerifyReport): string {
  if (first === undefined) return 'The file is not what was stored.';
  const table = first.table === null ? '' : ` (table ${first.table})`;
  const others = more.length === 0 ? '' : ` ${more.length} more places are damaged.`;
  return `${first.member}${table} is damaged, bytes ${first.start} to ${first.end}: ${first.reason}.${others}`;
}
