import { defineErrors, failWith } from '../../errors/api-error';

export const copyErrors = defineErrors({
  COPY_NOT_FOUND: {
    status: 404,
    title: 'Copy not found',
    when: 'The backup has no copy, or no copying that was asked for, with this id.',
  },
  COPY_ACTIVE: {
    status: 409,
    title: 'Being copied',
    when: 'A copy to this destination is queued or under way already; `jobId` names it.',
  },
  COPY_EXISTS: {
    status: 409,
    title: 'Stored there already',
    when: 'A copy is asked for at a destination where the backup is stored, or from where its file is still to be deleted; `state` says which.',
  },
  COPY_SOURCE_MISSING: {
    status: 409,
    title: 'Nothing to copy from',
    when: 'A copy is asked for of a backup that has no stored copy elsewhere, or not the one that was named.',
  },
  COPY_FINISHING: {
    status: 409,
    title: 'Finishing',
    when: 'A copy is to be cancelled whose last byte is there and which is being published.',
  },
  COPY_ENDED: {
    status: 409,
    title: 'Ended already',
    when: 'A copy is to be cancelled that has ended; `state` says how.',
  },
  COPY_IS_LAST: {
    status: 409,
    title: 'The only copy',
    when: 'The only stored copy of a backup is to be deleted by itself: that would delete the backup.',
  },
  COPY_NOT_THERE: {
    status: 409,
    title: 'Not stored',
    when: 'A copy is to be deleted that is not stored; `state` says what it is.',
  },
});

export const fail = failWith(copyErrors);
