import { ArchiveError, type Archive, type Contents, type VerifyReport } from '@stowbase/archive';
import { connect } from '@stowbase/postgres';
import { cancelledEarly } from './cancelled-early';
import { RestoreError } from './errors';
import { planOf } from './plan/plan-of';
import type { RestorePlan } from './plan/restore-plan';
import type { PlanRequest } from './request';
import { forOlderServer } from './script/older-server';
import { refuseUnfinished } from './steps/record/refuse-unfinished';
import { readRecord, type RestoreRecord } from './steps/record/restore-record';
import { readTarget } from './target/read-target';
import { refuseTarget } from './target/refuse/refuse-target';
import type { TargetFacts } from './target/target-facts';

/** What is known when nothing was changed yet. */
export interface PreparedRestore {
  readonly plan: RestorePlan;
  readonly contents: Contents;
  readonly facts: TargetFacts;
  /** Of the archive, lower-case hex, as calculated now. */
  readonly fileSha256: string;
  /** The target has a restore of this archive in steps that is to be finished. */
  readonly resumed: boolean;
}

/**
 * Checks the whole archive, then looks at the target, and says what a restore would do. Nothing is changed; the target isn't
 * contacted before the archive was found whole and, where its hash is known, the right one.
 * @throws ArchiveError; PostgresError; RestoreError `ORIGIN_DIFFERENT`, `TARGET_…`, `RESTORE_UNFINISHED`, of the selection, `CANCELLED`
 */
export async function prepareRestore(request: PlanRequest): Promise<PreparedRestore> {
  const { archive, resume = false, signal } = request;
  try {
    const fileSha256 = await checkArchive(request);
    const contents = await archive.contents();
    request.onProgress?.({ stage: 'plan', bytes: 0, totalBytes: archive.manifest.rawBytes });
    const { facts, record } = await lookAtTarget(request);
    refuseUnfinished(record, { backupId: archive.manifest.backupId, fileSha256, resume });
    refuseTarget({ facts, contents, manifest: archive.manifest, request });
    const originProven = request.expectedFileSha256 !== undefined;
    const planned = await planOf({ archive, contents, facts, request, originProven });
    const script = forOlderServer(planned.script, Math.floor(facts.serverVersionNum / 10_000));
    return { plan: { ...planned, script }, contents, facts, fileSha256, resumed: record !== null };
  } catch (error) {
    if (signal?.aborted === true && !(error instanceof RestoreError)) throw cancelledEarly(error);
    throw error;
  }
}

/** @returns the whole file's sha256 */
async function checkArchive({ archive, expectedFileSha256, signal, onProgress }: PlanRequest): Promise<string> {
  // Rows are decoded when they are sent; everything else now, and rows whose frame doesn't say how large they get.
  const report = await archive.verify(2, {
    rows: 'size',
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ bytes }) => onProgress?.({ stage: 'check', bytes, totalBytes: archive.size }),
  });
  if (!report.ok) throw damagedArchive(archive, report);
  if (expectedFileSha256 !== undefined && report.fileSha256 !== expectedFileSha256.trim().toLowerCase()) {
    throw new RestoreError(
      'ORIGIN_DIFFERENT',
      'The file is a whole backup, but not the one whose SHA-256 was noted. Nothing was changed.',
      'Find out where this file comes from, and restore the one that has the noted SHA-256.',
    );
  }
  return report.fileSha256;
}

function damagedArchive(archive: Archive, { damaged }: VerifyReport): ArchiveError {
  const [first] = damaged;
  const where =
    first === undefined
      ? ''
      : ` in ${first.member}${first.table === null ? '' : ` (table ${first.table})`}: ${first.reason}`;
  const more =
    damaged.length > 1 ? `, and ${damaged.length - 1} more of its ${archive.members.length} members are` : '';
  return new ArchiveError(
    'damaged',
    `The archive is damaged${where}${more}. Nothing was changed.`,
    'Use another copy or another backup; "extract --salvage" writes out the members that still check.',
    first === undefined
      ? {}
      : { place: { member: first.member, table: first.table, start: first.start, end: first.end } },
  );
}

interface FoundTarget {
  readonly facts: TargetFacts;
  readonly record: RestoreRecord | null;
}

/** A plain target on which a restore stopped has the platform's roles and schemas by now: its record knows what it was. */
async function lookAtTarget({ target, signal, connect: socket }: PlanRequest): Promise<FoundTarget> {
  const client = await connect(target, {
    ...(signal === undefined ? {} : { signal }),
    ...(socket === undefined ? {} : { connect: socket }),
  });
  // Ends the query that is running, too.
  const stop = (): void => void client.end();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const facts = await readTarget(target, client);
    const record = await readRecord(client);
    return { facts: record === null ? facts : { ...facts, kind: record.targetKind }, record };
  } finally {
    signal?.removeEventListener('abort', stop);
    await client.end();
  }
}
