import type { IncomingHttpHeaders } from 'node:http';
import { retryAfterMs } from '../../http/retry-after';
import { notFound, StorageError } from '../../storage-error';

/** About what a server answered. */
export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

interface About {
  /** The object, or the folder. */
  readonly key: string;
  /** `host:port`. */
  readonly place: string;
  /** What helps when it refuses to let us in. */
  readonly signInHint: string;
}

const later = 'Try again later; if it stays so, look at the log of the server.';

/** An answer that isn't the one that was needed, in the words of the contract. Nothing of its text: it could quote anything. */
export function davError({ status, headers }: Told, { key, place, signInHint }: About): StorageError {
  const cause = new Error(`HTTP status ${status}`);
  const wait = retryAfterMs(headers);
  const asked = { cause, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  switch (status) {
    case 400:
      return new StorageError('unexpected', `${place} did not understand the request for "${key}".`, later, { cause });
    case 401:
      return new StorageError('auth', `${place} refused the user name or the password.`, signInHint, { cause });
    case 402:
    case 403:
      return new StorageError(
        'forbidden',
        `${place} does not allow the access to "${key}".`,
        'Give that user the right to read, write and delete there.',
        { cause },
      );
    case 404:
    case 410:
      return notFound(key, cause);
    case 405:
    case 501:
      return new StorageError(
        'invalid-config',
        `${place} does not speak WebDAV at this address.`,
        'Give the address of the Nextcloud, or of the WebDAV folder.',
        { cause, field: 'url' },
      );
    case 409:
      return new StorageError('not-found', `The folder of "${key}" is not there any more.`, 'Start again.', { cause });
    case 411:
      return new StorageError(
        'invalid-config',
        `${place} takes only uploads whose length is known before.`,
        'Let the web server in front of it take chunked requests, or use another destination.',
        { cause },
      );
    case 413:
      return new StorageError(
        'invalid-config',
        `${place} does not take requests as long as those for "${key}".`,
        'Raise the limit of the web server (client_max_body_size, LimitRequestBody) or of the proxy in front of it.',
        { cause },
      );
    case 415:
      return new StorageError(
        'forbidden',
        `${place} refuses files of this type.`,
        'Let the server take .tar files (Nextcloud: file access control, antivirus).',
        { cause },
      );
    case 423:
      return new StorageError('locked', `"${key}" is locked on ${place}.`, 'Try again when nothing else uses it.', {
        cause,
      });
    case 429:
      return new StorageError(
        'rate-limited',
        `${place} asks to wait: too many requests or wrong passwords came from this address.`,
        'Wait half an hour, and check user name and password before you try again.',
        asked,
      );
    case 507:
      return new StorageError(
        'quota',
        `${place} has no space left for "${key}".`,
        'Free some space or raise the quota of that user, then start again.',
        { cause },
      );
    case 503:
      return new StorageError('unreachable', `${place} is busy or in maintenance mode.`, later, asked);
    default:
      if (status >= 500)
        return new StorageError('unreachable', `${place} reported an error (${status}).`, later, asked);
      return notWebdav(place, `status ${status}`);
  }
}

/** Somebody answered who isn't what the address should lead to. */
export const notWebdav = (place: string, why: string): StorageError =>
  new StorageError(
    'invalid-config',
    `What ${place} answers is not WebDAV (${why}).`,
    'Check the address: behind a login page or a captive portal there is no WebDAV.',
    { field: 'url' },
  );
