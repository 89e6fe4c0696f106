import { accountErrors } from '../accounts/accounts.errors';
import { copyErrors } from '../backups/copies/copies.errors';
import { contentsErrors } from '../backups/contents/contents.errors';
import { backupErrors } from '../backups/records/backups.errors';
import { recoveryKeyErrors } from '../backups/recovery-keys/recovery-keys.errors';
import { catalogueErrors } from '../catalogue/catalogue.errors';
import type { ErrorKind } from './api-error';
import { downloadErrors } from '../downloads/downloads.errors';
import { eventErrors } from '../events/events.errors';
import { notificationErrors } from '../notifications/notifications.errors';
import { projectErrors } from '../projects/projects.errors';
import { scheduleErrors } from '../scheduler/schedules.errors';
import { retentionErrors } from '../retention/retention.errors';
import { secretErrors } from '../secrets/secrets.errors';
import { connectErrors } from '../storage/connect/connect.errors';
import { selfBackupErrors } from '../self-backup/self-backup.errors';
import { destinationErrors } from '../storage/storage.errors';
import { commonErrors } from './common.errors';

/** Every code a reply may have, by feature: the source of docs/errors.md. A feature adds its own list here, one line. */
export const allErrors: Readonly<Record<string, Readonly<Record<string, ErrorKind>>>> = {
  'Every route': commonErrors,
  'Accounts and access': accountErrors,
  Projects: projectErrors,
  Backups: backupErrors,
  'Copies between destinations': copyErrors,
  'Checks and imports': catalogueErrors,
  'Contents of backups': contentsErrors,
  Destinations: destinationErrors,
  'Connected accounts': connectErrors,
  Downloads: downloadErrors,
  Events: eventErrors,
  Notifications: notificationErrors,
  'Recovery keys': recoveryKeyErrors,
  Retention: retentionErrors,
  'Backups of the records': selfBackupErrors,
  Schedules: scheduleErrors,
  'Stored secrets': secretErrors,
};
