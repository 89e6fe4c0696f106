import { defineErrors, failWith } from '../errors/api-error';

export const selfBackupErrors = defineErrors({
  SELF_BACKUP_NEEDS_KEY: {
    status: 409,
    title: 'No recovery key',
    when: 'The records are to be backed up, there is no proven and enabled recovery key for all projects, and it was not allowed without encryption.',
  },
  SELF_BACKUP_NO_DESTINATION: {
    status: 409,
    title: 'No destination',
    when: 'The records are to be backed up, and none of the chosen destinations is enabled, or there is none.',
  },
  SELF_BACKUP_ACTIVE: {
    status: 409,
    title: 'Under way',
    when: 'The records are to be backed up while that is done already.',
  },
});

export const fail = failWith(selfBackupErrors);
