import { HttpException } from '@nestjs/common';
import { engine } from '../database/column-types';
import { isAway } from '../database/through-outage';
import { ApiError } from './api-error';
import { fail } from './common.errors';
import { fromLibrary } from './library-errors';

/** Any thrown value as an error for the one who asked; undefined: a bug, of which the reply says nothing but its reference. */
export function translate(thrown: unknown): ApiError | undefined {
  if (thrown instanceof ApiError) return thrown;
  // With SQLite there is no such server: the same error of the operating system tells of another one then.
  if (engine === 'postgres' && isAway(thrown))
    return fail('RECORDS_AWAY', 'The database with the records of Stowbase does not answer.', {
      nextStep:
        'Wait a moment and look again before you repeat it: runs under way wait for it too. Else look at the server of DATABASE_URL.',
      headers: { 'Retry-After': '5' },
      cause: thrown,
    });
  const known = fromLibrary(thrown);
  if (known !== undefined) return known;
  return thrown instanceof HttpException ? fromNest(thrown) : undefined;
}

/** What Nest and Express themselves refuse. Their own sentences repeat the address, which may hold the token of a link. */
function fromNest(exception: HttpException): ApiError | undefined {
  const status = exception.getStatus();
  if (exception.cause instanceof URIError)
    return fail('INVALID_INPUT', 'The address holds a percent sign that stands for nothing.', {
      nextStep: 'Encode the address.',
      cause: exception,
    });
  if (status === 404)
    return fail('NOT_FOUND', 'There is nothing at this address.', {
      nextStep: 'See /api/docs for the addresses there are.',
      cause: exception,
    });
  if (status === 413)
    return fail('BODY_TOO_LARGE', 'The body is longer than 1 MiB.', { nextStep: 'Send less.', cause: exception });
  if (status === 415)
    return fail('UNSUPPORTED_MEDIA_TYPE', 'The body is encoded in a way that is not read here.', {
      nextStep: 'Send it as application/json in UTF-8, not compressed.',
      cause: exception,
    });
  if (status >= 400 && status < 500)
    return fail('INVALID_INPUT', 'The request is not what this address takes.', {
      nextStep: 'See /api/docs for what it takes.',
      cause: exception,
    });
  return undefined;
}
