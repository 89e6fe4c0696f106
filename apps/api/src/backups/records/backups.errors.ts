import { defineErrors, failWith } from '../../errors/api-error';

export const backupErrors = defineErrors({
  BACKUP_NOT_FOUND: { status: 404, title: 'Backup not found', when: 'No backup has this id.' },
  RUN_ACTIVE: {
    status: 409,
    title: 'A backup is under way',
    when: 'A backup of the project is queued or running already; `backupId` names it.',
  },
  BACKUP_FINISHING: {
    status: 409,
    title: 'Finishing',
    when: 'A backup is to be cancelled whose archive is complete and being stored.',
  },
  BACKUP_FINISHED: {
    status: 409,
    title: 'Ended already',
    when: 'A backup is to be cancelled that has ended; `state` says how.',
  },
  BACKUP_LIVE: {
    status: 409,
    title: 'Under way',
    when: 'A backup is to be deleted that is queued or running, which `state` says: it has to be cancelled first.',
  },
  BACKUP_LOCKED: { status: 409, title: 'Locked', when: 'A backup is to be deleted that somebody locked.' },
  BACKUP_IN_USE: {
    status: 409,
    title: 'In use',
    when: 'A backup is to be deleted while one of its copies is downloaded, verified or restored.',
  },
  BACKUP_LAST_GOOD: {
    status: 409,
    title: 'The last good backup',
    when: 'The last good backup of a project is to be deleted, and `confirm` is not the name of the project; `projectName` says it.',
  },
  BACKUP_DELETED: { status: 409, title: 'Deleted', when: 'A backup is to be changed that was deleted.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Idempotency-Key used before',
    when: 'An Idempotency-Key is sent with another body than the first time.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'Idempotency-Key not right',
    when: 'An Idempotency-Key is not 1 to 200 visible ASCII characters.',
  },
});

export const fail = failWith(backupErrors);
