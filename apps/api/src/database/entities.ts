import { ApiToken } from '../accounts/api-token.entity';
import { AuditEvent } from '../accounts/audit-event.entity';
import { KnownDevice } from '../accounts/known-device.entity';
import { LoginSession } from '../accounts/login-session.entity';
import { LoginThrottle } from '../accounts/login-throttle.entity';
import { User } from '../accounts/user.entity';
import { Backup } from '../backups/backup.entity';
import { BackupCopy } from '../backups/backup-copy.entity';
import { CopyJob } from '../backups/copy-job.entity';
import { CopyLease } from '../backups/copy-lease.entity';
import { IdempotencyKey } from '../backups/idempotency-key.entity';
import { RecoveryKey } from '../backups/recovery-key.entity';
import { RunLogLine } from '../backups/run-log.entity';
import { Check } from '../catalogue/check.entity';
import { ImportItem } from '../catalogue/import-item.entity';
import { ImportJob } from '../catalogue/import-job.entity';
import { DestinationDay } from '../dashboard/growth/destination-day.entity';
import { DownloadLink } from '../downloads/download-link.entity';
import { NotificationEvent } from '../notifications/notification-event.entity';
import { SchedulePing } from '../notifications/pings/schedule-ping.entity';
import { Channel } from '../notifications/records/channel.entity';
import { Delivery } from '../notifications/outbox/delivery.entity';
import { Mark } from '../notifications/watch/mark.entity';
import { Project } from '../projects/project.entity';
import { RetentionApproval } from '../retention/approval.entity';
import { ManualRule } from '../retention/manual-rule.entity';
import { RetentionSetState } from '../retention/set-state.entity';
import { Schedule } from '../scheduler/schedule.entity';
import { SelfBackupCopy } from '../self-backup/self-backup-copy.entity';
import { SelfBackup } from '../self-backup/self-backup.entity';
import { Destination } from '../storage/destination.entity';
import { Probe } from '../storage/probe.entity';
import { Setting } from './setting.entity';

/** Every table. */
export const entities = [
  ApiToken,
  AuditEvent,
  Backup,
  BackupCopy,
  Channel,
  Check,
  CopyJob,
  CopyLease,
  Delivery,
  Destination,
  DestinationDay,
  DownloadLink,
  IdempotencyKey,
  ImportItem,
  ImportJob,
  KnownDevice,
  LoginSession,
  LoginThrottle,
  ManualRule,
  Mark,
  NotificationEvent,
  Probe,
  Project,
  RecoveryKey,
  RetentionApproval,
  RetentionSetState,
  RunLogLine,
  Schedule,
  SchedulePing,
  SelfBackup,
  SelfBackupCopy,
  Setting,
  User,
];
