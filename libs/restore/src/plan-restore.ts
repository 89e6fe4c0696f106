import { ArchiveError, type Archive, type VerifyReport } from '@stowbase/archive';
import { connect } from '@stowbase/postgres';
import { RestoreError } from './errors';
import type { PlanRequest } from './request';
import { planOf } from './plan/plan-of';
import type { RestorePlan } from './plan/restore-plan';
import { readTarget } from './target/read-target';
import { refuseTarget } from './target/refuse/refuse-target';

/**
 * Checks the whole archive, then looks at the target, and says what a restore would do. Nothing is changed; the target isn't
 * contacted before the archive was found whole and, where its hash is known, the right one.
 * @throws ArchiveError; PostgresError; RestoreError `ORIGIN_DIFFERENT`, `TARGET_…`, of the selection, `CANCELLED`
 */
export async function planRestore(request: PlanRequest): Promise<RestorePlan> {
  const { archive, signal } = request;
  try {
    await checkArchive(request);
    const contents = await archive.contents();
    request.onProgress?.({ stage: 'plan', bytes: 0, totalBytes: archive.manifest.rawBytes });
    const facts = await lookAtTarget(request);
    refuseTarget({ facts, contents, manifest: archive.manifest, request });
    return await planOf({
      ...{ archive, contents, facts, request },
      originProven: request.expectedFileSha256 !== undefined,
    });
  } catch (error) {
    if (signal?.aborted === true && !(error instanceof RestoreError)) throw cancelled(error);
    throw error;
  }
}

async function checkArchive({ archive, expectedFileSha256, signal, onProgress }: PlanRequest): Promise<void> {
  const report = await archive.verify(2, {
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

async function lookAtTarget({ target, signal }: PlanRequest) {
  const client = await connect(target, signal === undefined ? {} : { signal });
  try {
    return await readTarget(target, client);
  } finally {
    await client.end();
  }
}

const cancelled = (cause: unknown): RestoreError =>
  new RestoreError(
    'CANCELLED',
    'The restore was cancelled before anything was changed.',
    'Start it again when you are ready.',
    {
      cause,
    },
  );
