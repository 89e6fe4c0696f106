import type { BackupCopyDto } from '../../../api/models/backup-copy-dto';
import type { BackupProfileDto } from '../../../api/models/backup-profile-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import type { RunStage } from '../../../api/models/run-stage';
import { exactCount } from '../../../format/count';
import type { GroupState } from './log-groups';

interface Summarized {
  readonly stage: RunStage;
  readonly state: GroupState;
  readonly lines: readonly RunLogLineDto[];
  readonly progress: BackupProgressDto | null;
  readonly profile: BackupProfileDto | null;
  readonly copies: readonly BackupCopyDto[];
}

/** What a folded stage says of itself: where it is, what it did, or what went wrong. */
export function summaryOf({ stage, state, lines, progress, profile, copies }: Summarized): string {
  if (state === 'waiting') return $localize`waiting`;
  if (state === 'stopped' && lines.length === 0) return $localize`not begun`;
  const bad = lines.findLast(({ level }) => level === 'error');
  if (bad !== undefined) return bad.text;
  if (stage === 'commit' && state === 'done') return storedAt(copies);
  if (stage === 'data') {
    const rows = rowsSoFar(state, progress, profile);
    if (rows !== null) return rows;
  }
  const said = lines.findLast(({ code }) => code !== 'STAGE' && code !== 'BEGUN') ?? lines.at(-1);
  return said?.text ?? '';
}

function rowsSoFar(
  state: GroupState,
  progress: BackupProgressDto | null,
  profile: BackupProfileDto | null,
): string | null {
  if (state === 'running' && progress?.table != null) {
    const { table, tablesDone, tablesTotal } = progress;
    return $localize`${table}, table ${Math.min(tablesDone + 1, tablesTotal)} of ${tablesTotal}`;
  }
  const counted = progress ?? profile;
  if (counted === null || counted.tablesTotal === 0) return null;
  const { tablesDone, tablesTotal, rows } = counted;
  return tablesDone >= tablesTotal
    ? $localize`${tablesTotal} tables, ${exactCount(rows)} rows`
    : $localize`${tablesDone} of ${tablesTotal} tables, ${exactCount(rows)} rows`;
}

function storedAt(copies: readonly BackupCopyDto[]): string {
  const names = copies.filter(({ storedAt: at }) => at !== null).map(({ destinationName }) => destinationName);
  return names.length === 0 ? '' : $localize`stored at ${names.join(', ')}`;
}
