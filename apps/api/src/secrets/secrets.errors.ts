import { ApiError, defineErrors } from '../errors/api-error';

export const secretErrors = defineErrors({
  SECRET_UNREADABLE: {
    status: 500,
    title: 'Secret unreadable',
    when: 'A stored password or key was changed in the database, or was sealed with another key than this service has.',
  },
});

/** A stored secret can't be opened. Never says what it is. */
export class SecretError extends ApiError {
  constructor(detail: string, cause?: unknown) {
    const { status, title } = secretErrors.SECRET_UNREADABLE;
    super('SECRET_UNREADABLE', status, title, detail, {
      nextStep: 'Enter the secret again; if it happens for all of them, start the service with the key it had.',
      cause,
    });
    this.name = 'SecretError';
  }
}
