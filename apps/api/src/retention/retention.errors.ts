import { type ApiError, defineErrors, failWith } from '../errors/api-error';

export const retentionErrors = defineErrors({
  RETENTION_LIST_CHANGED: {
    status: 409,
    title: 'The list has changed',
    when: 'A list of copies to delete is approved or refused that is not the one of now; `listId` names that.',
  },
  APPROVAL_NOT_FOUND: { status: 404, title: 'List not found', when: 'No list of copies to delete has this id.' },
  APPROVAL_DECIDED: {
    status: 409,
    title: 'Decided already',
    when: 'A list of copies to delete was approved or refused before, or needs no approval any more; `state` says which.',
  },
  RETENTION_SET_WRONG: {
    status: 409,
    title: 'Not of this set',
    when: 'A backup is assigned to a schedule of another project or of another type.',
  },
  STORE_CLOCK_DISAGREES: {
    status: 422,
    title: 'Clocks disagree',
    when: 'A rule would delete at a destination whose clock and that of the service differ by more than ten minutes; told as its problem.',
  },
});

export const fail = failWith(retentionErrors);

/** @param listId of what would be deleted now */
export const listChanged = (listId: string): Error =>
  fail('RETENTION_LIST_CHANGED', 'What would be deleted is not what was shown any more.', {
    nextStep: 'Look at the list as it is now, then decide again.',
    more: { listId },
  });

/** @param minutes by which they differ */
export const clocksDisagree = (minutes: number): ApiError =>
  fail('STORE_CLOCK_DISAGREES', `Its clock and ours differ by ${minutes} minutes: no rule deletes anything there.`, {
    nextStep: 'Set the clock that is wrong, here or there; old backups go after the next one then.',
  });
