import { defineErrors, failWith, type ApiError } from '../../errors/api-error';

export const connectErrors = defineErrors({
  CONNECT_UNKNOWN: {
    status: 404,
    title: 'Nothing to go on with',
    when: 'The attempt to connect an account is unknown, too old, used already, or was begun in another login session.',
  },
  CONNECT_REFUSED: {
    status: 422,
    title: 'Not connected',
    when: 'Google or Nextcloud refuses the connection, its user does, or the reply is none that may be trusted; the detail says which.',
  },
  CREDENTIALS_UNKNOWN: {
    status: 400,
    title: 'Connect again',
    when: 'A `credentialsId` is unknown, older than 15 minutes, used already, of another type of storage, or of another login session.',
  },
});

export const fail = failWith(connectErrors);

export const unknownAttempt = (): ApiError =>
  fail('CONNECT_UNKNOWN', 'This attempt to connect is over, or it was begun in another login session.', {
    nextStep: 'Go back to the destination and connect again.',
  });

export const refused = (detail: string, nextStep: string, field?: string): ApiError =>
  fail('CONNECT_REFUSED', detail, { nextStep, ...(field === undefined ? {} : { field }) });
