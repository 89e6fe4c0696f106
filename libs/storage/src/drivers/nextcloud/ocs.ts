import type { HttpReply } from '../../http/http-types';
import type { DavClient } from './dav-client';

/** What a Nextcloud (or ownCloud) says of itself. */
export interface OcsCapabilities {
  /** Uploads in chunks, by the folder `uploads`. Whether version 2 is at work nobody says: its requests fit both. */
  readonly chunking: boolean;
  readonly trash: boolean;
}

/** Answers that can only mean that no Nextcloud is there: pages of other programs, redirects to them, refused methods. */
const passes = [300, 301, 302, 303, 307, 308];
const headers = { 'ocs-apirequest': 'true', accept: 'application/json' };

/**
 * `GET /ocs/v2.php/cloud/capabilities`; null where there is no Nextcloud.
 * @throws StorageError `auth`, `rate-limited`, `unreachable` …: then nothing can be said.
 */
export async function capabilitiesAt(dav: DavClient, base: URL): Promise<OcsCapabilities | null> {
  const url = new URL('ocs/v2.php/cloud/capabilities?format=json', base);
  const reply = await dav.ask('GET', url, { headers, passes });
  if (saysNothing(reply.status)) throw dav.error(reply, 'the address', url);
  const capabilities = recordOf(dataOf(reply)?.['capabilities']);
  if (capabilities === null) return null;
  const chunking = recordOf(capabilities['dav'])?.['chunking'];
  return {
    chunking: typeof chunking === 'string' && chunking !== '',
    trash: recordOf(capabilities['files'])?.['undelete'] === true,
  };
}

/** `GET /ocs/v2.php/cloud/user`: the id of who is signed in; null when the server doesn't say. */
export async function userIdAt(dav: DavClient, base: URL): Promise<string | null> {
  const url = new URL('ocs/v2.php/cloud/user?format=json', base);
  const reply = await dav.ask('GET', url, { headers, passes });
  if (saysNothing(reply.status)) throw dav.error(reply, 'the account', url);
  const id = dataOf(reply)?.['id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Not who stands there: only that the sign-in was refused, or that it isn't the moment to ask. */
const saysNothing = (status: number): boolean => [401, 429, 500, 502, 503, 504].includes(status);

function dataOf({ status, body }: HttpReply<Buffer>): Record<string, unknown> | null {
  if (status !== 200) return null;
  try {
    return recordOf(recordOf(recordOf(JSON.parse(body.toString()))?.['ocs'])?.['data']);
  } catch {
    // SyntaxError: a page of something else.
    return null;
  }
}

const recordOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
