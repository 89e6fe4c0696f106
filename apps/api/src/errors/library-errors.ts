import { ArchiveError, type ArchiveErrorKind } from '@stowbase/archive';
import { DumpError, type DumpErrorKind } from '@stowbase/dump';
import { PostgresError, type PostgresErrorKind } from '@stowbase/postgres';
import { StorageError, type StorageErrorKind } from '@stowbase/storage';
import { OutgoingError, type OutgoingErrorKind } from '../outgoing/outgoing-error';
import { ApiError } from './api-error';

/**
 * Status and title by kind; the code, the sentence and the next step are the library's own. What another server refuses or can't do is 422:
 * this service works, and the same request would do once that server does.
 */
export const postgresKinds: Readonly<Record<PostgresErrorKind, readonly [number, string]>> = {
  input: [400, 'Connection details are wrong'],
  network: [422, 'The database server was not reached'],
  tls: [422, 'No secure connection to the database server'],
  login: [422, 'The database server refused the login'],
  busy: [422, 'The database server is busy'],
  permission: [422, 'The database user may not do this'],
  server: [422, 'The database server could not do this'],
  data: [422, 'A value can not be backed up'],
  tool: [422, 'The PostgreSQL client failed'],
  client: [503, 'The PostgreSQL client is missing'],
  cancelled: [409, 'Cancelled'],
};

export const storageKinds: Readonly<Record<StorageErrorKind, readonly [number, string]>> = {
  'not-found': [404, 'Not there'],
  auth: [422, 'The storage refused the login'],
  forbidden: [422, 'The storage does not allow this'],
  unreachable: [422, 'The storage was not reached'],
  quota: [422, 'The storage is full'],
  'rate-limited': [422, 'The storage asks to wait'],
  'size-mismatch': [422, 'Not stored as sent'],
  'invalid-config': [400, 'Storage settings are wrong'],
  locked: [409, 'Locked'],
  damaged: [422, 'Damaged'],
  stalled: [422, 'The storage stopped answering'],
  'already-exists': [409, 'There already'],
  cancelled: [409, 'Cancelled'],
  unexpected: [500, 'Internal error'],
};

export const archiveKinds: Readonly<Record<ArchiveErrorKind, readonly [number, string]>> = {
  'not-ours': [422, 'No archive of Stowbase'],
  'not-complete': [422, 'Not complete'],
  damaged: [422, 'Damaged'],
  'lying-manifest': [422, 'Contradicts itself'],
  'too-large': [422, 'Too large'],
  'unsupported-format': [422, 'Unknown format'],
  'wrong-identity': [422, 'Wrong key'],
  'identity-needed': [422, 'A key is needed'],
  'invalid-recipient': [400, 'Invalid recovery key'],
  'invalid-identity': [400, 'Invalid private key'],
  'unreadable-source': [422, 'Not readable'],
  'target-not-empty': [409, 'Not empty'],
  cancelled: [409, 'Cancelled'],
  misuse: [500, 'Internal error'],
};

export const dumpKinds: Readonly<Record<DumpErrorKind, readonly [number, string]>> = {
  cancelled: [409, 'Cancelled'],
  'table-rewritten': [422, 'The database changed meanwhile'],
  'snapshot-unstable': [422, 'The database changed meanwhile'],
  'not-permitted': [422, 'The database user may not do this'],
  'value-too-large': [422, 'A value can not be backed up'],
  incomplete: [422, 'Not complete'],
  'invalid-request': [400, 'Invalid input'],
};

export const outgoingKinds: Readonly<Record<OutgoingErrorKind, readonly [number, string]>> = {
  input: [400, 'The address is wrong'],
  policy: [422, 'Not allowed to connect there'],
  network: [422, 'The other side was not reached'],
  tls: [422, 'No secure connection'],
  reply: [422, 'The reply can not be used'],
  cancelled: [409, 'Cancelled'],
};

/** An error of a library as one of ours, or undefined. */
export function fromLibrary(error: unknown): ApiError | undefined {
  if (error instanceof PostgresError) {
    const { detail: serverText, sql, suggestion, object } = error;
    return translated(error, postgresKinds[error.kind], { more: present({ serverText, sql, suggestion, object }) });
  }
  if (error instanceof StorageError)
    return translated(error, storageKinds[error.kind], error.field === undefined ? {} : { field: error.field });
  if (error instanceof ArchiveError) return translated(error, archiveKinds[error.kind]);
  if (error instanceof DumpError) return translated(error, dumpKinds[error.kind]);
  if (error instanceof OutgoingError) return translated(error, outgoingKinds[error.kind]);
  return undefined;
}

function translated(
  error: Error & { readonly code: string; readonly nextStep: string },
  [status, title]: readonly [number, string],
  options: { readonly more?: Record<string, unknown>; readonly field?: string } = {},
): ApiError {
  return new ApiError(error.code, status, title, error.message, { ...options, nextStep: error.nextStep, cause: error });
}

const present = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
