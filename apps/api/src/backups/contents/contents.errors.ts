import { defineErrors, failWith } from '../../errors/api-error';

export const contentsErrors = defineErrors({
  CONTENTS_UNKNOWN: {
    status: 409,
    title: 'Contents not known',
    when: 'What is inside a backup is asked for that has no archive: it runs still, or it failed.',
  },
  CONTENTS_ENCRYPTED: {
    status: 409,
    title: 'Contents encrypted',
    when: 'The whole list of contents is asked for of an encrypted backup: only its private key opens it.',
  },
  CONTENTS_NOT_STORED: {
    status: 409,
    title: 'No stored copy',
    when: 'The whole list of contents is asked for of a backup that has no stored copy any more.',
  },
});

export const fail = failWith(contentsErrors);
