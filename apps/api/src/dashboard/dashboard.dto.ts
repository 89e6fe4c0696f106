import { ApiProperty } from '@nestjs/swagger';
import { IsTimeZone, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';
import { copyStatuses, type CopyStatus } from '../backups/backup-copy.entity';
import { BackupProgressDto } from '../backups/progress/progress.dto';
import { shownStatuses, type ShownStatus } from '../backups/records/shown-status';
import { destinationStates, type DestinationState } from './destination-state';
import { projectStates, reasonCodes, type ProjectState, type ReasonCode } from './protection';
import { NoticesDto } from './notices/notice.dto';
import { dayResults, type DayResult } from './strip';

export class DashboardQueryDto {
  /** Whose days the strip shows: an IANA name. */
  @ApiProperty({ required: false, default: 'UTC' })
  @MayBeLeftOut()
  @MaxLength(64)
  @Matches(/^[A-Za-z]/, { message: '$property must be the name of a time zone' })
  @IsTimeZone()
  timeZone?: string;
}

export class StateCountsDto {
  @ApiProperty({ type: 'integer' })
  protected: number;

  @ApiProperty({ type: 'integer' })
  at_risk: number;

  @ApiProperty({ type: 'integer' })
  not_protected: number;

  @ApiProperty({ type: 'integer' })
  not_set_up: number;

  @ApiProperty({ type: 'integer' })
  paused: number;
}

export class VerdictDto {
  /** The worst of all projects. A page that has had no news for two minutes says "unknown" in its place. */
  @ApiProperty({ enum: projectStates, enumName: 'ProjectState' })
  state: ProjectState;

  counts: StateCountsDto;

  /** The newest of all. */
  lastGoodAt: Date | null;

  /** The next that is due of all. */
  nextRunAt: Date | null;
}

/** Why a project is not plainly protected. */
export class StateReasonDto {
  @ApiProperty({ enum: reasonCodes, enumName: 'ReasonCode' })
  code: ReasonCode;

  /** One sentence. */
  text: string;

  /** The backup that it is about. */
  backupId: string | null;

  /** The destination that it is about. */
  destinationId: string | null;
}

export class StripDayDto {
  /** The worst of the day. `before`: the project did not exist; `none`: nothing was due. */
  @ApiProperty({ enum: dayResults, enumName: 'DayResult' })
  result: DayResult;

  @ApiProperty({ type: 'integer' })
  runs: number;
}

export class DashboardCopyDto {
  /** Null: the browser. */
  destinationId: string | null;

  /** As it was called then. */
  name: string;

  /** Of the destination; null: it is gone, or the browser. */
  type: string | null;

  @ApiProperty({ enum: copyStatuses, enumName: 'CopyStatus' })
  status: CopyStatus;
}

/** The newest complete backup of everything that lies somewhere. */
export class LastGoodDto {
  backupId: string;

  /** The moment whose data it holds. */
  at: Date;

  @ApiProperty({ enum: shownStatuses, enumName: 'ShownStatus' })
  shownStatus: ShownStatus;

  /** How long it took. */
  @ApiProperty({ type: 'integer', nullable: true })
  seconds: number | null;

  /** Bytes of SQL. */
  @ApiProperty({ type: 'integer', nullable: true })
  rawBytes: number | null;

  /** Bytes of its file. */
  @ApiProperty({ type: 'integer', nullable: true })
  storedBytes: number | null;

  /** 0 size, 1 every hash, 2 every member, 3 restored. */
  @ApiProperty({ type: 'integer' })
  verifiedLevel: number;

  verifiedAt: Date | null;

  copies: DashboardCopyDto[];
}

/** The backup that waits or goes on. */
export class LiveRunDto {
  backupId: string;

  projectId: string;

  projectName: string;

  @ApiProperty({ enum: shownStatuses, enumName: 'ShownStatus' })
  shownStatus: ShownStatus;

  createdAt: Date;

  startedAt: Date | null;

  /** Null: it waits. */
  progress: BackupProgressDto | null;
}

export class DashboardProjectDto {
  id: string;

  name: string;

  @ApiProperty({ enum: projectStates, enumName: 'ProjectState' })
  state: ProjectState;

  /** Empty only for `protected`; what weighs most comes first. */
  reasons: StateReasonDto[];

  lastGood: LastGoodDto | null;

  nextRunAt: Date | null;

  live: LiveRunDto | null;

  /** A cell for each of the last 30 of `days`. */
  strip: StripDayDto[];

  /** For each of `days`: bytes of the file of the day's newest complete backup. */
  @ApiProperty({ type: 'array', items: { type: ['integer', 'null'] } })
  sizes: (number | null)[];

  /** For each of `days`: how many seconds that backup took. */
  @ApiProperty({ type: 'array', items: { type: ['integer', 'null'] } })
  seconds: (number | null)[];
}

export class DashboardDestinationDto {
  id: string;

  name: string;

  type: string;

  @ApiProperty({ enum: destinationStates, enumName: 'DestinationState' })
  state: DestinationState;

  /** What was wrong when it was last tested or used: one sentence. */
  problem: string | null;

  /** Its code: `REAUTH_REQUIRED` wants a new sign-in. */
  problemCode: string | null;

  /** Copies stored there now. */
  @ApiProperty({ type: 'integer' })
  totalBackups: number;

  /** Bytes of these copies. */
  @ApiProperty({ type: 'integer' })
  totalSize: number;

  /** Bytes free at the last test; null: the store doesn't say. */
  @ApiProperty({ type: 'integer', nullable: true })
  availableSpace: number | null;

  lastTested: Date | null;

  /** In how many days it is full if it goes on growing as in the last 30; null: it doesn't grow, or nobody can say. */
  @ApiProperty({ type: 'integer', nullable: true })
  fullInDays: number | null;
}

export class DashboardDto {
  /** When all this was so. */
  at: Date;

  /** The event before which all this was read: open the stream with it as `lastEventId`. */
  latestEvent: string;

  timeZone: string;

  /** The last 90 days there, the oldest first; the last is today. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'date' } })
  days: string[];

  verdict: VerdictDto;

  /** Bad first, then by name. */
  projects: DashboardProjectDto[];

  /** By name. */
  destinations: DashboardDestinationDto[];

  notices: NoticesDto;
}

/** What a page that nobody looks at asks for once a minute. */
export class SummaryDto {
  at: Date;

  latestEvent: string;

  verdict: VerdictDto;

  live: LiveRunDto[];
}
