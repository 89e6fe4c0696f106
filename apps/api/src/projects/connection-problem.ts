import { PostgresError, type PostgresErrorCode } from '@stowbase/postgres';
import { fail } from './projects.errors';

/** Which of the single fields a rule is about. */
const fieldOf: Partial<Record<PostgresErrorCode, string>> = {
  HOST_INVALID: 'host',
  PORT_INVALID: 'port',
  POOLER_TRANSACTION_MODE: 'port',
  USER_INVALID: 'username',
  POOLER_USER: 'username',
  PASSWORD_INVALID: 'password',
  PASSWORD_PLACEHOLDER: 'password',
  DATABASE_INVALID: 'database',
  CA_INVALID: 'ca',
  TLS_WEAK: 'tlsMode',
};

/** What breaks a rule of connections, at the field it came from. Anything else stays what it is. */
export function connectionProblem(error: unknown, fromUrl: boolean): unknown {
  if (!(error instanceof PostgresError)) return error;
  const field = error.code === 'CA_INVALID' ? 'ca' : fromUrl ? 'url' : (fieldOf[error.code] ?? 'host');
  return fail('CONNECTION_INVALID', error.message, {
    field: `connection.${field}`,
    nextStep: error.nextStep,
    cause: error,
    more: {
      reason: error.code,
      ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
      // What could be read of the string, for the single fields of a form; never the password.
      ...(error.fields === undefined ? {} : { fields: error.fields }),
    },
  });
}
