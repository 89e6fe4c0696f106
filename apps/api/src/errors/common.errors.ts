import { defineErrors, failWith } from './api-error';

export const commonErrors = defineErrors({
  INVALID_INPUT: {
    status: 400,
    title: 'Invalid input',
    when: 'A field of the request is missing, unknown or outside its range.',
  },
  INVALID_JSON: {
    status: 400,
    title: 'Invalid JSON',
    when: 'The body is no JSON, or JSON that nobody writes: nested too deep, a key twice, `__proto__`.',
  },
  NOT_FOUND: { status: 404, title: 'Not found', when: 'There is nothing at this address, or nothing with this id.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    when: 'The address exists, but not for this method.',
  },
  BODY_TOO_LARGE: { status: 413, title: 'Body too large', when: 'The body is longer than 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    when: 'The body is not sent as application/json in UTF-8.',
  },
  STALE_VERSION: {
    status: 409,
    title: 'Changed meanwhile',
    when: 'The change names an older version than the stored one.',
  },
  NAME_TAKEN: { status: 409, title: 'Name taken', when: 'Another one has this name.' },
  NOT_READY: { status: 503, title: 'Not ready', when: 'The service is starting, stopping, or has no disk left.' },
  RECORDS_AWAY: {
    status: 503,
    title: 'The records do not answer',
    when: 'The server of `DATABASE_URL` is away, or starting. What was being asked may have happened.',
  },
  INTERNAL: { status: 500, title: 'Internal error', when: 'A bug: the log has more under the reference of the reply.' },
});

export const fail = failWith(commonErrors);
