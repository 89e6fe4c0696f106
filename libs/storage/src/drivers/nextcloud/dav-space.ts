import { placeOf } from '../../http/network-error';
import type { CreateOptions, StorageUsage } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';
import type { DavPlace } from './dav-place';
import { lookUp } from './propfind';

/**
 * Bytes as the server counts them for that user (RFC 4331). Nextcloud has negative numbers for "not computed", "unknown" and
 * "unlimited" (developer manual, WebDAV basics): no number for any of them.
 */
export async function davUsage(
  dav: DavClient,
  { root, account }: DavPlace,
  signal?: AbortSignal,
): Promise<StorageUsage> {
  const asked = { key: 'the folder', quota: true, signal };
  const entry = (await lookUp(dav, root, asked)) ?? (await lookUp(dav, account, asked));
  const known = (bytes: number | null | undefined): number | null =>
    bytes === null || bytes === undefined || bytes < 0 ? null : bytes;
  return { used: known(entry?.quotaUsed), free: known(entry?.quotaAvailable) };
}

/** Looks before an upload starts whether it can fit. @throws StorageError `quota` */
export async function demandRoom(
  dav: DavClient,
  place: DavPlace,
  key: string,
  { sizeHint, signal }: CreateOptions,
): Promise<void> {
  if (sizeHint === undefined) return;
  const { free } = await davUsage(dav, place, signal);
  if (free === null || sizeHint <= free) return;
  throw new StorageError(
    'quota',
    `"${key}" may need ${sizeHint} bytes, but only ${free} are free on ${placeOf(place.root)}.`,
    'Free some space or raise the quota of that user, then start again.',
  );
}
