import { defineErrors, failWith } from '../errors/api-error';

export const catalogueErrors = defineErrors({
  NOTHING_TO_CHECK: {
    status: 409,
    title: 'Nothing to check',
    when: 'A check is asked for of a backup of which nothing lies at a destination, or of a copy that is not there; `state` says what it is.',
  },
  CHECK_NEEDS_KEY: {
    status: 409,
    title: 'Only with the private key',
    when: 'A check of level 2 is asked for of an encrypted backup: its members can only be decoded with the private key.',
  },
  IMPORT_ACTIVE: {
    status: 409,
    title: 'Being looked through',
    when: 'An import is asked for at a destination that is being looked through already; `jobId` names it.',
  },
  IMPORT_NOT_FOUND: {
    status: 404,
    title: 'Import not found',
    when: 'The destination has no import with this id.',
  },
  IMPORT_ENDED: {
    status: 409,
    title: 'Ended already',
    when: 'An import is to be cancelled that has ended; `state` says how.',
  },
});

export const fail = failWith(catalogueErrors);
