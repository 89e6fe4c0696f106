import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { RunLogLineDto } from '../backups/log/run-log.dto';
import { BackupProgressDto } from '../backups/progress/progress.dto';
import { BackupSummaryDto } from '../backups/records/backup.dto';
import type { ApiEvent } from './event-hub';

/** Its row or one of its copies has changed. */
export class BackupStatusEventDto {
  @ApiProperty({ enum: ['backup.status'] })
  type: 'backup.status';

  /** Of the backup. */
  id: string;

  /** As lists show it. */
  data: BackupSummaryDto;
}

/** At most four times a second while a run goes on. Only the newest one is kept for those who come back. */
export class BackupProgressEventDto {
  @ApiProperty({ enum: ['backup.progress'] })
  type: 'backup.progress';

  /** Of the backup. */
  id: string;

  data: BackupProgressDto;
}

/** One new line of a run's log; the ones before are at `GET /api/backups/{id}/log`. */
export class BackupLogEventDto {
  @ApiProperty({ enum: ['backup.log'] })
  type: 'backup.log';

  /** Of the backup. */
  id: string;

  data: RunLogLineDto;
}

/** How far a copy from one destination to another is. Sizes in bytes. */
export class CopyProgressDataDto {
  /** Of the copying: see `GET /api/backups/{id}/copies`. */
  jobId: string;

  /** Of the copy that is being made. */
  copyId: string;

  destinationId: string;

  /** Of the destination. */
  name: string;

  @ApiProperty({ type: 'integer' })
  size: number;

  @ApiProperty({ type: 'integer' })
  storedBytes: number;

  @ApiProperty({ type: 'integer', nullable: true })
  bytesPerSecond: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  secondsLeft: number | null;
}

/** At most four times a second while a backup is copied to another destination. How it ends is told by `backup.status`. */
export class CopyProgressEventDto {
  @ApiProperty({ enum: ['copy.progress'] })
  type: 'copy.progress';

  /** Of the backup. */
  id: string;

  data: CopyProgressDataDto;
}

export class ChangedThingDto {
  id: string;

  name: string;

  deleted: boolean;
}

/** Fetch it again. */
export class ProjectChangedEventDto {
  @ApiProperty({ enum: ['project.changed'] })
  type: 'project.changed';

  /** Of the project. */
  id: string;

  data: ChangedThingDto;
}

/** Fetch it again. */
export class DestinationChangedEventDto {
  @ApiProperty({ enum: ['destination.changed'] })
  type: 'destination.changed';

  /** Of the destination. */
  id: string;

  /** While it isn't deleted, with what `GET /api/storage/destinations/{id}` replies. */
  data: ChangedThingDto;
}

/** Fetch it again. */
export class ScheduleChangedEventDto {
  @ApiProperty({ enum: ['schedule.changed'] })
  type: 'schedule.changed';

  /** Of the schedule. */
  id: string;

  /** While it isn't deleted, with what `GET /api/schedules/{id}` replies. */
  data: ChangedThingDto;
}

/** What it is, or what became of its last message: fetch it again. */
export class ChannelChangedEventDto {
  @ApiProperty({ enum: ['channel.changed'] })
  type: 'channel.changed';

  /** Of the notification channel. */
  id: string;

  data: ChangedThingDto;
}

export class DownloadEndDto {
  backupId: string;

  @ApiProperty({ enum: ['complete', 'failed'], enumName: 'DownloadStatus' })
  status: 'complete' | 'failed';

  /** Bytes of the file; of a complete backup into the browser only. */
  @ApiProperty({ type: 'integer', required: false })
  size?: number;

  sha256?: string;
}

/** A download has ended, as seen from here. */
export class DownloadStatusEventDto {
  @ApiProperty({ enum: ['download.status'] })
  type: 'download.status';

  /** Of the link, or of a backup that ran into the browser. */
  id: string;

  data: DownloadEndDto;
}

/** All is well up to its id. The first thing on a stream, then every 15 s. */
export class PingEventDto {
  @ApiProperty({ enum: ['ping'] })
  type: 'ping';

  at: Date;
}

/** Something was missed, so fetch everything again: the service has started anew, or the gap is larger than what is kept. */
export class ResetEventDto {
  @ApiProperty({ enum: ['reset'] })
  type: 'reset';

  @ApiProperty({ enum: ['restarted', 'gap'], enumName: 'ResetReason' })
  reason: 'restarted' | 'gap';
}

/** The last thing on a stream that the service ends: nobody is signed in any more, or it stops and lets running backups finish. */
export class EndEventDto {
  @ApiProperty({ enum: ['end'] })
  type: 'end';

  @ApiProperty({ enum: ['signed_out', 'stopping'], enumName: 'EndReason' })
  reason: 'signed_out' | 'stopping';
}

const byType = {
  'backup.status': BackupStatusEventDto,
  'backup.progress': BackupProgressEventDto,
  'backup.log': BackupLogEventDto,
  'copy.progress': CopyProgressEventDto,
  'project.changed': ProjectChangedEventDto,
  'destination.changed': DestinationChangedEventDto,
  'schedule.changed': ScheduleChangedEventDto,
  'channel.changed': ChannelChangedEventDto,
  'download.status': DownloadStatusEventDto,
  ping: PingEventDto,
  reset: ResetEventDto,
  end: EndEventDto,
} satisfies Record<ApiEvent['type'] | 'ping' | 'reset' | 'end', Type>;

export const eventTypes = Object.keys(byType);
export const eventModels: readonly Type[] = Object.values(byType);

/** `ApiEvent` of the API's description: one of them, told apart by `type`. */
export const eventSchema = {
  oneOf: eventModels.map((model) => ({ $ref: getSchemaPath(model) })),
  discriminator: {
    propertyName: 'type',
    mapping: Object.fromEntries(Object.entries(byType).map(([type, model]) => [type, getSchemaPath(model)])),
  },
};
